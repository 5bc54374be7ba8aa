"""BackupWatch: somebody hears of a backup that was not made, not copied, or could not be restored.

Guarantees: every job of AWS Backup in the Region that ends otherwise than well is told to the alarm topic, with the
runbook; also one that nobody here planned.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from components import kit
from config.vocabulary import EnvironmentName, RegionName

RUNBOOK = "backup-failed"

KINDS = ("Backup Job State Change", "Copy Job State Change", "Restore Job State Change")
"""What ends, by detail-type.
https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html, read 2026-11-26"""

ENDED_BADLY = ("ABORTED", "EXPIRED", "FAILED", "PARTIAL")
"""EXPIRED is a job that did not begin within its window: nothing was backed up, and nothing failed either."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupWatchArgs:
    """Where jobs are watched."""

    family: EnvironmentName
    region: RegionName
    topic_arn: pulumi.Input[str]
    """The alarm topic of the same Region."""


def pattern() -> str:
    """The events that are told, JSON."""
    return kit.document({"source": ["aws.backup"], "detail-type": list(KINDS), "detail": {"state": list(ENDED_BADLY)}})


class BackupWatch(pulumi.ComponentResource):
    """A rule of EventBridge that tells the topic."""

    rule: pulumi.Output[str]
    """Its name."""

    def __init__(self, name: str, args: BackupWatchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:BackupWatch", name, None, opts)
        rule = cloudwatch.EventRule(
            f"{name}-rule",
            name=kit.resource_name(args.family, "backup-failed"),
            description=f"A job of AWS Backup did not end well: docs/runbooks/{RUNBOOK}.md",
            event_pattern=pattern(),
            region=args.region,
            opts=kit.child(self),
        )
        told = kit.described("<what> <state> of <resource> in <region>: <why>", RUNBOOK)
        cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            target_id="owner",
            arn=args.topic_arn,
            input_transformer=cloudwatch.EventTargetInputTransformerArgs(
                input_paths={
                    "region": "$.region",
                    "resource": "$.detail.resourceArn",
                    "state": "$.detail.state",
                    "what": "$.detail-type",
                    "why": "$.detail.statusMessage",
                },
                # A template is JSON: a text stands in quotes, and its line breaks are escaped.
                input_template=json.dumps(told),
            ),
            region=args.region,
            opts=kit.child(self),
        )
        self.rule = rule.name
        self.register_outputs({"rule": self.rule})
