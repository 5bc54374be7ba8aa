"""Data of special categories: a bucket with a key and callers of its own, beside an ordinary one that is replicated."""

from __future__ import annotations

from typing import Any, Final

from policies.buckets import ENCRYPTION, POLICY, REPLICATION
from policies.keys import KEY
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, aws, changed, document
from policies.rules.examples.storage import bucket, deliver, own_account, tls_only

OWN_KEY: Final = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
NAME: Final = f"lz-prod-health-{ACCOUNT}-{REGION}"
READER: Final = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-triage"


def under(key: str) -> list[dict[str, Any]]:
    """Default encryption under a key."""
    return [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key}}]


def closed_but_to(*arns: str) -> str:
    """A bucket policy that keeps everybody out who is none of these."""
    others = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{NAME}", f"arn:aws:s3:::{NAME}/*"],
        "Condition": {"ArnNotEquals": {"aws:PrincipalArn": list(arns)}},
    }
    return document(tls_only(NAME), own_account(NAME), others)


def _health() -> Examples:
    made = bucket("operations", "health")
    made = changed(made, "health", bucket=NAME, tags={"lz:data-class": "operations", "lz:special-category": "true"})
    made = changed(made, "health-policy", policy=closed_but_to(READER))
    return tuple(
        aws(one.type, one.name, {"bucket": "health", "rules": "health-key"}, rules=under(OWN_KEY))
        if one.type == ENCRYPTION.type
        else aws(one.type, one.name, {"bucket": "health"}, policy=closed_but_to(READER))
        if one.type == POLICY.type
        else one
        for one in made
    )


SPECIAL_DATA: Final[Examples] = (
    aws(KEY, "health-key", enableKeyRotation=True, tags={"lz:data-class": "operations"}),
    *_health(),
    *bucket("operations", "ordinary"),
    *bucket("operations", "copies", RECOVERY_REGION),
    aws(
        REPLICATION.type,
        "replication",
        {"bucket": "ordinary", "rules": "copies"},
        role=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-replication",
        rules=deliver(bucket=f"arn:aws:s3:::lz-prod-operations-{ACCOUNT}-{RECOVERY_REGION}"),
    ),
)
