"""AccountWatch: somebody hears when an account's guards are changed, or somebody may be in who should not be.

Guarantees: each event of CIS AWS Foundations Benchmark 5.0, section 4, in whatever Region the trail sees it, is counted
and told to the alarm topic with the runbook.

It stands in the Region of the trail's log group and tells a topic of the same Region: CloudWatch sends an alarm to no
topic of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_aws import cloudwatch

from components import kit
from components.detection.account_events import EVENTS, AccountEvent
from config.vocabulary import EnvironmentName, RegionName

NAMESPACE: Final = "LandingZone/Account"

PERIOD: Final = 300
"""Seconds; CloudTrail itself delivers to a log group within about five minutes of the call."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountWatchArgs:
    """Where the account's events show, and who is told."""

    environment: EnvironmentName
    trail_log_group: pulumi.Input[str]
    """Name of the log group that the multi-Region trail writes to."""
    region: RegionName
    """The Region of that log group."""
    topic_arn: pulumi.Input[str]
    """The alarm topic of the same Region."""


class AccountWatch(pulumi.ComponentResource):
    """A metric filter and an alarm for each event."""

    alarms: tuple[pulumi.Output[str], ...]
    """Their ARNs, in the order of the benchmark."""

    def __init__(self, name: str, args: AccountWatchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:detection:AccountWatch", name, None, opts)
        self.alarms = tuple(self._watch(f"{name}-{event.name}", event, args) for event in EVENTS)
        self.register_outputs({"alarms": list(self.alarms)})

    def _watch(self, name: str, event: AccountEvent, args: AccountWatchArgs) -> pulumi.Output[str]:
        # No default value: a metric is paid for the hours in which something was counted, and most of these are silent.
        seen = cloudwatch.LogMetricFilter(
            f"{name}-seen",
            log_group_name=args.trail_log_group,
            pattern=event.pattern,
            metric_transformation={
                "name": f"{args.environment}-{event.name}",
                "namespace": NAMESPACE,
                "value": "1",
            },
            region=args.region,
            opts=kit.child(self),
        )
        return cloudwatch.MetricAlarm(
            f"{name}-happened",
            alarm_description=kit.described(
                f"{event.meaning} (CIS AWS Foundations Benchmark {event.cis})", event.runbook
            ),
            namespace=NAMESPACE,
            metric_name=seen.metric_transformation.apply(lambda made: made.name),
            statistic="Sum",
            period=PERIOD,
            evaluation_periods=1,
            threshold=event.least,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[args.topic_arn],
            region=args.region,
            opts=kit.child(self),
        ).arn
