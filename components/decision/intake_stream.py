"""IntakeStream: requests of a system in the order of their partition key.

Guarantees: encrypted with the key of its data class; as wide as what is put into it; kept a week, so that what was put
aside can still be read by its place; somebody hears when the oldest waits longer than the card says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from config.vocabulary import DataClass

HOURS = 168
"""How long a request is kept: a week, in which somebody has looked at what was put aside."""
RUNBOOK = "requests-wait"


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeStreamArgs:
    """What a stream needs to know."""

    stream: str
    """The physical name."""
    region: str
    key: pulumi.Input[str]
    """ARN of the key of its data class."""
    data_class: DataClass
    function: str
    """The physical name of the function that reads it: CloudWatch knows the age by that."""
    oldest_seconds: int
    """How long a request may wait before somebody hears of it."""
    waiting: str
    """What it means when one waits longer, for the alarm."""
    alarm_topic: pulumi.Input[str]
    tags: Mapping[str, str]
    """What everything of the system carries."""


def stream_arn(account: str, region: str, stream: str) -> str:
    """The ARN, known before the stream exists."""
    return f"arn:aws:kinesis:{region}:{account}:stream/{stream}"


class IntakeStream(pulumi.ComponentResource):
    """An encrypted stream with an alarm on its age."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: IntakeStreamArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:decision:IntakeStream", name, None, opts)
        stream = aws.kinesis.Stream(
            f"{name}-stream",
            name=args.stream,
            stream_mode_details=aws.kinesis.StreamStreamModeDetailsArgs(stream_mode="ON_DEMAND"),
            retention_period=HOURS,
            encryption_type="KMS",
            kms_key_id=args.key,
            # Readers of their own would keep a stream that nobody declares any more.
            enforce_consumer_deletion=True,
            region=args.region,
            tags={**args.tags, kit.DATA_CLASS_TAG: args.data_class.value},
            opts=kit.child(self),
        )
        aws.cloudwatch.MetricAlarm(
            f"{name}-oldest",
            alarm_description=kit.described(args.waiting, RUNBOOK),
            namespace="AWS/Lambda",
            metric_name="IteratorAge",
            dimensions={"FunctionName": args.function},
            statistic="Maximum",
            comparison_operator="GreaterThanThreshold",
            threshold=args.oldest_seconds * 1000,
            period=60,
            evaluation_periods=1,
            # A stream that nothing was read from has no age.
            treat_missing_data="notBreaching",
            alarm_actions=[args.alarm_topic],
            ok_actions=[args.alarm_topic],
            region=args.region,
            opts=kit.child(self),
        )
        self.arn = stream.arn
        self.register_outputs({"arn": self.arn})
