"""WebAcl: what stands before every API of an environment in its Region.

Guarantees: an address that floods is stopped, one with a bad name and a request with a known attack too; who was
stopped and why is written down, without what identifies the caller to AWS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pulumi
from pulumi_aws import wafv2

from components import kit
from components.entry.plan import WINDOW_SECONDS

COUNTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "AWSManagedRulesAmazonIpReputationList": (),
        "AWSManagedRulesKnownBadInputsRuleSet": (),
        "AWSManagedRulesCommonRuleSet": ("CrossSiteScripting_BODY", "GenericRFI_BODY", "SizeRestrictions_BODY"),
    }
)
"""Rule groups of AWS, in order, each with its rules that count and do not block.

People write addresses and markup to a model that reads text; how long a body may be is the API's model's to say.
https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html, read 2026-11-26
"""

REDACTED = ("authorization", "x-amz-security-token")
"""Headers of a signature: who reads the log must not be able to use them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WebAclArgs:
    """What the list needs to know."""

    acl: str
    """The physical name."""
    limit: int
    """Requests that one address may send in five minutes."""
    region: str
    log_group_arn: pulumi.Input[str]
    """A group whose name begins with aws-waf-logs-."""


class WebAcl(pulumi.ComponentResource):
    """A regional web ACL with its log."""

    arn: pulumi.Output[str]
    """Waits for its log: nothing is let through unseen."""

    def __init__(self, name: str, args: WebAclArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:entry:WebAcl", name, None, opts)
        acl = wafv2.WebAcl(
            f"{name}-acl",
            name=args.acl,
            description="Before the APIs of AI systems",
            scope="REGIONAL",
            default_action=wafv2.WebAclDefaultActionArgs(allow=wafv2.WebAclDefaultActionAllowArgs()),
            rules=[_flood(args.limit), *(_managed(at, group) for at, group in enumerate(COUNTED, start=1))],
            visibility_config=wafv2.WebAclVisibilityConfigArgs(
                cloudwatch_metrics_enabled=True, metric_name=args.acl, sampled_requests_enabled=False
            ),
            region=args.region,
            opts=kit.child(self),
        )
        log = wafv2.WebAclLoggingConfiguration(
            f"{name}-log",
            resource_arn=acl.arn,
            log_destination_configs=[args.log_group_arn],
            redacted_fields=[
                wafv2.WebAclLoggingConfigurationRedactedFieldArgs(
                    single_header=wafv2.WebAclLoggingConfigurationRedactedFieldSingleHeaderArgs(name=header)
                )
                for header in REDACTED
            ],
            logging_filter=_only_what_a_rule_met(),
            region=args.region,
            opts=kit.child(self),
        )
        self.arn = log.resource_arn
        self.register_outputs({"arn": self.arn})


def _seen(metric: str) -> wafv2.WebAclRuleVisibilityConfigArgs:
    """A sample would keep whole requests, headers included, in AWS WAF's own console."""
    return wafv2.WebAclRuleVisibilityConfigArgs(
        cloudwatch_metrics_enabled=True, metric_name=metric, sampled_requests_enabled=False
    )


def _flood(limit: int) -> wafv2.WebAclRuleArgs:
    return wafv2.WebAclRuleArgs(
        name="flood",
        priority=0,
        action=wafv2.WebAclRuleActionArgs(block=wafv2.WebAclRuleActionBlockArgs()),
        statement=wafv2.WebAclRuleStatementArgs(
            rate_based_statement=wafv2.WebAclRuleStatementRateBasedStatementArgs(
                aggregate_key_type="IP", limit=limit, evaluation_window_sec=WINDOW_SECONDS
            )
        ),
        visibility_config=_seen("flood"),
    )


def _managed(priority: int, group: str) -> wafv2.WebAclRuleArgs:
    counts = wafv2.WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideActionToUseArgs(
        count=wafv2.WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideActionToUseCountArgs()
    )
    return wafv2.WebAclRuleArgs(
        name=group,
        priority=priority,
        override_action=wafv2.WebAclRuleOverrideActionArgs(none=wafv2.WebAclRuleOverrideActionNoneArgs()),
        statement=wafv2.WebAclRuleStatementArgs(
            managed_rule_group_statement=wafv2.WebAclRuleStatementManagedRuleGroupStatementArgs(
                vendor_name="AWS",
                name=group,
                rule_action_overrides=[
                    wafv2.WebAclRuleStatementManagedRuleGroupStatementRuleActionOverrideArgs(
                        name=rule, action_to_use=counts
                    )
                    for rule in COUNTED[group]
                ],
            )
        ),
        visibility_config=_seen(group),
    )


def _only_what_a_rule_met() -> wafv2.WebAclLoggingConfigurationLoggingFilterArgs:
    """What passed without a rule is in the API's access log."""
    return wafv2.WebAclLoggingConfigurationLoggingFilterArgs(
        default_behavior="DROP",
        filters=[
            wafv2.WebAclLoggingConfigurationLoggingFilterFilterArgs(
                behavior="KEEP",
                requirement="MEETS_ANY",
                conditions=[
                    wafv2.WebAclLoggingConfigurationLoggingFilterFilterConditionArgs(
                        action_condition=wafv2.WebAclLoggingConfigurationLoggingFilterFilterConditionActionConditionArgs(
                            action=action
                        )
                    )
                    for action in ("BLOCK", "COUNT")
                ],
            )
        ],
    )
