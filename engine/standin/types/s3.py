"""Buckets. A bucket and each side of its configuration are types of their own."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Tagging

_GONE = ("NoSuchBucket", "404", "NotFound")
_BUCKET = {"Bucket": "bucket"}
_OWNER = ("expectedBucketOwner",)
_INLINE = (
    "accelerationStatus",
    "corsRules",
    "grants",
    "lifecycleRules",
    "logging",
    "objectLockConfiguration",
    "policy",
    "replicationConfiguration",
    "requestPayer",
    "serverSideEncryptionConfiguration",
    "versioning",
    "website",
)


def _create(params: Params, props: Props, scope: Scope) -> Params:
    del props
    # us-east-1 is the one Region that S3 refuses as a location constraint.
    if scope.region == "us-east-1":
        return params
    return {**params, "CreateBucketConfiguration": {"LocationConstraint": scope.region}}


def _empty(ask: Ask, change: Change) -> None:
    """With forceDestroy, delete every version; a version under Object Lock still refuses."""
    if change.old.get("forceDestroy") is not True:
        return
    held = ask("ListObjectVersions", Bucket=change.id)
    found: list[Any] = [*held.get("Versions", []), *held.get("DeleteMarkers", [])]
    for version in found:
        ask("DeleteObject", Bucket=change.id, Key=version["Key"], VersionId=version["VersionId"])


BUCKET = Row(
    type="aws:s3/bucket:Bucket",
    service="s3",
    create=Call(
        operation="CreateBucket",
        carries=None,
        rename={"objectLockEnabled": "ObjectLockEnabledForBucket"},
        hook=_create,
    ),
    id_format="{bucket}",
    read=Call(operation="HeadBucket", takes={"Bucket": "$id"}),
    entity="@",
    absent=_GONE,
    delete=(_empty, Call(operation="DeleteBucket", takes={"Bucket": "$id"})),
    built={
        "arn": "arn:aws:s3:::{bucket}",
        "bucketDomainName": "{bucket}.s3.amazonaws.com",
        "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com",
        "bucketRegion": "{region}",
    },
    replace=("bucket", "bucketPrefix", "objectLockEnabled", "bucketNamespace"),
    name="bucket",
    name_limit=63,
    kept=dict.fromkeys(_INLINE, "declare it as its own resource: the inline form is deprecated"),
    provider_only=("forceDestroy",),
    tagging=Tagging(
        put="PutBucketTagging",
        drop="DeleteBucketTagging",
        target="Bucket",
        listed="GetBucketTagging",
        path="TagSet",
        whole=True,
    ),
    listing=(Call(operation="ListBuckets"), "Buckets[].Name"),
)


def _side(
    kind: str,
    *,
    put: str,
    get: str,
    entity: str,
    delete: tuple[Call, ...],
    absent: tuple[str, ...] = (),
    observed: dict[str, str],
    owner: tuple[str, ...] = (),
    provider_only: tuple[str, ...] = (),
    **call: Any,
) -> Row:
    """One side of a bucket's configuration: put whole, read, taken away; its id is the bucket's name."""
    title = kind[:1].upper() + kind[1:]
    return Row(
        type=f"aws:s3/{kind}:{title}",
        service="s3",
        create=Call(operation=put, carries=None, **call),
        put=True,
        id_format="{bucket}",
        read=Call(operation=get, takes={"Bucket": "$id"}),
        entity=entity,
        absent=(*_GONE, *absent),
        delete=delete,
        observed={"bucket": "'$id'", **observed},
        replace=("bucket", *owner),
        provider_only=provider_only,
    )


def _delete(operation: str) -> tuple[Call, ...]:
    return (Call(operation=operation, takes=_BUCKET),)


VERSIONING = _side(
    "bucketVersioning",
    owner=_OWNER,
    put="PutBucketVersioning",
    get="GetBucketVersioning",
    entity="Status && @",
    delete=(
        Call(
            operation="PutBucketVersioning",
            takes=_BUCKET,
            fixed={"VersioningConfiguration": {"Status": "Suspended"}},
            # With Object Lock on, versioning cannot be suspended; Pulumi's provider leaves it to the bucket's deletion.
            tolerates=("InvalidBucketState",),
        ),
    ),
    observed={"versioningConfiguration": "{status: Status, mfaDelete: MFADelete}"},
)

ENCRYPTION = _side(
    "bucketServerSideEncryptionConfiguration",
    owner=_OWNER,
    put="PutBucketEncryption",
    get="GetBucketEncryption",
    entity="ServerSideEncryptionConfiguration",
    delete=_delete("DeleteBucketEncryption"),
    absent=("ServerSideEncryptionConfigurationNotFoundError",),
    observed={
        "rules": (
            "Rules[].{bucketKeyEnabled: BucketKeyEnabled, applyServerSideEncryptionByDefault:"
            " {sseAlgorithm: ApplyServerSideEncryptionByDefault.SSEAlgorithm,"
            " kmsMasterKeyId: ApplyServerSideEncryptionByDefault.KMSMasterKeyID}}"
        )
    },
    into="ServerSideEncryptionConfiguration",
)

OBJECT_LOCK = _side(
    "bucketObjectLockConfiguration",
    owner=_OWNER,
    provider_only=("token",),
    put="PutObjectLockConfiguration",
    get="GetObjectLockConfiguration",
    entity="ObjectLockConfiguration.Rule && ObjectLockConfiguration",
    delete=(
        Call(
            operation="PutObjectLockConfiguration",
            takes=_BUCKET,
            fixed={"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
        ),
    ),
    absent=("ObjectLockConfigurationNotFoundError",),
    observed={
        "rule": (
            "{defaultRetention: {mode: Rule.DefaultRetention.Mode, days: Rule.DefaultRetention.Days,"
            " years: Rule.DefaultRetention.Years}}"
        )
    },
    into="ObjectLockConfiguration",
    fixed={"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
)

PUBLIC_ACCESS = _side(
    "bucketPublicAccessBlock",
    provider_only=("skipDestroy",),
    put="PutPublicAccessBlock",
    get="GetPublicAccessBlock",
    entity="PublicAccessBlockConfiguration",
    delete=_delete("DeletePublicAccessBlock"),
    absent=("NoSuchPublicAccessBlockConfiguration",),
    observed={
        "blockPublicAcls": "BlockPublicAcls",
        "blockPublicPolicy": "BlockPublicPolicy",
        "ignorePublicAcls": "IgnorePublicAcls",
        "restrictPublicBuckets": "RestrictPublicBuckets",
    },
    into="PublicAccessBlockConfiguration",
)

OWNERSHIP = _side(
    "bucketOwnershipControls",
    put="PutBucketOwnershipControls",
    get="GetBucketOwnershipControls",
    entity="OwnershipControls",
    delete=_delete("DeleteBucketOwnershipControls"),
    absent=("OwnershipControlsNotFoundError",),
    observed={"rule": "{objectOwnership: Rules[0].ObjectOwnership}"},
    into="OwnershipControls",
)

POLICY = _side(
    "bucketPolicy",
    put="PutBucketPolicy",
    get="GetBucketPolicy",
    entity="Policy && @",
    delete=_delete("DeleteBucketPolicy"),
    absent=("NoSuchBucketPolicy",),
    observed={"policy": "Policy"},
)

LIFECYCLE = _side(
    "bucketLifecycleConfiguration",
    owner=_OWNER,
    provider_only=("timeouts",),
    put="PutBucketLifecycleConfiguration",
    get="GetBucketLifecycleConfiguration",
    entity="Rules && @",
    delete=_delete("DeleteBucketLifecycle"),
    absent=("NoSuchLifecycleConfiguration",),
    observed={"rules": "Rules[].{id: ID, status: Status}"},
    into="LifecycleConfiguration",
)

REPLICATION = _side(
    "bucketReplicationConfig",
    provider_only=("token",),
    put="PutBucketReplication",
    get="GetBucketReplication",
    entity="ReplicationConfiguration",
    delete=_delete("DeleteBucketReplication"),
    absent=("ReplicationConfigurationNotFoundError",),
    observed={"role": "Role", "rules": "Rules[].{id: ID, status: Status, priority: Priority}"},
    into="ReplicationConfiguration",
)

LOGGING = _side(
    "bucketLogging",
    owner=_OWNER,
    put="PutBucketLogging",
    get="GetBucketLogging",
    entity="LoggingEnabled",
    delete=(Call(operation="PutBucketLogging", takes=_BUCKET, fixed={"BucketLoggingStatus": {}}),),
    observed={"targetBucket": "TargetBucket", "targetPrefix": "TargetPrefix"},
    reshape=lambda props: {
        "bucket": props.get("bucket"),
        "bucketLoggingStatus": {"loggingEnabled": {k: v for k, v in props.items() if k != "bucket"}},
    },
)

ACCOUNT_PUBLIC_ACCESS = Row(
    type="aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    service="s3control",
    create=Call(
        operation="PutPublicAccessBlock",
        carries=None,
        takes={"AccountId": "$account"},
        into="PublicAccessBlockConfiguration",
    ),
    put=True,
    id_format="{account}",
    read=Call(operation="GetPublicAccessBlock", takes={"AccountId": "$account"}),
    entity="PublicAccessBlockConfiguration",
    absent=("NoSuchPublicAccessBlockConfiguration",),
    delete=(Call(operation="DeletePublicAccessBlock", takes={"AccountId": "$account"}),),
    observed={
        "blockPublicAcls": "BlockPublicAcls",
        "blockPublicPolicy": "BlockPublicPolicy",
        "ignorePublicAcls": "IgnorePublicAcls",
        "restrictPublicBuckets": "RestrictPublicBuckets",
    },
    replace=("accountId",),
    provider_only=("accountId",),
    regional=False,
)

ROWS = (
    BUCKET,
    VERSIONING,
    ENCRYPTION,
    OBJECT_LOCK,
    PUBLIC_ACCESS,
    OWNERSHIP,
    POLICY,
    LIFECYCLE,
    REPLICATION,
    LOGGING,
    ACCOUNT_PUBLIC_ACCESS,
)
