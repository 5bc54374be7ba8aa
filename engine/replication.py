"""The sandbox's replication: carries objects as a bucket's replication configuration says, because moto carries none.

It is a simulation, and proves nothing about S3's own: neither its delay nor its permissions. What it does prove is that
the configuration of the source names a destination where what arrives can be read again. Of a rule it honours the
status, the prefix, the replica's key, and that objects under KMS keys are left out unless they are selected; a rule
that filters by tags carries nothing, which is less than S3 would. As with S3, versions of equal key keep their order,
lock, tags and metadata travel along, and deletions do not. Nothing of the destination is ever overwritten: a version is
there when the destination holds its key and its bytes.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import urlencode

from botocore.exceptions import ClientError

_ARN = "arn:aws:s3:::"
_COPIED = {
    "ContentType": "ContentType",
    "ContentEncoding": "ContentEncoding",
    "CacheControl": "CacheControl",
    "Metadata": "Metadata",
    "ObjectLockMode": "ObjectLockMode",
    "ObjectLockRetainUntilDate": "ObjectLockRetainUntilDate",
    "ObjectLockLegalHoldStatus": "ObjectLockLegalHoldStatus",
}
"""What travels with an object: its member when it is read, and when it is written."""


class Clients(Protocol):
    """Where clients come from; see engine.standin.clients."""

    def client(self, service: str, region: str, account: str) -> Any:
        """A client of this service, Region and account."""
        ...


@dataclass(frozen=True, slots=True)
class Side:
    """A bucket and where it stands."""

    bucket: str
    region: str


@dataclass(frozen=True, slots=True)
class Way:
    """What one rule carries, and where to."""

    rule: str
    source: Side
    destination: Side
    prefix: str
    key: str | None
    """The key that replicas are encrypted with; None for the destination's default."""
    encrypted: bool
    """Whether objects under KMS keys are taken along."""

    def turned(self, key: str | None) -> Way:
        """The way back: what a rule of the destination would carry, encrypted with this key."""
        return replace(
            self, rule=f"{self.rule} turned round", source=self.destination, destination=self.source, key=key
        )


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an object, by what makes it the same everywhere."""

    key: str
    etag: str


class Replication:
    """The replication of one account's buckets; idle until it is told to carry."""

    def __init__(self, clients: Clients, account: str) -> None:
        self._clients = clients
        self._account = account

    def ways(self, source: Side) -> tuple[Way, ...]:
        """What the bucket's configuration says now; empty where it has none, or its rules are disabled."""
        try:
            answer = self._s3(source.region).get_bucket_replication(Bucket=source.bucket)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") == "ReplicationConfigurationNotFoundError":
                return ()
            raise
        rules = answer["ReplicationConfiguration"]["Rules"]
        return tuple(self._way(source, rule) for rule in rules if rule["Status"] == "Enabled" and not _by_tags(rule))

    def turned(self, way: Way) -> Way:
        """The way back, under the default key of the bucket that was the source."""
        return way.turned(self._default_key(way.source))

    def waiting(self, way: Way, prefix: str = "") -> tuple[Version, ...]:
        """The versions under the prefix that the destination does not hold, oldest first."""
        return tuple(version for version, _ in self._waiting(way, prefix))

    def carry(self, way: Way, prefix: str = "") -> tuple[Version, ...]:
        """Bring what is waiting to the destination, oldest first; says what it brought."""
        waiting = self._waiting(way, prefix)
        for version, identifier in waiting:
            self._copy(way, version.key, identifier)
        return tuple(version for version, _ in waiting)

    def _waiting(self, way: Way, prefix: str) -> list[tuple[Version, str]]:
        """Versions and their ids in the source; what was written twice with the same bytes is carried once."""
        held = {Version(v["Key"], v["ETag"]) for v in self._versions(way.destination, way.prefix)}
        found = list[tuple[Version, str]]()
        for v in self._versions(way.source, way.prefix):
            version = Version(v["Key"], v["ETag"])
            if version not in held and v["Key"].startswith(prefix) and self._selected(way, v):
                held.add(version)
                found.append((version, v["VersionId"]))
        return found

    def _selected(self, way: Way, version: Mapping[str, Any]) -> bool:
        if way.encrypted:
            return True
        found = self._s3(way.source.region).head_object(
            Bucket=way.source.bucket, Key=version["Key"], VersionId=version["VersionId"]
        )
        return not str(found.get("ServerSideEncryption", "")).startswith("aws:kms")

    def _copy(self, way: Way, key: str, version: str) -> None:
        s3 = self._s3(way.source.region)
        found = s3.get_object(Bucket=way.source.bucket, Key=key, VersionId=version)
        tags = s3.get_object_tagging(Bucket=way.source.bucket, Key=key, VersionId=version)["TagSet"]
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": way.key} if way.key else {}
        self._s3(way.destination.region).put_object(
            Bucket=way.destination.bucket,
            Key=key,
            Body=found["Body"].read(),
            **{there: found[here] for here, there in _COPIED.items() if found.get(here)},
            **encryption,
            **({"Tagging": _query(tags)} if tags else {}),
        )

    def _versions(self, side: Side, prefix: str) -> Iterator[Mapping[str, Any]]:
        """The versions in a bucket, for each key the oldest first."""
        by_key: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        pages = self._s3(side.region).get_paginator("list_object_versions").paginate(Bucket=side.bucket, Prefix=prefix)
        for page in pages:
            for version in page.get("Versions", ()):
                by_key[version["Key"]].append(version)
        for versions in by_key.values():
            # S3 lists the newest of a key first, and versions of one second in the order they were made.
            yield from reversed(versions)

    def _way(self, source: Side, rule: Mapping[str, Any]) -> Way:
        destination = rule["Destination"]["Bucket"].removeprefix(_ARN)
        key = rule["Destination"].get("EncryptionConfiguration", {}).get("ReplicaKmsKeyID")
        prefix = rule.get("Filter", {}).get("Prefix") or rule.get("Prefix") or ""
        selected = rule.get("SourceSelectionCriteria", {}).get("SseKmsEncryptedObjects", {}).get("Status")
        there = Side(destination, self._region(source, destination))
        return Way(rule["ID"], source, there, prefix, key, selected == "Enabled")

    def _region(self, source: Side, bucket: str) -> str:
        # Any Region answers where a bucket is; the source's does so while it is asked for its rules.
        found = self._s3(source.region).get_bucket_location(Bucket=bucket)["LocationConstraint"]
        return found or "us-east-1"

    def _default_key(self, side: Side) -> str | None:
        answer = self._s3(side.region).get_bucket_encryption(Bucket=side.bucket)
        rules = answer["ServerSideEncryptionConfiguration"]["Rules"]
        return rules[0]["ApplyServerSideEncryptionByDefault"].get("KMSMasterKeyID")

    def _s3(self, region: str) -> Any:
        return self._clients.client("s3", region, self._account)


def _by_tags(rule: Mapping[str, Any]) -> bool:
    filters = rule.get("Filter", {})
    return bool(filters.get("Tag") or filters.get("And", {}).get("Tags"))


def _query(tags: list[Mapping[str, str]]) -> str:
    return urlencode({tag["Key"]: tag["Value"] for tag in tags})
