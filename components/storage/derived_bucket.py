"""DerivedBucket: a bucket of what can be made again from something that is locked.

Guarantees: encrypted with the key of its data class; reachable over TLS only, by this account; never public; every
version kept for a month after it was replaced; gone when the thing it derives from may be gone. Not locked and not
replicated: whoever writes into it (Firehose, AWS Config) can neither lock nor create conditionally, and either Region
makes its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.kit import Statement
from components.storage import bucket_policy
from components.storage.scope import Scope, Site
from config.vocabulary import DataClass

REPLACED_DAYS = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class DerivedBucketArgs:
    """What a derived bucket needs to know."""

    bucket: str
    """The physical name."""
    scope: Scope
    site: Site
    data_class: DataClass
    """Operations: it runs a service. What it derives from has the class that keeps evidence."""
    days: int
    """How long objects are kept: as long as what they derive from."""
    statements: tuple[Statement, ...] = ()
    """Who besides this account's roles may write: a service that delivers."""


class DerivedBucket(pulumi.ComponentResource):
    """A private, versioned, encrypted bucket whose objects expire."""

    bucket: pulumi.Output[str]
    """The name; waits until encryption, lifecycle and policy are in place."""

    def __init__(self, name: str, args: DerivedBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:DerivedBucket", name, None, opts)
        region = args.site.region
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=args.bucket,
            force_destroy=False,
            region=region,
            tags={kit.DATA_CLASS_TAG: args.data_class.value},
            opts=kit.child(self),
        )
        privacy = aws.s3.BucketPublicAccessBlock(
            f"{name}-public-access",
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            region=region,
            opts=kit.child(self),
        )
        ownership = aws.s3.BucketOwnershipControls(
            f"{name}-ownership",
            bucket=bucket.bucket,
            rule=aws.s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
            region=region,
            opts=kit.child(self, depends_on=[privacy]),
        )
        encryption = aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    apply_server_side_encryption_by_default=(
                        aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
                            sse_algorithm="aws:kms", kms_master_key_id=args.site.key_arn
                        )
                    ),
                    bucket_key_enabled=True,
                    blocked_encryption_types=["SSE-C"],
                )
            ],
            region=region,
            opts=kit.child(self),
        )
        lifecycle = self._lifecycle(name, args, bucket)
        arn = kit.bucket_arn(args.bucket)
        policy = aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.bucket,
            policy=kit.policy_document(
                *bucket_policy.guarded(arn, args.scope.account, args.scope.break_glass),
                bucket_policy.kms_only(arn),
                *args.statements,
            ),
            region=region,
            # S3 answers OperationAborted to a policy while another setting of the bucket changes.
            opts=kit.child(self, depends_on=[ownership, encryption, lifecycle]),
        )
        self.bucket = policy.bucket
        self.register_outputs({"bucket": self.bucket})

    def _lifecycle(self, name: str, args: DerivedBucketArgs, bucket: aws.s3.Bucket) -> pulumi.Resource:
        versioning = aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=bucket.bucket,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            region=args.site.region,
            opts=kit.child(self),
        )
        return aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=bucket.bucket,
            rules=[
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="derived",
                    status="Enabled",
                    filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                    expiration=aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=args.days),
                    noncurrent_version_expiration=(
                        aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                            noncurrent_days=REPLACED_DAYS
                        )
                    ),
                    abort_incomplete_multipart_upload=(
                        aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                            days_after_initiation=7
                        )
                    ),
                )
            ],
            region=args.site.region,
            # A rule on noncurrent versions means nothing before there are versions.
            opts=kit.child(self, depends_on=[versioning]),
        )
