"""RetainedBucket: a bucket whose object versions are kept for a time, whoever would like them gone.

Guarantees: every version locked for the retention; encrypted with the key of its data class; reachable over TLS only,
by this account and the AWS services it names; never public; nothing expires before its retention.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components import kit
from components.kit import Statement
from components.storage import bucket_policy, plan
from components.storage.plan import Retention
from components.storage.scope import Scope, Site
from config.vocabulary import DataClass


@dataclass(frozen=True, kw_only=True, slots=True)
class RetainedBucketArgs:
    """What a retained bucket needs to know."""

    bucket: str
    """The physical name."""
    scope: Scope
    site: Site
    data_class: DataClass
    retention: Retention
    statements: tuple[Statement, ...] = ()
    """The bucket policy's own statements, beside those every retained bucket has."""
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the bucket says of itself beside its data class."""


class RetainedBucket(pulumi.ComponentResource):
    """A locked, versioned, encrypted, private bucket."""

    bucket: pulumi.Output[str]
    """The name; waits until lock, encryption, lifecycle and policy are in place."""
    arn: pulumi.Output[str]
    """The ARN; waits for the same."""

    def __init__(self, name: str, args: RetainedBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:RetainedBucket", name, None, opts)
        self._region = args.site.region
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=args.bucket,
            object_lock_enabled=True,
            force_destroy=False,
            region=self._region,
            tags={kit.DATA_CLASS_TAG: args.data_class.value, **dict([kit.DISRUPT_BUCKET]), **args.tags},
            opts=kit.child(self),
        )
        privacy = self._keep_private(name, bucket)
        versioning = aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=bucket.bucket,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            region=self._region,
            opts=kit.child(self),
        )
        encryption = self._encrypt(name, bucket, args.site)
        lock = aws.s3.BucketObjectLockConfiguration(
            f"{name}-lock",
            bucket=bucket.bucket,
            rule=aws.s3.BucketObjectLockConfigurationRuleArgs(
                default_retention=aws.s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
                    mode=args.retention.mode.value, days=args.retention.days
                )
            ),
            region=self._region,
            opts=kit.child(self, depends_on=[versioning]),
        )
        lifecycle = self._age(name, bucket, plan.lifecycle(args.data_class, args.retention.days), versioning)
        arn = kit.bucket_arn(args.bucket)
        policy = aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.bucket,
            policy=kit.policy_document(
                *bucket_policy.guarded(arn, args.scope.account, args.scope.break_glass), *args.statements
            ),
            region=self._region,
            # S3 answers OperationAborted to a policy while another setting of the bucket changes; and whoever may write
            # because of the policy must find the lock and the key in place.
            opts=kit.child(self, depends_on=[*privacy, encryption, lock, lifecycle]),
        )
        self.bucket = policy.bucket
        self.arn = policy.bucket.apply(kit.bucket_arn)
        self.register_outputs({"arn": self.arn, "bucket": self.bucket})

    def _keep_private(self, name: str, bucket: aws.s3.Bucket) -> list[pulumi.Resource]:
        access = aws.s3.BucketPublicAccessBlock(
            f"{name}-public-access",
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            region=self._region,
            opts=kit.child(self),
        )
        ownership = aws.s3.BucketOwnershipControls(
            f"{name}-ownership",
            bucket=bucket.bucket,
            rule=aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
            region=self._region,
            opts=kit.child(self, depends_on=[access]),
        )
        return [access, ownership]

    def _encrypt(self, name: str, bucket: aws.s3.Bucket, site: Site) -> pulumi.Resource:
        return aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    apply_server_side_encryption_by_default=(
                        aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
                            sse_algorithm="aws:kms", kms_master_key_id=site.key_arn
                        )
                    ),
                    bucket_key_enabled=True,
                    # With a key only the writer has, a stolen role could make the records unreadable for everyone else.
                    blocked_encryption_types=["SSE-C"],
                )
            ],
            region=self._region,
            opts=kit.child(self),
        )

    def _age(
        self, name: str, bucket: aws.s3.Bucket, lifecycle: plan.Lifecycle, versioning: pulumi.Resource
    ) -> pulumi.Resource:
        expiration = (
            None
            if lifecycle.expire_after is None
            else aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=lifecycle.expire_after)
        )
        return aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="retention",
                    status="Enabled",
                    filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                    transitions=[
                        aws.s3.BucketLifecycleConfigurationRuleTransitionArgs(
                            days=step.after, storage_class=step.storage_class.value
                        )
                        for step in lifecycle.steps
                    ]
                    or None,
                    expiration=expiration,
                    noncurrent_version_expiration=(
                        aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                            noncurrent_days=lifecycle.expire_noncurrent_after
                        )
                    ),
                    abort_incomplete_multipart_upload=(
                        aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                            days_after_initiation=lifecycle.abort_uploads_after
                        )
                    ),
                )
            ],
            region=self._region,
            opts=kit.child(self, depends_on=[versioning]),
        )
