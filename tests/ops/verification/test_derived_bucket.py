"""The bucket of the table's files in a good and a bad account."""

from __future__ import annotations

import json
from typing import Any

import pytest

from config.contracts.systems import RecordsContract
from ops.verification import buckets
from ops.verification.account import Account
from tests.ops.verification import records
from tests.ops.verification.platform import key
from tests.ops.verification.reading import HERE, client, differing, kept

PROMISES = {
    "encrypted with",
    "encryption",
    "objects go after (days)",
    "public access blocked",
    "TLS only",
    "versioning",
}
BLOCK = dict.fromkeys(("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True)


def _expire(bucket: str, *, days: int = 400, prefix: str = "", status: str = "Enabled") -> None:
    rule = {"ID": "derived", "Status": status, "Filter": {"Prefix": prefix}, "Expiration": {"Days": days}}
    client("s3", HERE).put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})


@pytest.fixture
def promised(account: Account) -> RecordsContract:
    """A bucket as it was promised."""
    del account
    contract, s3 = records.contract(), client("s3", HERE)
    bucket, arn = contract.table_bucket, f"arn:aws:s3:::{contract.table_bucket}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": HERE})
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": contract.key_arn}
    s3.put_bucket_encryption(
        Bucket=bucket,
        ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": default}]},
    )
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=BLOCK)
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    _expire(bucket)
    return contract


def test_a_good_bucket_keeps_every_promise(promised: RecordsContract, account: Account) -> None:
    """moto shows all of it; nobody promised a lock."""
    lines = list(buckets.check_derived(promised, HERE, account))

    assert [] == [line for line in lines if line.verdict != "ok"]
    assert PROMISES == kept(lines)


@pytest.mark.parametrize(
    ("change", "found"),
    [({"days": 4000}, "4000"), ({"prefix": "records/"}, "nothing"), ({"status": "Disabled"}, "nothing")],
)
def test_files_that_stay_longer_differ(
    promised: RecordsContract, account: Account, change: dict[str, Any], found: str
) -> None:
    """What the store may forget, the table must not remember; a rule for some objects says nothing of the rest."""
    _expire(promised.table_bucket, **change)

    assert {"objects go after (days)": found} == differing(buckets.check_derived(promised, HERE, account))


def test_files_that_stay_for_ever_differ(promised: RecordsContract, account: Account) -> None:
    """S3 has an error for it."""
    client("s3", HERE).delete_bucket_lifecycle(Bucket=promised.table_bucket)

    assert {"objects go after (days)": "nothing"} == differing(buckets.check_derived(promised, HERE, account))


def test_a_weaker_bucket_differs(promised: RecordsContract, account: Account) -> None:
    """In what every bucket promises: versions, a wall against the public, the key."""
    s3 = client("s3", HERE)
    s3.put_bucket_versioning(Bucket=promised.table_bucket, VersioningConfiguration={"Status": "Suspended"})
    s3.delete_public_access_block(Bucket=promised.table_bucket)
    s3.delete_bucket_policy(Bucket=promised.table_bucket)
    other = promised.model_copy(update={"key_arn": key()})

    assert {
        "versioning": "Suspended",
        "public access blocked": "nothing",
        "TLS only": "nothing",
        "encrypted with": promised.key_arn,
    } == differing(buckets.check_derived(other, HERE, account))


def test_a_bucket_that_is_gone_differs(promised: RecordsContract, account: Account) -> None:
    """In everything it promised."""
    gone = promised.model_copy(update={"table_bucket": "lz-test-gone"})

    assert dict.fromkeys(PROMISES, "nothing") == differing(buckets.check_derived(gone, HERE, account))
