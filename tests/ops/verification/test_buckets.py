"""Stores in a good and a bad account."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from config.contracts.stores import StoreContract, StoreReplica
from config.vocabulary import DataClass, LockMode
from ops.verification import buckets
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, THERE, client, differing, kept, unchecked

ALIAS = "alias/lz-test-decisions"
NAMES = {HERE: "lz-test-decisions-here", THERE: "lz-test-decisions-there"}
BLOCK = dict.fromkeys(("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True)


def _tls(bucket: str) -> dict[str, Any]:
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def _encrypt(s3: Any, bucket: str, key: str | None) -> None:
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key} if key else {"SSEAlgorithm": "AES256"}
    rules = [{"ApplyServerSideEncryptionByDefault": default}]
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})


def _lock(s3: Any, bucket: str, **retention: Any) -> None:
    configuration = {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": retention}}
    s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=configuration)


def _make(region: str) -> str:
    """A good bucket; returns its key's ARN."""
    s3, kms, bucket = client("s3", region), client("kms", region), NAMES[region]
    key = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName=ALIAS, TargetKeyId=key["KeyId"])
    s3.create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region}, ObjectLockEnabledForBucket=True
    )
    _lock(s3, bucket, Mode="GOVERNANCE", Days=400)
    _encrypt(s3, bucket, key["Arn"])
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=BLOCK)
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [_tls(bucket)]}))
    return str(key["Arn"])


def _replicate(key: str, **changes: Any) -> None:
    destination = {
        "Bucket": f"arn:aws:s3:::{NAMES[THERE]}",
        "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
        "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}},
        "EncryptionConfiguration": {"ReplicaKmsKeyID": key},
        **changes,
    }
    rule = {
        "ID": "to-recovery",
        "Priority": 1,
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
        "Destination": destination,
    }
    client("s3", HERE).put_bucket_replication(
        Bucket=NAMES[HERE],
        ReplicationConfiguration={"Role": "arn:aws:iam::123456789012:role/replication", "Rules": [rule]},
    )


@pytest.fixture
def contract(account: Account) -> StoreContract:
    """A locked bucket here and there, replicated."""
    del account
    _make(HERE)
    _replicate(_make(THERE))
    return StoreContract(
        data_class=DataClass.DECISIONS,
        bucket=NAMES[HERE],
        arn=f"arn:aws:s3:::{NAMES[HERE]}",
        region=HERE,
        key_alias=ALIAS,
        lock_mode=LockMode.GOVERNANCE,
        lock_days=400,
        replica=StoreReplica(
            bucket=NAMES[THERE], arn=f"arn:aws:s3:::{NAMES[THERE]}", region=THERE, key_alias=ALIAS, minutes=15
        ),
    )


def test_a_good_store_keeps_every_promise(contract: StoreContract, account: Account) -> None:
    """Both buckets and what is between them."""
    lines = list(buckets.check(contract, account))

    assert {} == differing(lines) | unchecked(lines)
    assert {
        "versioning",
        "lock",
        "encryption",
        "encrypted with",
        "public access blocked",
        "TLS only",
        f"replicates to {NAMES[THERE]}",
        "replication time control",
        "replicated within (minutes)",
        "replication metrics",
        "replicates encrypted objects",
        f"replicas encrypted in {THERE} with",
    } == kept(lines)
    assert 2 == [line.promise for line in lines].count("lock"), "the replica is locked as well"


def _suspend(s3: Any, bucket: str) -> None:
    # S3 refuses to suspend a locked bucket's versioning; a bucket made anew without a lock is what drift looks like.
    s3.delete_bucket(Bucket=bucket)
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})


def _weaken(s3: Any, bucket: str) -> None:
    _lock(s3, bucket, Mode="GOVERNANCE", Days=30)


def _aws_key(s3: Any, bucket: str) -> None:
    _encrypt(s3, bucket, None)


def _other_key(s3: Any, bucket: str) -> None:
    kms = client("kms", s3.meta.region_name)
    _encrypt(s3, bucket, kms.create_key()["KeyMetadata"]["Arn"])


def _open(s3: Any, bucket: str) -> None:
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={**BLOCK, "BlockPublicPolicy": False})


def _unblock(s3: Any, bucket: str) -> None:
    s3.delete_public_access_block(Bucket=bucket)


def _plain_http(s3: Any, bucket: str) -> None:
    s3.delete_bucket_policy(Bucket=bucket)


@pytest.mark.parametrize("region", [HERE, THERE])
@pytest.mark.parametrize(
    ("spoil", "promises"),
    [
        (_weaken, {"lock"}),
        (_aws_key, {"encryption", "encrypted with"}),
        (_other_key, {"encrypted with"}),
        (_open, {"public access blocked"}),
        (_unblock, {"public access blocked"}),
        (_plain_http, {"TLS only"}),
    ],
)
def test_a_spoilt_bucket_differs(
    spoil: Callable[[Any, str], None], promises: set[str], region: str, contract: StoreContract, account: Account
) -> None:
    """Exactly in what was spoilt, on either side."""
    spoil(client("s3", region), NAMES[region])

    lines = list(buckets.check(contract, account))

    assert promises == set(differing(lines))
    assert {f"bucket {NAMES[region]}"} == {line.thing for line in lines if line.promise in differing([line])}


def test_a_bucket_made_anew_without_a_lock_differs_in_everything_it_lost(
    contract: StoreContract, account: Account
) -> None:
    """A replaced bucket has the name and none of the promises."""
    _suspend(client("s3", THERE), NAMES[THERE])

    assert {
        "versioning": "nothing",
        "lock": "nothing",
        "public access blocked": "nothing",
        "TLS only": "nothing",
    }.items() <= (differing(buckets.check(contract, account)).items())


def test_a_bucket_that_is_gone_differs_and_is_not_unreadable(contract: StoreContract, account: Account) -> None:
    """AWS said that there is none."""
    client("s3", THERE).delete_bucket(Bucket=NAMES[THERE])

    lines = [line for line in buckets.check(contract, account) if line.thing == f"bucket {NAMES[THERE]}"]

    assert {line.promise for line in lines} == set(differing(lines))


@pytest.mark.parametrize(
    ("changes", "promise"),
    [
        ({"ReplicationTime": {"Status": "Disabled", "Time": {"Minutes": 15}}}, "replication time control"),
        ({"Metrics": {"Status": "Disabled"}}, "replication metrics"),
    ],
)
def test_a_weakened_replication_differs(
    changes: dict[str, Any], promise: str, contract: StoreContract, account: Account
) -> None:
    """Without time control fifteen minutes are a hope."""
    _replicate(client("kms", THERE).describe_key(KeyId=ALIAS)["KeyMetadata"]["Arn"], **changes)

    assert {promise: "Disabled"} == differing(buckets.check(contract, account))


def test_replication_to_another_bucket_or_none_differs(contract: StoreContract, account: Account) -> None:
    """A rule that leads elsewhere keeps no promise about the replica."""
    client("s3", HERE).delete_bucket_replication(Bucket=NAMES[HERE])

    assert "nothing" == differing(buckets.check(contract, account))[f"replicates to {NAMES[THERE]}"]


def test_the_recovery_side_has_no_replication_of_its_own(contract: StoreContract, account: Account) -> None:
    """There the bucket is the replica."""
    lines = list(buckets.check(contract.model_copy(update={"replica": None}), account))

    assert {f"bucket {NAMES[HERE]}"} == {line.thing for line in lines}
    assert not any("replic" in line.promise for line in lines)


ARN = "arn:aws:s3:::b"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"Principal": {"AWS": "*"}}, True),
        ({"Action": ["s3:*"]}, True),
        ({"Effect": "Allow"}, False),
        ({"Principal": {"AWS": "123456789012"}}, False),
        ({"Action": "s3:GetObject"}, False),
        ({"Resource": f"{ARN}/*"}, False),
        ({"Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
        ({"Condition": {"Bool": {"aws:SecureTransport": "false", "aws:ViaAWSService": "false"}}}, False),
        ({"Condition": {}}, False),
    ],
)
def test_tls_only_means_everyone_everything_and_no_further_condition(change: dict[str, Any], expected: bool) -> None:  # noqa: FBT001  a table's column
    """A statement narrowed in any part lets plain requests through."""
    assert expected is buckets.tls_only({"Statement": [{**_tls("b"), **change}]}, ARN)
    assert expected is buckets.tls_only({"Statement": {**_tls("b"), **change}}, ARN), "IAM takes one statement bare"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, True),
        ({"Filter": {"Prefix": ""}}, True),
        ({"Filter": {"Prefix": "a/"}}, False),
        ({"Filter": {"Tag": {"Key": "k", "Value": "v"}}}, False),
        ({"Filter": {"And": {"Prefix": "", "Tags": [{"Key": "k", "Value": "v"}]}}}, False),
        ({"Prefix": "a/"}, False),
    ],
)
def test_a_rule_with_a_filter_does_not_cover_the_bucket(rule: dict[str, Any], expected: bool) -> None:  # noqa: FBT001  a table's column
    """Objects outside the filter have no replica."""
    assert expected is buckets.covers_all(rule)
