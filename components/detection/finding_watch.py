"""FindingWatch: somebody hears of what GuardDuty finds.

Guarantees: a finding of medium severity or higher, in this account and Region, is told to the alarm topic with the
runbook, whoever runs the detector.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_aws import cloudwatch

from components import kit
from config.vocabulary import EnvironmentName, RegionName

RUNBOOK: Final = "threat-found"

LEAST: Final = 4
"""The severity from which a finding is told: medium begins at 4, high at 7, critical at 9.
https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html"""


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingWatchArgs:
    """Where findings are watched, and who is told."""

    environment: EnvironmentName
    region: RegionName
    topic_arn: pulumi.Input[str]
    """The alarm topic of the same Region."""


def pattern() -> str:
    """The events that are told, JSON."""
    return kit.document(
        {
            "source": ["aws.guardduty"],
            "detail-type": ["GuardDuty Finding"],
            "detail": {"severity": [{"numeric": [">=", LEAST]}]},
        }
    )


class FindingWatch(pulumi.ComponentResource):
    """A rule of EventBridge that tells the topic."""

    rule: pulumi.Output[str]
    """Its name."""

    def __init__(self, name: str, args: FindingWatchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:detection:FindingWatch", name, None, opts)
        rule = cloudwatch.EventRule(
            f"{name}-rule",
            name=kit.resource_name(args.environment, "threat-found"),
            description=f"GuardDuty found something: docs/runbooks/{RUNBOOK}.md",
            event_pattern=pattern(),
            region=args.region,
            opts=kit.child(self),
        )
        told = kit.described("GuardDuty, severity <severity> in <region>: <what>\n<id>", RUNBOOK)
        cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            target_id="owner",
            arn=args.topic_arn,
            input_transformer=cloudwatch.EventTargetInputTransformerArgs(
                input_paths={
                    "id": "$.detail.id",
                    "region": "$.region",
                    "severity": "$.detail.severity",
                    "what": "$.detail.title",
                },
                # A template is JSON: a text stands in quotes, and its line breaks are escaped.
                input_template=json.dumps(told),
            ),
            region=args.region,
            opts=kit.child(self),
        )
        self.rule = rule.name
        self.register_outputs({"rule": self.rule})
