"""InterventionAlarm: somebody hears that a guardrail steps in more than ordinary use explains.

Guarantees: the share of requests in which the version in force intervened is watched in the guardrail's own Region; a
handful of requests raises nothing, and neither does silence.

An attack on the prompt shows here first, and so does a change of the content that blocks what people rightly ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components import kit

NAMESPACE: Final = "AWS/Bedrock/Guardrails"
"""https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-guardrails-cw-metrics.html"""
INTERVENED: Final = "InvocationsIntervened"
ASKED: Final = "Invocations"

PERIOD: Final = 900
"""Seconds; long enough for a share to mean something."""
LEAST: Final = 20
"""Requests in a period below which nothing is said: one of three is no attack."""
SHARE: Final = 0.2
"""What is more than ordinary: redacting an address counts as an intervention as well."""

RUNBOOK: Final = "guardrail-intervenes"


@dataclass(frozen=True, kw_only=True, slots=True)
class InterventionAlarmArgs:
    """Which guardrail is watched, and who hears of it."""

    alarm: str
    """The physical name."""
    system: str
    guardrail_arn: pulumi.Input[str]
    version: pulumi.Input[str]
    """The version in force: each has a series of its own."""
    topic_arn: pulumi.Input[str]
    """The alarm topic of the same Region."""
    tags: Mapping[str, str]


class InterventionAlarm(pulumi.ComponentResource):
    """An alarm on the share of requests in which a guardrail intervened."""

    alarm: pulumi.Output[str]
    """Its name."""

    def __init__(self, name: str, args: InterventionAlarmArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:guardrail:InterventionAlarm", name, None, opts)
        dimensions = {"GuardrailArn": args.guardrail_arn, "GuardrailVersion": args.version}

        def counted(id_: str, metric: str) -> aws.cloudwatch.MetricAlarmMetricQueryArgs:
            return aws.cloudwatch.MetricAlarmMetricQueryArgs(
                id=id_,
                metric=aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
                    namespace=NAMESPACE, metric_name=metric, dimensions=dimensions, stat="Sum", period=PERIOD
                ),
            )

        share = aws.cloudwatch.MetricAlarmMetricQueryArgs(
            id="share", expression=f"IF(asked >= {LEAST}, intervened / asked, 0)", label="share", return_data=True
        )
        alarm = aws.cloudwatch.MetricAlarm(
            f"{name}-alarm",
            name=args.alarm,
            alarm_description=kit.described(
                f"The guardrail of {args.system} intervened in more than {SHARE:.0%} of the requests of "
                f"{PERIOD // 60} minutes: an attack, or a content that blocks what people rightly ask.",
                RUNBOOK,
            ),
            metric_queries=[share, counted("intervened", INTERVENED), counted("asked", ASKED)],
            comparison_operator="GreaterThanThreshold",
            threshold=SHARE,
            evaluation_periods=1,
            treat_missing_data="notBreaching",
            alarm_actions=[args.topic_arn],
            ok_actions=[args.topic_arn],
            tags={**args.tags},
            opts=kit.child(self),
        )
        self.alarm = alarm.name
        self.register_outputs({"alarm": self.alarm})
