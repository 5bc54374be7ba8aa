"""LogGroup: a log group of CloudWatch Logs that keeps what was promised.

Guarantees: encrypted with the key of its data class; kept at least as long as wanted, and not much longer.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.storage import plan
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
            tags={kit.DATA_CLASS_TAG: args.data_class.value},
            opts=kit.child(self),
        )
        self.group, self.arn = group.name, group.arn
        self.register_outputs({"arn": self.arn, "group": self.group, "retentionDays": self.retention_days})
