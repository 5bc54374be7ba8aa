"""What the sandbox carries between buckets, told by what the other side holds afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3
import pytest
from moto import mock_aws

from engine.replication import Replication, Side, Way
from engine.standin import corrections

HERE, THERE = Side("source", "eu-west-1"), Side("replica", "eu-central-1")
ACCOUNT = "123456789012"
KEY = "arn:aws:kms:eu-central-1:123456789012:key/replica"
HOME_KEY = "arn:aws:kms:eu-west-1:123456789012:key/home"
CLASS = {"Key": "class", "Value": "decisions"}
UNTIL = datetime(2033, 11, 25, tzinfo=UTC)


@cache
def _client(service: str, region: str) -> Any:
    return boto3.Session("test", "test", region_name=region).client(service)


class _Clients:
    def client(self, service: str, region: str, account: str) -> Any:
        assert ACCOUNT == account
        return _client(service, region)


@pytest.fixture
def replication() -> Iterator[Replication]:
    corrections.apply()
    with mock_aws():
        for side, key in ((HERE, HOME_KEY), (THERE, KEY)):
            s3 = _client("s3", side.region)
            s3.create_bucket(
                Bucket=side.bucket,
                CreateBucketConfiguration={"LocationConstraint": side.region},
                ObjectLockEnabledForBucket=True,
            )
            default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
            s3.put_bucket_encryption(
                Bucket=side.bucket,
                ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": default}]},
            )
        yield Replication(_Clients(), ACCOUNT)


def _rules(*rules: dict[str, Any]) -> None:
    configuration = {"Role": f"arn:aws:iam::{ACCOUNT}:role/replication", "Rules": list(rules)}
    _client("s3", HERE.region).put_bucket_replication(Bucket=HERE.bucket, ReplicationConfiguration=configuration)


def _rule(*, status: str = "Enabled", encrypted: str = "Enabled", **filters: Any) -> dict[str, Any]:
    return {
        "ID": "all",
        "Status": status,
        "Priority": 1,
        "Filter": filters or {"Prefix": ""},
        "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": encrypted}},
        "Destination": {"Bucket": f"arn:aws:s3:::{THERE.bucket}", "EncryptionConfiguration": {"ReplicaKmsKeyID": KEY}},
    }


def _put(side: Side, key: str, body: bytes, **more: Any) -> None:
    _client("s3", side.region).put_object(Bucket=side.bucket, Key=key, Body=body, **more)


def _held(side: Side) -> list[tuple[str, bytes]]:
    """Every version, a key's oldest first."""
    s3 = _client("s3", side.region)
    versions = s3.list_object_versions(Bucket=side.bucket).get("Versions", [])
    return [
        (v["Key"], s3.get_object(Bucket=side.bucket, Key=v["Key"], VersionId=v["VersionId"])["Body"].read())
        for v in sorted(versions, key=lambda v: (v["Key"], v["IsLatest"]))
    ]


def _way(replication: Replication) -> Way:
    (way,) = replication.ways(HERE)
    return way


def test_what_the_rule_says_is_carried_once(replication: Replication) -> None:
    """A second carrying finds nothing: what is there is known by key and bytes."""
    _rules(_rule())
    for number in range(3):
        _put(HERE, f"records/{number}", b"%d" % number)
    way = _way(replication)

    assert 3 == len(replication.waiting(way))
    assert ["records/0", "records/1", "records/2"] == [version.key for version in replication.carry(way)]
    assert () == replication.carry(way) == replication.waiting(way)
    assert _held(HERE) == _held(THERE)


def test_a_prefix_is_honoured(replication: Replication) -> None:
    """What the rule does not name stays."""
    _rules(_rule(Prefix="records/"))
    _put(HERE, "records/1", b"1")
    _put(HERE, "athena/2", b"2")

    replication.carry(_way(replication))

    assert [("records/1", b"1")] == _held(THERE)


def test_only_a_part_can_be_carried(replication: Replication) -> None:
    """A drill loses what it chose to lose."""
    _rules(_rule())
    _put(HERE, "a/1", b"1")
    _put(HERE, "b/2", b"2")

    replication.carry(_way(replication), "a/")

    assert ["b/2"] == [version.key for version in replication.waiting(_way(replication))]


def test_no_rule_and_a_disabled_rule_carry_nothing(replication: Replication) -> None:
    """As in AWS, where nobody tells you either."""
    assert () == replication.ways(HERE)

    _rules(_rule(status="Disabled"))

    assert () == replication.ways(HERE)


@pytest.mark.parametrize("filters", [{"Tag": CLASS}, {"And": {"Prefix": "", "Tags": [CLASS]}}])
def test_a_rule_by_tags_is_left_alone(replication: Replication, filters: dict[str, Any]) -> None:
    """More than S3 would carry must not look like replicated."""
    _rules(_rule(**filters))

    assert () == replication.ways(HERE)


def test_encrypted_objects_are_carried_only_where_they_are_selected(replication: Replication) -> None:
    """What LZ-RES-006 asks for: without the selection the replica stays empty, and nothing reports an error."""
    _rules(_rule(encrypted="Disabled"))
    _put(HERE, "locked/1", b"1", ServerSideEncryption="aws:kms", SSEKMSKeyId=HOME_KEY)
    _put(HERE, "open/2", b"2", ServerSideEncryption="AES256")

    assert ["open/2"] == [version.key for version in replication.carry(_way(replication))]


def test_bytes_written_twice_are_carried_once(replication: Replication) -> None:
    """The destination holds them already when the second version comes."""
    _rules(_rule())
    for _ in range(2):
        _put(HERE, "records/1", b"same")

    replication.carry(_way(replication))

    assert [("records/1", b"same")] == _held(THERE)


def test_lock_metadata_tags_and_key_travel(replication: Replication) -> None:
    """The replica is held exactly as long as the original, under the key of its own Region."""
    _rules(_rule())
    _put(
        HERE,
        "records/1",
        b"{}",
        ContentType="application/json",
        Metadata={"system": "fraud"},
        Tagging="class=decisions&tier=a%20b",
        ObjectLockMode="GOVERNANCE",
        ObjectLockRetainUntilDate=UNTIL,
        ObjectLockLegalHoldStatus="ON",
    )

    replication.carry(_way(replication))

    s3 = _client("s3", THERE.region)
    found = s3.head_object(Bucket=THERE.bucket, Key="records/1")
    assert ("GOVERNANCE", UNTIL) == (found["ObjectLockMode"], found["ObjectLockRetainUntilDate"])
    assert "ON" == found["ObjectLockLegalHoldStatus"]
    assert ("application/json", {"system": "fraud"}) == (found["ContentType"], found["Metadata"])
    assert ("aws:kms", KEY) == (found["ServerSideEncryption"], found["SSEKMSKeyId"])
    tags = s3.get_object_tagging(Bucket=THERE.bucket, Key="records/1")["TagSet"]
    assert {"class": "decisions", "tier": "a b"} == {tag["Key"]: tag["Value"] for tag in tags}


def test_versions_keep_their_order_and_deletions_stay_behind(replication: Replication) -> None:
    """The newest of the source is the newest of the replica; a delete marker is no object."""
    _rules(_rule())
    for body in (b"first", b"second"):
        _put(HERE, "model", body)
    _put(HERE, "gone", b"was here")
    _client("s3", HERE.region).delete_object(Bucket=HERE.bucket, Key="gone")

    replication.carry(_way(replication))

    assert [("gone", b"was here"), ("model", b"first"), ("model", b"second")] == _held(THERE)


def test_the_way_back_brings_what_was_written_there_and_nothing_twice(replication: Replication) -> None:
    """After both ways both sides hold the same, under their own keys."""
    _rules(_rule())
    _put(HERE, "records/1", b"1")
    way = _way(replication)
    replication.carry(way)
    _put(THERE, "records/2", b"2")

    back = replication.turned(way)

    assert (THERE, HERE, HOME_KEY) == (back.source, back.destination, back.key)
    assert ["records/2"] == [version.key for version in replication.carry(back)]
    assert () == replication.carry(way)
    assert [("records/1", b"1"), ("records/2", b"2")] == _held(HERE) == _held(THERE)
