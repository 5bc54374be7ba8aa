"""SystemAlarms: somebody hears of a decision without a record, and of an hour without a seal.

Guarantees: an alarm when more decisions were answered than recorded, when the store refuses, when the table misses
rows, when no manifest was signed, and while the system is stopped. The metrics are those of the functions (namespace
LZ/Decisions).
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit

NAMESPACE = "LZ/Decisions"
PERIOD = 300
_QUERY = aws.cloudwatch.MetricAlarmMetricQueryArgs
_METRIC = aws.cloudwatch.MetricAlarmMetricQueryMetricArgs


@dataclass(frozen=True, kw_only=True, slots=True)
class SystemAlarmsArgs:
    """Whose alarms they are."""

    system: str
    region: str
    alarm_topic: pulumi.Input[str]


class SystemAlarms(pulumi.ComponentResource):
    """The alarms of one system's records."""

    def __init__(self, name: str, args: SystemAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:decision:SystemAlarms", name, None, opts)
        self._args = args
        aws.cloudwatch.MetricAlarm(
            f"{name}-missing",
            alarm_description=kit.described(
                f"{args.system} answered more decisions than the store holds records of.", "decisions-missing"
            ),
            metric_queries=[
                self._sum("served", "Served"),
                self._sum("recorded", "Recorded"),
                self._sum("spooled", "Spooled"),
                self._sum("drained", "Drained"),
                # Each is dated by its record, so a period's sums must agree; what waits in the spool is not missing.
                _QUERY(
                    id="missing",
                    expression="FILL(served, 0) - FILL(recorded, 0) - FILL(spooled, 0) + FILL(drained, 0)",
                    label="answered, and neither recorded nor spooled",
                    return_data=True,
                ),
            ],
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            evaluation_periods=3,
            datapoints_to_alarm=1,
            # A system that nobody asks has nothing missing.
            treat_missing_data="notBreaching",
            alarm_actions=[args.alarm_topic],
            ok_actions=[args.alarm_topic],
            region=args.region,
            opts=kit.child(self),
        )
        self._count(
            f"{name}-store",
            metric="StoreFault",
            meaning=f"The decision store refused a record of {args.system}, or did not answer.",
            runbook="decision-store-refuses",
        )
        self._count(
            f"{name}-stream",
            metric="StreamFault",
            meaning=f"The table will miss records of {args.system} that the store has.",
            runbook="decision-table-behind",
        )
        self._count(
            f"{name}-stopped",
            metric="Stopped",
            meaning=f"{args.system} is stopped: no model is asked, and people decide what comes in.",
            runbook="system-stopped",
        )
        aws.cloudwatch.MetricAlarm(
            f"{name}-unsealed",
            alarm_description=kit.described(
                f"No manifest over the records of {args.system} was signed for two hours.", "hour-not-sealed"
            ),
            namespace=NAMESPACE,
            metric_name="Sealed",
            dimensions={"system": args.system},
            statistic="SampleCount",
            comparison_operator="LessThanThreshold",
            threshold=1,
            period=3600,
            evaluation_periods=2,
            # An hour without records is sealed too: no word is no seal.
            treat_missing_data="breaching",
            alarm_actions=[args.alarm_topic],
            ok_actions=[args.alarm_topic],
            region=args.region,
            opts=kit.child(self),
        )
        self.register_outputs({})

    def _sum(self, id_: str, metric: str) -> aws.cloudwatch.MetricAlarmMetricQueryArgs:
        return _QUERY(
            id=id_,
            metric=_METRIC(
                namespace=NAMESPACE,
                metric_name=metric,
                dimensions={"system": self._args.system},
                stat="Sum",
                period=PERIOD,
            ),
        )

    def _count(self, name: str, *, metric: str, meaning: str, runbook: str) -> None:
        aws.cloudwatch.MetricAlarm(
            name,
            alarm_description=kit.described(meaning, runbook),
            namespace=NAMESPACE,
            metric_name=metric,
            dimensions={"system": self._args.system},
            statistic="Sum",
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            period=PERIOD,
            evaluation_periods=1,
            # The functions send what happened; nothing is good news.
            treat_missing_data="notBreaching",
            alarm_actions=[self._args.alarm_topic],
            ok_actions=[self._args.alarm_topic],
            region=self._args.region,
            opts=kit.child(self),
        )
