"""Stores of vectors: a collection with its policies, a vector bucket with its index, an index of Kendra."""

from __future__ import annotations

import json
from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, ai, aws, document
from policies.rules.examples.storage import key_arn, own_account
from policies.serverless import ACCESS_POLICY, SECURITY_POLICY
from policies.vectors import COLLECTION, KENDRA, VECTOR_BUCKET, VECTOR_INDEX, VECTOR_POLICY

_NAME: Final = "lz-prod-handbook"
_KEY: Final = key_arn(REGION, "operations")
_ROLE: Final = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-knowledge"


def _named(kind: str, *names: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Resource": [f"{kind}/{name}" for name in names]}]


def network(**changes: Any) -> str:
    """Who reaches the collections of the zone: one VPC endpoint and Bedrock, with changes."""
    private = {"AllowFromPublic": False, "SourceVPCEs": ["vpce-0a1b2c3d"], "SourceServices": ["bedrock.amazonaws.com"]}
    return json.dumps([{"Rules": _named("collection", "lz-prod-*"), **private, **changes}])


def encryption(**changes: Any) -> str:
    """What the collections of the zone are encrypted with, with changes."""
    return json.dumps({"Rules": _named("collection", "lz-prod-*"), "AWSOwnedKey": False, "KmsARN": _KEY, **changes})


def access(*permissions: str, principal: str = _ROLE) -> str:
    """Who does what with the indexes of the collection."""
    rule = {"ResourceType": "index", "Resource": [f"index/{_NAME}/*"], "Permission": list(permissions)}
    return json.dumps([{"Rules": [rule], "Principal": [principal]}])


COLLECTIONS: Final[Examples] = (
    ai(COLLECTION, "collection", name=_NAME, type="VECTORSEARCH"),
    aws(SECURITY_POLICY, "network", name="lz-prod-network", type="network", policy=network()),
    aws(SECURITY_POLICY, "encryption", name="lz-prod-encryption", type="encryption", policy=encryption()),
    aws(
        ACCESS_POLICY,
        "access",
        name="lz-prod-access",
        type="data",
        policy=access("aoss:ReadDocument", "aoss:WriteDocument"),
    ),
)

_BUCKET: Final = f"arn:aws:s3vectors:{REGION}:{ACCOUNT}:bucket/lz-prod-vectors"


def encrypted(sse_type: str = "aws:kms") -> list[dict[str, str]]:
    """The encryption of a vector bucket or an index."""
    return [{"sseType": sse_type, "kmsKeyArn": _KEY}]


def shut() -> dict[str, Any]:
    """A statement that denies everything to every other account."""
    return {**own_account(""), "Action": "s3vectors:*", "Resource": [_BUCKET, f"{_BUCKET}/*"]}


def queried_by(principal: Any, **changes: Any) -> dict[str, Any]:
    """A statement that lets a principal search."""
    return {"Effect": "Allow", "Principal": principal, "Action": "s3vectors:QueryVectors", "Resource": "*", **changes}


VECTORS: Final[Examples] = (
    ai(VECTOR_BUCKET, "vectors", vectorBucketName="lz-prod-vectors", encryptionConfigurations=encrypted()),
    ai(
        VECTOR_INDEX,
        "index",
        vectorBucketName="lz-prod-vectors",
        indexName="handbook",
        encryptionConfigurations=encrypted(),
    ),
    aws(
        VECTOR_POLICY,
        "vectors-policy",
        {"vectorBucketArn": "vectors"},
        policy=document(shut(), queried_by({"AWS": _ROLE})),
    ),
)

SEARCH: Final[Examples] = (
    ai(
        KENDRA,
        "search",
        name="lz-prod-handbook",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-search",
        serverSideEncryptionConfiguration={"kmsKeyId": _KEY},
    ),
)
