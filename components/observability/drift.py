"""DriftAlarm: somebody hears that a system's own model is not as sure as it usually is.

Guarantees: an alarm when the mean confidence of the own model leaves, up or down, the band that CloudWatch has learned
from two weeks of it; told to the alarm topic, with the runbook. The confidence is what decides who decides (ADR 0030),
every model of ours measures one, and it moves when the requests change, when the world does, and when the model does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components import kit
from components.observability.metrics import CONFIDENCE, decisions
from components.observability.objective import alarm_name
from config.vocabulary import RegionName

RUNBOOK: Final = "model-drift"
HOUR: Final = 3600
WIDTH: Final = 3
"""How many standard deviations wide the band is on either side: two would be left once a day by chance."""
DRIFTED, OF = 4, 6
"""So many hours of so many: a single odd hour is a campaign or a holiday, most of a working day is not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DriftAlarmArgs:
    """Of which system, and who hears of it."""

    environment: str
    system: str
    region: RegionName
    topic_arn: pulumi.Input[str]
    """The alarm topic of the Region."""
    tags: Mapping[str, str]


class DriftAlarm(pulumi.ComponentResource):
    """The alarm on one model's confidence."""

    alarm: pulumi.Output[str]
    """Its name."""

    def __init__(self, name: str, args: DriftAlarmArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:observability:DriftAlarm", name, None, opts)
        metric, query = decisions(args.system, CONFIDENCE), aws.cloudwatch.MetricAlarmMetricQueryArgs
        alarm = aws.cloudwatch.MetricAlarm(
            f"{name}-drift",
            name=alarm_name(args.environment, args.system, "drift"),
            alarm_description=kit.described(
                f"The own model of {args.system} is more or less sure than it usually is, {DRIFTED} hours of {OF}.",
                RUNBOOK,
            ),
            metric_queries=[
                query(
                    id="sure",
                    return_data=True,
                    metric=aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
                        namespace=metric.namespace,
                        metric_name=metric.name,
                        dimensions=dict(metric.dimensions),
                        stat="Average",
                        period=HOUR,
                    ),
                ),
                query(
                    id="usual",
                    expression=f"ANOMALY_DETECTION_BAND(sure, {WIDTH})",
                    label="as sure as usual",
                    return_data=True,
                ),
            ],
            threshold_metric_id="usual",
            comparison_operator="LessThanLowerOrGreaterThanUpperThreshold",
            evaluation_periods=OF,
            datapoints_to_alarm=DRIFTED,
            # Nobody asked: nothing was said.
            treat_missing_data="notBreaching",
            alarm_actions=[args.topic_arn],
            ok_actions=[args.topic_arn],
            tags={**args.tags},
            region=args.region,
            opts=kit.child(self),
        )
        self.alarm = alarm.name
        self.register_outputs({"alarm": self.alarm})
