"""A sandbox's buckets can be taken down although records are retained in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from engine.standin.clients import Clients
from engine.standin.emptied import empty

REGION, BUCKET = "eu-west-1", "records"


class Here:
    """Clients of the account in this process."""

    def client(self, service: str, region: str, _account: str) -> Any:
        """One of them."""
        return boto3.client(service, region_name=region)


CLIENTS = cast(Clients, Here())


@pytest.fixture
def s3() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("s3", region_name=REGION)
        where = {"LocationConstraint": REGION}
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where, ObjectLockEnabledForBucket=True)
        yield client


def lock(s3: Any, mode: str) -> None:
    rule = {"DefaultRetention": {"Mode": mode, "Days": 30}}
    s3.put_object_lock_configuration(
        Bucket=BUCKET, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
    )


def test_every_version_and_marker_goes_although_it_is_retained(s3: Any) -> None:
    """The bucket and its lock can then be deleted as the engine asks."""
    lock(s3, "GOVERNANCE")
    for body in (b"one", b"two"):
        s3.put_object(Bucket=BUCKET, Key="k", Body=body)
    s3.delete_object(Bucket=BUCKET, Key="k")

    assert 3 == empty([(BUCKET, REGION)], "111111111111", CLIENTS)

    s3.delete_bucket(Bucket=BUCKET)


def test_a_bucket_that_is_gone_holds_nothing() -> None:
    """After a killed run the state may name one that is not there any more."""
    with mock_aws():
        assert 0 == empty([("never-made", REGION)], "111111111111", CLIENTS)


def test_what_compliance_keeps_is_kept(s3: Any) -> None:
    """Nobody has the right to bypass it: the bucket stays, and its deletion fails as in AWS."""
    lock(s3, "COMPLIANCE")
    s3.put_object(Bucket=BUCKET, Key="k", Body=b"one")

    assert 0 == empty([(BUCKET, REGION)], "111111111111", CLIENTS)

    with pytest.raises(ClientError, match="BucketNotEmpty"):
        s3.delete_bucket(Bucket=BUCKET)
