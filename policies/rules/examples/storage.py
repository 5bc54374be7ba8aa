"""Stores: a bucket of operations, and a store of evidence with its replica."""

from __future__ import annotations

from typing import Any, Final

from policies.buckets import (
    BUCKET,
    ENCRYPTION,
    LIFECYCLE,
    LOCK,
    LOGGING,
    POLICY,
    PUBLIC_ACCESS_BLOCK,
    REPLICATION,
    VERSIONING,
)
from policies.keys import KEY, REPLICA_KEY
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, aws, document


def key_arn(region: str, data_class: str) -> str:
    """The ARN of a data class's key alias."""
    return f"arn:aws:kms:{region}:{ACCOUNT}:alias/lz-prod-{data_class}"


def tls_only(bucket: str) -> dict[str, Any]:
    """A statement that denies every request without TLS."""
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def own_account(bucket: str) -> dict[str, Any]:
    """A statement that denies every request of another account, but for those of AWS's services."""
    return {
        **tls_only(bucket),
        "Condition": {
            "StringNotEqualsIfExists": {"aws:PrincipalAccount": ACCOUNT},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        },
    }


def bucket(data_class: str, name: str = "store", region: str = REGION) -> Examples:
    """A private, encrypted, versioned bucket; its resources are called after it."""
    physical = f"lz-prod-{data_class}-{ACCOUNT}-{region}"
    where = {} if region == REGION else {"region": region}
    named = {"bucket": name}
    blocked = dict.fromkeys(("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True)
    default = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key_arn(region, data_class)}
    return (
        aws(BUCKET, name, bucket=physical, tags={"lz:data-class": data_class}, **where),
        aws(PUBLIC_ACCESS_BLOCK, f"{name}-access", named, **blocked, **where),
        aws(POLICY.type, f"{name}-policy", named, policy=document(tls_only(physical), own_account(physical)), **where),
        aws(
            ENCRYPTION.type,
            f"{name}-encryption",
            named,
            rules=[{"applyServerSideEncryptionByDefault": default, "bucketKeyEnabled": True}],
            **where,
        ),
        aws(VERSIONING.type, f"{name}-versioning", named, versioningConfiguration={"status": "Enabled"}, **where),
        aws(
            LOGGING.type,
            f"{name}-logging",
            named,
            targetBucket=f"lz-prod-access-{ACCOUNT}-{region}",
            targetPrefix=f"{physical}/",
            **where,
        ),
    )


def locked(data_class: str, name: str = "store", region: str = REGION) -> Examples:
    """A bucket of evidence: with Object Lock, and a lifecycle that expires no sooner."""
    where = {} if region == REGION else {"region": region}
    retention = {"mode": "GOVERNANCE", "days": 400}
    expiry = {"id": "expire", "status": "Enabled", "expiration": {"days": 400}}
    return (
        *bucket(data_class, name, region),
        aws(LOCK.type, f"{name}-lock", {"bucket": name}, rule={"defaultRetention": retention}, **where),
        aws(LIFECYCLE.type, f"{name}-lifecycle", {"bucket": name}, rules=[expiry], **where),
    )


_REPLICATE_ALL: Final[dict[str, Any]] = {
    "id": "all",
    "status": "Enabled",
    "filter": {},
    "deleteMarkerReplication": {"status": "Disabled"},
    "sourceSelectionCriteria": {"sseKmsEncryptedObjects": {"status": "Enabled"}},
    "destination": {
        "bucket": f"arn:aws:s3:::lz-prod-decisions-{ACCOUNT}-{RECOVERY_REGION}",
        "encryptionConfiguration": {"replicaKmsKeyId": key_arn(RECOVERY_REGION, "decisions")},
        "metrics": {"status": "Enabled", "eventThreshold": {"minutes": 15}},
        "replicationTime": {"status": "Enabled", "time": {"minutes": 15}},
    },
}


def replicate(**changes: Any) -> list[dict[str, Any]]:
    """The rules of a replication of everything, with changes to its one rule."""
    return [{**_REPLICATE_ALL, **changes}]


def deliver(**changes: Any) -> list[dict[str, Any]]:
    """The same, with changes to the destination."""
    return replicate(destination={**_REPLICATE_ALL["destination"], **changes})


STORE: Final[Examples] = bucket("operations")

EVIDENCE: Final[Examples] = (
    *locked("decisions"),
    *locked("decisions", "replica", RECOVERY_REGION),
    aws(
        REPLICATION.type,
        "replication",
        {"bucket": "store", "rules": "replica"},
        role=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-replication",
        rules=replicate(),
    ),
)

KEYS: Final[Examples] = (
    aws(
        KEY, "key", enableKeyRotation=True, deletionWindowInDays=30, multiRegion=True, tags={"lz:data-class": "models"}
    ),
    aws(
        REPLICA_KEY,
        "replica-key",
        {"primaryKeyArn": "key"},
        region=RECOVERY_REGION,
        deletionWindowInDays=30,
        tags={"lz:data-class": "models"},
    ),
)
