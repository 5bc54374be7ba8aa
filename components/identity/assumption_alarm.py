"""An alarm when somebody assumes, or tries to assume, a role that nobody assumes in an ordinary week.

It stands in the Region of the trail's log group and tells a topic of the same Region: CloudWatch sends an alarm to no
topic of another.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from components import kit
from config.vocabulary import EnvironmentName, RegionName

PERIOD = 60
"""Seconds; CloudTrail itself delivers to a log group within about five minutes of the call."""

NAMESPACE = "LandingZone/Identity"

RUNBOOK = "break-glass-used"


@dataclass(frozen=True, kw_only=True, slots=True)
class AssumptionAlarmArgs:
    """Which role is watched, and where its use shows."""

    environment: EnvironmentName
    """The environment the role opens."""

    role_arn: str
    """The role, by an ARN that is known at preview."""

    trail_log_group: pulumi.Input[str]
    """Name of the log group the multi-Region trail writes to."""

    region: RegionName
    """The Region of that log group."""

    topic_arn: pulumi.Input[str]
    """The alarm topic in the same Region."""


class AssumptionAlarm(pulumi.ComponentResource):
    """A metric filter on the trail, and an alarm on its first match."""

    alarm_arn: pulumi.Output[str]
    """The alarm's ARN."""

    def __init__(self, name: str, args: AssumptionAlarmArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:identity:AssumptionAlarm", name, None, opts)
        metric = f"{args.environment}-{args.role_arn.rsplit('/', maxsplit=1)[-1]}-assumed"
        seen = cloudwatch.LogMetricFilter(
            f"{name}-seen",
            log_group_name=args.trail_log_group,
            pattern=pattern(args.role_arn),
            metric_transformation={"name": metric, "namespace": NAMESPACE, "value": "1", "default_value": "0"},
            region=args.region,
            opts=kit.child(self),
        )
        alarm = cloudwatch.MetricAlarm(
            f"{name}-used",
            alarm_description=kit.described(
                f"{args.role_arn} was assumed, or somebody tried: find out who and why.", RUNBOOK
            ),
            namespace=NAMESPACE,
            metric_name=seen.metric_transformation.apply(lambda made: made.name),
            statistic="Sum",
            period=PERIOD,
            evaluation_periods=1,
            threshold=1,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[args.topic_arn],
            region=args.region,
            opts=kit.child(self),
        )

        self.alarm_arn = alarm.arn
        self.register_outputs({"alarm_arn": self.alarm_arn})


def pattern(role_arn: str) -> str:
    """A CloudWatch Logs filter pattern that matches an attempt to assume the role, by any door of STS."""
    return f'{{ ($.eventSource = "sts.amazonaws.com") && ($.requestParameters.roleArn = "{role_arn}") }}'
