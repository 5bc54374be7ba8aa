"""Stores: versioned, locked, encrypted with the key of their class, private, TLS only, and replicated in time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import jmespath

from config.contracts.stores import StoreContract, StoreReplica
from config.contracts.systems import RecordsContract
from ops.verification.account import Account, Once, Thing
from ops.verification.key_identity import as_named
from ops.verification.outcome import Line

_BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
_DEFAULT = "ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault"


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two buckets of a store."""

    bucket: str
    region: str
    key: str
    """Its alias, or its ARN."""


def check(store: StoreContract, account: Account) -> Iterator[Line]:
    """The bucket, and where it has one, the replication and the replica's bucket with the same promises."""
    yield from _bucket(_Side(store.bucket, store.region, store.key_alias), store, account)
    if store.replica is not None:
        replica = _Side(store.replica.bucket, store.replica.region, store.replica.key_alias)
        yield from _replication(store, store.replica, replica, account)
        yield from _bucket(replica, store, account)


def check_derived(records: RecordsContract, region: str, account: Account) -> Iterator[Line]:
    """The bucket of the table's files: what is made again from the store is neither locked nor replicated, and goes."""
    bucket = records.table_bucket
    s3 = account.client("s3", region)
    yield from _private(_Side(bucket, region, records.key_arn), account)
    yield account.thing("bucket", bucket).holds(
        "objects go after (days)",
        records.days,
        lambda: _expiry(s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]),
    )


def _expiry(rules: list[dict[str, Any]]) -> object:
    """The days of the rule that covers every object; nothing where none does."""
    wanted = [rule for rule in rules if rule["Status"] == "Enabled" and covers_all(rule)]
    return next((days for rule in wanted if (days := jmespath.search("Expiration.Days", rule))), None)


def _bucket(side: _Side, store: StoreContract, account: Account) -> Iterator[Line]:
    s3 = account.client("s3", side.region)
    yield account.thing("bucket", side.bucket).holds(
        "lock",
        f"{store.lock_mode} {store.lock_days} days",
        lambda: _lock(s3.get_object_lock_configuration(Bucket=side.bucket)),
    )
    yield from _private(side, account)


def _private(side: _Side, account: Account) -> Iterator[Line]:
    """What every bucket promises."""
    s3, bucket = account.client("s3", side.region), side.bucket
    thing = account.thing("bucket", bucket)
    yield thing.holds("versioning", "Enabled", lambda: s3.get_bucket_versioning(Bucket=bucket).get("Status"))
    encryption = Once(lambda: jmespath.search(_DEFAULT, s3.get_bucket_encryption(Bucket=bucket)) or {})
    yield thing.holds("encryption", "aws:kms", lambda: encryption().get("SSEAlgorithm"))
    yield _key(thing, "encrypted with", side, account, lambda: encryption().get("KMSMasterKeyID"))
    block = Once(lambda: s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"])
    yield thing.holds("public access blocked", set(_BLOCKS), lambda: {name for name in _BLOCKS if block().get(name)})
    yield thing.holds(
        "TLS only",
        True,
        lambda: tls_only(json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"]), f"arn:aws:s3:::{bucket}"),
    )


def _lock(answer: Any) -> str | None:
    """GOVERNANCE 400 days; S3 counts a year of a lock as 365 days."""
    rule = jmespath.search("ObjectLockConfiguration.Rule.DefaultRetention", answer)
    if not rule:
        return None
    return f"{rule['Mode']} {rule.get('Days') or 365 * rule['Years']} days"


def _key(thing: Thing, promise: str, side: _Side, account: Account, read: Callable[[], str | None]) -> Line:
    return thing.holds(promise, side.key, lambda: as_named(side.key, read(), side.region, account))


def _replication(store: StoreContract, replica: StoreReplica, side: _Side, account: Account) -> Iterator[Line]:
    s3 = account.client("s3", store.region)
    thing = account.thing("bucket", store.bucket)
    rules = Once(lambda: s3.get_bucket_replication(Bucket=store.bucket)["ReplicationConfiguration"]["Rules"])

    def rule(path: str) -> Any:
        """The setting of the rule that leads to the replica and covers the whole bucket."""
        wanted = [r for r in rules() if r["Destination"]["Bucket"] == replica.arn and covers_all(r)]
        return jmespath.search(path, wanted[0]) if wanted else None

    time = "Destination.ReplicationTime"
    yield thing.holds(f"replicates to {replica.bucket}", "Enabled", lambda: rule("Status"))
    yield thing.holds("replication time control", "Enabled", lambda: rule(f"{time}.Status"))
    yield thing.holds("replicated within (minutes)", replica.minutes, lambda: rule(f"{time}.Time.Minutes"))
    yield thing.holds("replication metrics", "Enabled", lambda: rule("Destination.Metrics.Status"))
    yield thing.holds(
        "replicates encrypted objects",
        "Enabled",
        lambda: rule("SourceSelectionCriteria.SseKmsEncryptedObjects.Status"),
        field="s3.GetBucketReplication.SourceSelectionCriteria",
    )
    yield _key(
        thing,
        f"replicas encrypted in {replica.region} with",
        side,
        account,
        lambda: rule("Destination.EncryptionConfiguration.ReplicaKmsKeyID"),
    )


def covers_all(rule: Any) -> bool:
    """Whether a replication rule selects every object: no prefix, no tag."""
    selection = rule.get("Filter") or {}
    parts = [selection, selection.get("And") or {}]
    return not rule.get("Prefix") and not any(p.get("Prefix") or p.get("Tag") or p.get("Tags") for p in parts)


def tls_only(policy: Any, arn: str) -> bool:
    """Whether a bucket policy refuses every request without TLS, by everyone, on the bucket and its objects."""
    statements = _list(policy.get("Statement"))
    return any(
        statement.get("Effect") == "Deny"
        and statement.get("Principal") in ("*", {"AWS": "*"}, {"AWS": ["*"]})
        and {"s3:*", "*"} & set(_list(statement.get("Action")))
        and ({arn, f"{arn}/*"} <= set(_list(statement.get("Resource"))) or "*" in _list(statement.get("Resource")))
        and _is_plain_http(statement.get("Condition"))
        for statement in statements
    )


def _is_plain_http(condition: Any) -> bool:
    """Exactly `Bool aws:SecureTransport false`: a further condition would let some plain requests through."""
    if (
        not isinstance(condition, dict)
        or list(condition) != ["Bool"]
        or list(condition["Bool"]) != ["aws:SecureTransport"]
    ):
        return False
    return [str(value).lower() for value in _list(condition["Bool"]["aws:SecureTransport"])] == ["false"]


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
