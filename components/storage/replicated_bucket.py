"""ReplicatedBucket: a retained bucket and its replica in the recovery Region.

Guarantees: what is written is in the second Region within fifteen minutes (S3 Replication Time Control), locked and
encrypted there with the key of that Region; a deletion in the primary is not carried over; somebody hears of a delay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components import kit
from components.kit import Statement
from components.storage import plan
from components.storage.key_policy import may_use_key
from components.storage.plan import Retention
from components.storage.replication_alarms import ReplicationAlarms, ReplicationAlarmsArgs
from components.storage.retained_bucket import RetainedBucket, RetainedBucketArgs
from components.storage.scope import AlarmTopics, Scope, Site
from config.vocabulary import DataClass

RULE_ID = "to-recovery"

Statements = Callable[[str, str], tuple[Statement, ...]]
"""A bucket's own policy statements, given its ARN and its Region."""


def no_statements(_arn: str, _region: str) -> tuple[Statement, ...]:
    """Nothing beside what every retained bucket has."""
    return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplicatedBucketArgs:
    """What a bucket and its replica need to know."""

    store: str
    """What the bucket holds, as its name says it."""
    scope: Scope
    data_class: DataClass
    retention: Retention
    primary: Site
    recovery: Site
    alarms: AlarmTopics
    statements: Statements = no_statements
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    """What both buckets say of themselves beside their data class."""

    def bucket(self, site: Site) -> str:
        """The name of the bucket on one side."""
        return kit.bucket_name(self.scope.family, self.store, self.scope.account, site.region)


def replication_policy(args: ReplicatedBucketArgs) -> str:
    """What the replication role may do: read versions with their locks here, write replicas there, never delete.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html and
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
    """
    source, destination = (kit.bucket_arn(args.bucket(site)) for site in (args.primary, args.recovery))
    family, account = args.scope.family, args.scope.account
    return kit.policy_document(
        kit.allow("ReadRules", ["s3:GetReplicationConfiguration", "s3:ListBucket"], [source]),
        kit.allow(
            "ReadVersions",
            [
                "s3:GetObjectLegalHold",
                "s3:GetObjectRetention",
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionTagging",
            ],
            [f"{source}/*"],
        ),
        kit.allow("WriteReplicas", ["s3:ReplicateObject", "s3:ReplicateTags"], [f"{destination}/*"]),
        may_use_key(
            "DecryptSource",
            ["kms:Decrypt"],
            family=family,
            account=account,
            data_class=args.data_class,
            regions=[args.primary.region],
            service="s3",
        ),
        may_use_key(
            "EncryptReplicas",
            ["kms:Encrypt", "kms:GenerateDataKey"],
            family=family,
            account=account,
            data_class=args.data_class,
            regions=[args.recovery.region],
            service="s3",
        ),
    )


class ReplicatedBucket(pulumi.ComponentResource):
    """A retained bucket, its replica, and the replication between them."""

    bucket: pulumi.Output[str]
    """The primary's name."""
    arn: pulumi.Output[str]
    replica_bucket: pulumi.Output[str]
    """The replica's name."""
    replica_arn: pulumi.Output[str]

    def __init__(self, name: str, args: ReplicatedBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:ReplicatedBucket", name, None, opts)
        primary = self._side(f"{name}-primary", args, args.primary)
        replica = self._side(f"{name}-replica", args, args.recovery)
        role = aws.iam.Role(
            f"{name}-replication-role",
            name=kit.role_name(args.scope.family, f"{args.store}-replication"),
            description=f"S3 replicates {args.store} to {args.recovery.region}",
            assume_role_policy=kit.trust("s3.amazonaws.com", args.scope.account),
            permissions_boundary=args.scope.boundary,
            opts=kit.child(self),
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-replication-policy", role=role.name, policy=replication_policy(args), opts=kit.child(self)
        )
        aws.s3.BucketReplicationConfig(
            f"{name}-replication",
            bucket=primary.bucket,
            role=role.arn,
            rules=[_rule(replica.arn, args.recovery.key_arn)],
            region=args.primary.region,
            # S3 refuses a rule while a bucket has no versioning; without permissions every object fails by itself.
            opts=kit.child(self, depends_on=[permissions, primary, replica]),
        )
        ReplicationAlarms(
            f"{name}-replication-alarms",
            ReplicationAlarmsArgs(
                source=args.bucket(args.primary),
                destination=args.bucket(args.recovery),
                rule_id=RULE_ID,
                region=args.primary.region,
                recovery_region=args.recovery.region,
                topics=args.alarms,
            ),
            kit.child(self),
        )
        self.bucket, self.arn = primary.bucket, primary.arn
        self.replica_bucket, self.replica_arn = replica.bucket, replica.arn
        self.register_outputs(
            {
                "arn": self.arn,
                "bucket": self.bucket,
                "replicaArn": self.replica_arn,
                "replicaBucket": self.replica_bucket,
            }
        )

    def _side(self, name: str, args: ReplicatedBucketArgs, site: Site) -> RetainedBucket:
        bucket = args.bucket(site)
        return RetainedBucket(
            name,
            RetainedBucketArgs(
                bucket=bucket,
                scope=args.scope,
                site=site,
                data_class=args.data_class,
                retention=args.retention,
                statements=args.statements(kit.bucket_arn(bucket), site.region),
                tags=args.tags,
            ),
            kit.child(self),
        )


def _rule(destination: pulumi.Input[str], key: pulumi.Input[str]) -> aws.s3.BucketReplicationConfigRuleArgs:
    return aws.s3.BucketReplicationConfigRuleArgs(
        id=RULE_ID,
        status="Enabled",
        priority=1,
        filter=aws.s3.BucketReplicationConfigRuleFilterArgs(prefix=""),
        delete_marker_replication=aws.s3.BucketReplicationConfigRuleDeleteMarkerReplicationArgs(status="Disabled"),
        source_selection_criteria=aws.s3.BucketReplicationConfigRuleSourceSelectionCriteriaArgs(
            sse_kms_encrypted_objects=(
                aws.s3.BucketReplicationConfigRuleSourceSelectionCriteriaSseKmsEncryptedObjectsArgs(status="Enabled")
            )
        ),
        destination=aws.s3.BucketReplicationConfigRuleDestinationArgs(
            bucket=destination,
            encryption_configuration=aws.s3.BucketReplicationConfigRuleDestinationEncryptionConfigurationArgs(
                replica_kms_key_id=key
            ),
            replication_time=aws.s3.BucketReplicationConfigRuleDestinationReplicationTimeArgs(
                status="Enabled",
                time=aws.s3.BucketReplicationConfigRuleDestinationReplicationTimeTimeArgs(
                    minutes=plan.REPLICATION_MINUTES
                ),
            ),
            metrics=aws.s3.BucketReplicationConfigRuleDestinationMetricsArgs(
                status="Enabled",
                event_threshold=aws.s3.BucketReplicationConfigRuleDestinationMetricsEventThresholdArgs(
                    minutes=plan.REPLICATION_MINUTES
                ),
            ),
        ),
    )
