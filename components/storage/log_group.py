"""LogGroup: a log group of CloudWatch Logs that keeps what was promised.

Guarantees: encrypted with the key of its data class; kept at least as long as wanted, and not much longer. What an AI
system writes down is masked where it is personal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components import kit
from components.storage import masking, plan
from config.vocabulary import DataClass


@dataclass(frozen=True, kw_only=True, slots=True)
class LogGroupArgs:
    """What a log group needs to know."""

    group: str
    """The physical name, as kit.log_group_name makes it: the key's policy admits no other."""
    region: str
    data_class: DataClass
    days: int
    """How long events are wanted; CloudWatch Logs keeps them for its next longer retention."""
    key_arn: pulumi.Input[str]
    masked: bool = False
    """Whether personal data is shown to those only who may unmask it."""
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    """Whose it is, beside the data class."""


class LogGroup(pulumi.ComponentResource):
    """An encrypted log group with a retention."""

    group: pulumi.Output[str]
    """The name."""
    arn: pulumi.Output[str]
    retention_days: int
    """What CloudWatch Logs was asked to keep; plan.NEVER_EXPIRE when it has no retention long enough."""

    def __init__(self, name: str, args: LogGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:LogGroup", name, None, opts)
        self.retention_days = plan.log_retention(args.days)
        group = aws.cloudwatch.LogGroup(
            f"{name}-group",
            name=args.group,
            retention_in_days=self.retention_days,
            kms_key_id=args.key_arn,
            region=args.region,
            tags={**args.tags, kit.DATA_CLASS_TAG: args.data_class.value},
            opts=kit.child(self),
        )
        if args.masked:
            aws.cloudwatch.LogDataProtectionPolicy(
                f"{name}-masking",
                log_group_name=group.name,
                policy_document=masking.document(),
                region=args.region,
                opts=kit.child(self),
            )
        self.group, self.arn = group.name, group.arn
        self.register_outputs({"arn": self.arn, "group": self.group, "retentionDays": self.retention_days})
