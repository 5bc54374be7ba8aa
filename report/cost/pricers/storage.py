"""Buckets, tables, images, vaults and keys: what keeps data, and what keeps it secret."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Resource
from report.cost.charge import Found, NoPrice, Place, assumed, elements, fixed, priced, text, value

_WEEKS = 52 / 12
"""A month."""


@priced("aws:s3/bucket:Bucket")
def bucket(bucket: Resource, place: Place) -> Iterator[Found]:
    """What it holds, and what is written and read; a request is an object of a megabyte."""
    held, said = (place.usage.document_gb, "document_gb") if _is_paper(bucket) else (place.usage.bucket_gb, "bucket_gb")
    new, grows = _new_gb(place, bucket)
    yield assumed("s3.gb", "storage", held, said, note="as S3 Standard, whatever the lifecycle does")
    yield assumed("s3.put", "writes", new / 1e3, grows, note="objects of 1 MB")
    yield assumed("s3.get", "reads", new / 1e3, grows, note="objects of 1 MB, read once")


def _is_paper(bucket: Resource) -> bool:
    """Whether a bucket holds technical documentation, which is text."""
    return text(bucket, "tags.lz:content") == "technical-documentation"


def _new_gb(place: Place, bucket: Resource | None) -> tuple[float, str]:
    """What a bucket receives a month, and what that is assumed by."""
    if bucket is not None and _is_paper(bucket):
        return place.usage.document_gb, "document_gb"
    return place.usage.bucket_new_gb, "bucket_new_gb"


@priced("aws:s3/bucketReplicationConfig:BucketReplicationConfig")
def replication(config: Resource, place: Place) -> Iterator[Found]:
    """Every new GB travels to the other Region; Replication Time Control costs on top of that."""
    rules = elements(config, "rules")
    if rules is None:
        yield NoPrice("its rules are known only after the deploy")
        return
    name = text(config, "bucket")
    named = (one for one in place.graph.of_type("aws:s3/bucket:Bucket") if name and text(one, "bucket") == name)
    new, grows = _new_gb(place, next(named, None))
    yield assumed("transfer.region", "replication to the other Region", new, grows)
    if any(_timed(rule) for rule in rules):
        yield assumed("s3.replication-time", "replication within 15 minutes", new, grows)


def _timed(rule: object) -> bool:
    destination = rule.get("destination") if isinstance(rule, dict) else None
    timed = destination.get("replicationTime") if isinstance(destination, dict) else None
    return isinstance(timed, dict) and timed.get("status") == "Enabled"


@priced("aws:dynamodb/table:Table")
def table(table: Resource, place: Place) -> Iterator[Found]:
    """On demand: a write and a read a request, what it holds and its point-in-time copies; again in each replica."""
    if text(table, "billingMode") != "PAY_PER_REQUEST":
        yield NoPrice("provisioned capacity is not priced; use PAY_PER_REQUEST or look at AWS's calculator")
        return
    replicas = elements(table, "replicas")
    if replicas is None:
        yield NoPrice("its replicas are known only after the deploy")
        return
    regions = [str(replica.get("regionName")) for replica in replicas if isinstance(replica, dict)]
    yield from _table_in(
        place, None, pitr=value(table, "pointInTimeRecovery.enabled") is True, replicated=bool(regions)
    )
    for region, replica in zip(regions, replicas, strict=True):
        yield from _table_in(place, region, pitr=replica.get("pointInTimeRecovery") is True, replicated=True)
        yield assumed(
            "transfer.region", "replication to the other Region", _written_gb(place), "requests", "request_kb"
        )


def _table_in(place: Place, region: str | None, *, pitr: bool, replicated: bool) -> Iterator[Found]:
    usage = place.usage
    key = "dynamodb.replicated" if replicated else "dynamodb.write"
    units = usage.requests * max(usage.request_kb, 1) / 1e6  # a write unit is 1 KB
    yield assumed(key, "writes", units, "requests", "request_kb", region=region)
    if region is None:
        reads = usage.requests * max(usage.request_kb / 4, 1) / 1e6  # a read unit is 4 KB
        yield assumed("dynamodb.read", "reads", reads, "requests", "request_kb")
    yield assumed("dynamodb.gb", "storage", usage.table_gb, "table_gb", region=region)
    if pitr:
        yield assumed("dynamodb.pitr", "point-in-time recovery", usage.table_gb, "table_gb", region=region)


def _written_gb(place: Place) -> float:
    return place.usage.requests * place.usage.request_kb / 1e6


@priced("aws:backup/vault:Vault")
def vault(_: Resource, place: Place) -> Iterator[Found]:
    """What it holds, as warm storage of table backups."""
    yield assumed("backup.gb", "recovery points", place.usage.backup_gb, "backup_gb", note="warm, as of DynamoDB")


@priced("aws:backup/restoreTestingPlan:RestoreTestingPlan")
def restore_testing(_: Resource, place: Place) -> Iterator[Found]:
    """A weekly test: each recovery point by the piece, and what is restored by the gigabyte."""
    yield fixed("backup.test", "recovery points tested", _WEEKS, note="one a week")
    yield assumed(
        "backup.restore-gb", "restored", _WEEKS * place.usage.backup_gb, "backup_gb", note="warm, as of DynamoDB"
    )


@priced("aws:ecr/repository:Repository")
def repository(_: Resource, place: Place) -> Iterator[Found]:
    """What it holds."""
    yield assumed("ecr.gb", "images", place.usage.image_gb, "image_gb")


@priced("aws:inspector2/enabler:Enabler")
def scanner(enabler: Resource, _: Place) -> Iterator[Found]:
    """By what it scans: images when they come, again when a vulnerability is published, and functions and instances."""
    scanned = ", ".join(str(one) for one in elements(enabler, "resourceTypes") or []) or "what it scans"
    yield NoPrice(f"Inspector is paid by the image, function or instance ({scanned}); how many is not in the graph")


@priced("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey")
def key(key: Resource, place: Place) -> Iterator[Found]:
    """The key; its first two rotations add as much again (https://aws.amazon.com/kms/pricing/)."""
    rotates = value(key, "enableKeyRotation") is True
    note = "another 1 USD a month after each of its first two rotations" if rotates else ""
    yield fixed("kms.key", "key", 1, note=note)
    if key.type == "aws:kms/key:Key":  # a replica is used when the other Region is lost
        yield assumed("kms.request", "uses", place.usage.requests / 1e4, "requests")


@priced("aws:secretsmanager/secret:Secret")
def secret(secret: Resource, _: Place) -> Iterator[Found]:
    """The secret, and each of its replicas."""
    replicas = elements(secret, "replicas")
    if replicas is None:
        yield NoPrice("its replicas are known only after the deploy")
    else:
        yield fixed("secrets.secret", "secret", 1 + len(replicas))
