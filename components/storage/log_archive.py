"""LogArchive: where trails, flow logs, query logs and model invocations of both Regions end up.

Guarantees: those of a replicated bucket; only this family's trail and this account's log deliveries may write, and only
below this account's prefix; a Region writes to the bucket of its own Region.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from components import kit
from components.kit import Statement
from components.storage import delivery
from components.storage.plan import Retention
from components.storage.replicated_bucket import ReplicatedBucket, ReplicatedBucketArgs
from components.storage.scope import AlarmTopics, Scope, Site
from config.vocabulary import DataClass

STORE = "logs"


@dataclass(frozen=True, kw_only=True, slots=True)
class LogArchiveArgs:
    """What the archive needs to know."""

    scope: Scope
    retention: Retention
    primary: Site
    recovery: Site
    alarms: AlarmTopics


class LogArchive(pulumi.ComponentResource):
    """The archive of security logs, and its replica, to which the recovery environment delivers."""

    bucket: pulumi.Output[str]
    """The archive's name; waits until deliveries are admitted."""
    arn: pulumi.Output[str]
    replica_bucket: pulumi.Output[str]
    replica_arn: pulumi.Output[str]

    def __init__(self, name: str, args: LogArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:LogArchive", name, None, opts)
        family, account, home = args.scope.family, args.scope.account, args.primary.region

        def deliveries(arn: str, region: str) -> tuple[Statement, ...]:
            logs = (
                *delivery.logs_to_bucket(arn, account, region),
                *delivery.calls_to_bucket(arn, account, region),
            )
            if region != home:
                return logs
            return (*delivery.trail_to_bucket(arn, account, delivery.trail_arn(family, account, home)), *logs)

        store = ReplicatedBucket(
            name,
            ReplicatedBucketArgs(
                store=STORE,
                scope=args.scope,
                data_class=DataClass.SECURITY_LOGS,
                retention=args.retention,
                primary=args.primary,
                recovery=args.recovery,
                alarms=args.alarms,
                statements=deliveries,
            ),
            kit.child(self),
        )
        self.bucket, self.arn = store.bucket, store.arn
        self.replica_bucket, self.replica_arn = store.replica_bucket, store.replica_arn
        self.register_outputs(
            {
                "arn": self.arn,
                "bucket": self.bucket,
                "replicaArn": self.replica_arn,
                "replicaBucket": self.replica_bucket,
            }
        )
