"""EndpointAlarms: what takes a new version back, and wakes somebody when the one in force misses its promise.

Guarantees: an alarm when more requests fail than the card allows, and one when the slowest answers take longer than it
promises. They stand before the endpoint does, which watches them while it rolls out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pulumi
import pulumi_aws as aws

from components import kit

_QUERY = aws.cloudwatch.MetricAlarmMetricQueryArgs
_METRIC = aws.cloudwatch.MetricAlarmMetricQueryMetricArgs
_NAMESPACE = "AWS/SageMaker"
PERIOD = 60
BAD, OF = 3, 5
"""So many bad minutes of so many: one slow minute is the start of an instance, three are a version."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointAlarmsArgs:
    """What is watched, and who hears of it."""

    endpoint: str
    """The endpoint's name, known before it exists."""
    variant: str
    error: float
    """The share of requests that may fail."""
    latency: timedelta
    """How long callers wait for the model before they ask elsewhere."""
    alarm_topic: pulumi.Input[str]
    region: str


class EndpointAlarms(pulumi.ComponentResource):
    """The alarms of one endpoint."""

    names: tuple[pulumi.Output[str], ...]
    """Their physical names, once they exist."""

    def __init__(self, name: str, args: EndpointAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:EndpointAlarms", name, None, opts)
        self._args = args
        on_topic = [args.alarm_topic]
        errors = aws.cloudwatch.MetricAlarm(
            f"{name}-errors",
            name=f"{args.endpoint}-errors",
            alarm_description=kit.described(
                f"More than {args.error:.2%} of the requests to the model of {args.endpoint} fail.", "endpoint-errors"
            ),
            metric_queries=[
                self._sum("failed", "Invocation5XXErrors"),
                self._sum("asked", "Invocations"),
                _QUERY(
                    id="share",
                    # Without requests there is no share: a quiet minute is no failure.
                    expression="IF(asked > 0, FILL(failed, 0) / asked, 0)",
                    label="share of requests that failed",
                    return_data=True,
                ),
            ],
            comparison_operator="GreaterThanThreshold",
            threshold=args.error,
            evaluation_periods=OF,
            datapoints_to_alarm=BAD,
            treat_missing_data="notBreaching",
            alarm_actions=on_topic,
            ok_actions=on_topic,
            region=args.region,
            opts=kit.child(self),
        )
        slow = aws.cloudwatch.MetricAlarm(
            f"{name}-latency",
            name=f"{args.endpoint}-latency",
            alarm_description=kit.described(
                f"One answer in a hundred of the model of {args.endpoint} takes longer than its callers wait.",
                "endpoint-latency",
            ),
            namespace=_NAMESPACE,
            metric_name="ModelLatency",
            dimensions=self._dimensions(),
            extended_statistic="p99",
            period=PERIOD,
            comparison_operator="GreaterThanThreshold",
            # SageMaker counts in microseconds.
            threshold=args.latency / timedelta(microseconds=1),
            evaluation_periods=OF,
            datapoints_to_alarm=BAD,
            treat_missing_data="notBreaching",
            alarm_actions=on_topic,
            ok_actions=on_topic,
            region=args.region,
            opts=kit.child(self),
        )
        self.names = (errors.name, slow.name)
        self.register_outputs({"names": list(self.names)})

    def _dimensions(self) -> dict[str, str]:
        return {"EndpointName": self._args.endpoint, "VariantName": self._args.variant}

    def _sum(self, id_: str, metric: str) -> aws.cloudwatch.MetricAlarmMetricQueryArgs:
        return _QUERY(
            id=id_,
            metric=_METRIC(
                namespace=_NAMESPACE, metric_name=metric, dimensions=self._dimensions(), stat="Sum", period=PERIOD
            ),
        )
