"""DecisionStore: the records of automated decisions.

Guarantees: those of a replicated bucket; a record is written once under its key and never again; whoever writes can
neither delete nor shorten a lock; the policy to write works in both Regions, because decisions go on being made after a
failover.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.kit import Statement
from components.storage import bucket_policy
from components.storage.key_policy import may_use_key
from components.storage.plan import Retention
from components.storage.replicated_bucket import ReplicatedBucket, ReplicatedBucketArgs
from components.storage.scope import AlarmTopics, Scope, Site
from config.vocabulary import DataClass

STORE = "decisions"
CAPTURES = "captures"
"""The prefix below which SageMaker writes what a model was asked and answered, hour by hour."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionStoreArgs:
    """What the decision store needs to know."""

    scope: Scope
    retention: Retention
    primary: Site
    recovery: Site
    alarms: AlarmTopics

    def bucket_arn(self, site: Site) -> str:
        """The ARN of the bucket on one side."""
        return kit.bucket_arn(kit.bucket_name(self.scope.family, STORE, self.scope.account, site.region))


def writer_policy(args: DecisionStoreArgs) -> str:
    """Append records on either side; reading, deleting and changing retention are other people's work."""
    arns = [args.bucket_arn(site) for site in (args.primary, args.recovery)]
    return kit.policy_document(
        kit.allow("AppendRecords", ["s3:AbortMultipartUpload", "s3:PutObject"], [f"{arn}/*" for arn in arns]),
        may_use_key(
            "EncryptRecords",
            # The parts of a multipart upload are decrypted when they are put together.
            ["kms:Decrypt", "kms:GenerateDataKey"],
            family=args.scope.family,
            account=args.scope.account,
            data_class=DataClass.DECISIONS,
            regions=[args.primary.region, args.recovery.region],
            service="s3",
        ),
    )


def capture_prefix(system: str) -> str:
    """How the keys of a system's captures begin."""
    return f"{CAPTURES}/system={system}/"


def captures(*, family: str, account: str, region: str, system: str) -> tuple[Statement, ...]:
    """Add to the captures of one system in one Region."""
    arn = kit.bucket_arn(kit.bucket_name(family, STORE, account, region))
    return (
        kit.allow("AddCaptures", ["s3:PutObject"], [f"{arn}/{capture_prefix(system)}*"]),
        may_use_key(
            "EncryptCaptures",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            family=family,
            account=account,
            data_class=DataClass.DECISIONS,
            regions=[region],
            service="s3",
        ),
    )


class DecisionStore(pulumi.ComponentResource):
    """The bucket of decision records, its replica, and the policy of who appends."""

    bucket: pulumi.Output[str]
    arn: pulumi.Output[str]
    replica_bucket: pulumi.Output[str]
    replica_arn: pulumi.Output[str]
    writer_policy_arn: pulumi.Output[str]
    """What a system's role attaches in order to record its decisions."""

    def __init__(self, name: str, args: DecisionStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:DecisionStore", name, None, opts)

        def statements(arn: str, _region: str) -> tuple[Statement, ...]:
            return (bucket_policy.create_only(arn, except_below=(CAPTURES,)), bucket_policy.kms_only(arn))

        store = ReplicatedBucket(
            name,
            ReplicatedBucketArgs(
                store=STORE,
                scope=args.scope,
                data_class=DataClass.DECISIONS,
                retention=args.retention,
                primary=args.primary,
                recovery=args.recovery,
                alarms=args.alarms,
                statements=statements,
            ),
            kit.child(self),
        )
        writer = aws.iam.Policy(
            f"{name}-writer-policy",
            name=kit.resource_name(args.scope.family, "decision-writer"),
            description="Append decision records",
            policy=writer_policy(args),
            opts=kit.child(self),
        )
        self.bucket, self.arn = store.bucket, store.arn
        self.replica_bucket, self.replica_arn = store.replica_bucket, store.replica_arn
        self.writer_policy_arn = writer.arn
        self.register_outputs(
            {
                "arn": self.arn,
                "bucket": self.bucket,
                "replicaArn": self.replica_arn,
                "replicaBucket": self.replica_bucket,
                "writerPolicyArn": self.writer_policy_arn,
            }
        )
