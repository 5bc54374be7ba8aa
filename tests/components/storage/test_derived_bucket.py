"""A bucket of what can be made again."""

from __future__ import annotations

import json

import pytest

from components import kit
from components.storage.derived_bucket import DerivedBucket, DerivedBucketArgs
from config.vocabulary import DataClass
from tests.components.storage.sites import HOME_KEY, PRIMARY, SCOPE
from tests.synth import Declared, synth


@pytest.fixture(scope="module")
def declared() -> Declared:
    args = DerivedBucketArgs(bucket="b", scope=SCOPE, site=PRIMARY, data_class=DataClass.OPERATIONS, days=400)
    return synth(lambda: DerivedBucket("table", args))


def test_it_is_private_encrypted_and_versioned(declared: Declared) -> None:
    """What it derives from was, and it says the same."""
    block = declared.only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
    rule = declared.only("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")[
        "rules"
    ][0]

    assert [True] * 4 == [
        block[flag] for flag in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    ]
    assert HOME_KEY == rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"]
    assert {"status": "Enabled"} == declared.only("aws:s3/bucketVersioning:BucketVersioning")["versioningConfiguration"]


def test_it_forgets_when_its_source_may_be_forgotten(declared: Declared) -> None:
    """A copy that outlives the record would be kept without a reason."""
    rule = declared.only("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")["rules"][0]

    assert (400, 30) == (rule["expiration"]["days"], rule["noncurrentVersionExpiration"]["noncurrentDays"])


def test_a_service_that_delivers_is_admitted_by_name() -> None:
    """Beside what every bucket refuses."""
    delivers = kit.allow("Delivers", ["s3:PutObject"], ["*"], Principal={"Service": "config.amazonaws.com"})
    args = DerivedBucketArgs(
        bucket="b", scope=SCOPE, site=PRIMARY, data_class=DataClass.OPERATIONS, days=400, statements=(delivers,)
    )
    policy = synth(lambda: DerivedBucket("table", args)).only("aws:s3/bucketPolicy:BucketPolicy")["policy"]

    assert {"Delivers", "TlsOnly"} < {s["Sid"] for s in json.loads(policy)["Statement"]}


def test_its_policy_refuses_plain_http_and_other_accounts(declared: Declared) -> None:
    """As every bucket of the zone."""
    statements = json.loads(declared.only("aws:s3/bucketPolicy:BucketPolicy")["policy"])["Statement"]

    assert {"TlsOnly", "RecentTlsOnly", "OwnAccountOnly", "NobodyLiftsLocks", "KmsOnly"} == {
        s["Sid"] for s in statements
    }
