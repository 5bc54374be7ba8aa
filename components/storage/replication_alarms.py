"""ReplicationAlarms: somebody hears of it when a bucket's replica falls behind.

Guarantees: an alarm when the replica is further behind than the promise, when more is waiting than can be carried in
that time, and when an operation failed for good.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.storage import plan
from components.storage.scope import AlarmTopics

_MISSING = "missing"
_NOT_BREACHING = "notBreaching"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplicationAlarmsArgs:
    """Which replication rule is watched, and who hears of it."""

    source: str
    """Name of the bucket that is replicated."""
    destination: str
    """Name of the replica."""
    rule_id: str
    region: str
    recovery_region: str
    topics: AlarmTopics


class ReplicationAlarms(pulumi.ComponentResource):
    """The alarms of one replication rule.

    S3 publishes what is pending and late in the Region of the replica, and what failed in the Region of the source; an
    alarm in the other Region would watch a metric that does not exist
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html).
    """

    def __init__(self, name: str, args: ReplicationAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:ReplicationAlarms", name, None, opts)
        self._args = args
        late = plan.REPLICATION_MINUTES * 60
        self._alarm(
            f"{name}-late",
            metric="ReplicationLatency",
            description=f"{args.destination} is more than {plan.REPLICATION_MINUTES} minutes behind {args.source}",
            runbook="replication-late",
            threshold=late,
            region=args.recovery_region,
            topic=args.topics.recovery,
            missing=_MISSING,
        )
        self._alarm(
            f"{name}-backlog",
            metric="BytesPendingReplication",
            description=f"more waits for {args.destination} than {plan.REPLICATION_MINUTES} minutes can carry",
            runbook="replication-backlog",
            threshold=plan.replication_backlog(plan.REPLICATION_MINUTES),
            region=args.recovery_region,
            topic=args.topics.recovery,
            missing=_MISSING,
        )
        self._alarm(
            f"{name}-failed",
            metric="OperationsFailedReplication",
            description=f"an operation on {args.source} was not replicated and will not be retried",
            runbook="replication-failed",
            threshold=0,
            region=args.region,
            topic=args.topics.primary,
            missing=_NOT_BREACHING,
        )
        self.register_outputs({})

    def _alarm(
        self,
        name: str,
        *,
        metric: str,
        description: str,
        runbook: str,
        threshold: float,
        region: str,
        topic: pulumi.Input[str],
        missing: str,
    ) -> None:
        aws.cloudwatch.MetricAlarm(
            name,
            alarm_description=kit.described(description, runbook),
            namespace="AWS/S3",
            metric_name=metric,
            dimensions={
                "SourceBucket": self._args.source,
                "DestinationBucket": self._args.destination,
                "RuleId": self._args.rule_id,
            },
            statistic="Maximum",
            comparison_operator="GreaterThanThreshold",
            threshold=threshold,
            period=60,
            evaluation_periods=5,
            datapoints_to_alarm=1 if threshold == 0 else 5,
            treat_missing_data=missing,
            alarm_actions=[topic],
            ok_actions=[topic],
            region=region,
            opts=kit.child(self),
        )
