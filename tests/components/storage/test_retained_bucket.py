"""A bucket whose object versions are kept for a time."""

from __future__ import annotations

import pulumi
import pytest
from pulumi_aws import kms

from components import kit
from components.storage.plan import Retention
from components.storage.retained_bucket import RetainedBucket, RetainedBucketArgs
from components.storage.scope import Site
from config.vocabulary import DataClass, LockMode
from graph.model import UNKNOWN
from tests.components.storage.sites import AWAY, PRIMARY, RECOVERY, SCOPE, YEAR, by_sid
from tests.synth import Declared, synth

BUCKET = "aws:s3/bucket:Bucket"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
ACCESS = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"


def declare(
    *,
    site: Site = PRIMARY,
    retention: Retention = YEAR,
    data_class: DataClass = DataClass.DECISIONS,
    statements: tuple[kit.Statement, ...] = (),
    protect: bool = False,
    unknown: bool = False,
) -> Declared:
    args = RetainedBucketArgs(
        bucket="evidence",
        scope=SCOPE,
        site=site,
        data_class=data_class,
        retention=retention,
        statements=statements,
    )
    return synth(lambda: RetainedBucket("store", args, pulumi.ResourceOptions(protect=protect)), unknown=unknown)


@pytest.mark.parametrize("mode", LockMode)
def test_every_version_is_locked_for_the_retention(mode: LockMode) -> None:
    """Object Lock holds for the configured days, whoever asks; it can only be had from the bucket's first day."""
    declared = declare(retention=Retention(days=400, mode=mode))

    assert declared.only(BUCKET)["objectLockEnabled"]
    assert {"mode": mode.value, "days": 400} == declared.only(LOCK)["rule"]["defaultRetention"]
    assert "Enabled" == declared.only(VERSIONING)["versioningConfiguration"]["status"]


def test_nothing_expires_before_its_retention() -> None:
    """Neither the object nor a replaced version goes before day 365."""
    (rule,) = declare().only(LIFECYCLE)["rules"]

    assert 366 == rule["expiration"]["days"]
    assert 365 == rule["noncurrentVersionExpiration"]["noncurrentDays"]
    assert "Enabled" == rule["status"]


def test_a_model_bucket_has_a_lifecycle_that_keeps_what_is_current() -> None:
    """Only replaced models and unfinished uploads go."""
    (rule,) = declare(data_class=DataClass.MODELS).only(LIFECYCLE)["rules"]

    assert not {"expiration", "transitions"} & {key for key, value in rule.items() if value}
    assert 7 == rule["abortIncompleteMultipartUpload"]["daysAfterInitiation"]


def test_the_bucket_encrypts_with_the_key_of_its_region_and_no_one_brings_their_own() -> None:
    """With a customer-provided key a thief could lock us out of our own records."""
    (rule,) = declare(site=RECOVERY).only(ENCRYPTION)["rules"]

    assert {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": RECOVERY.key_arn} == rule["applyServerSideEncryptionByDefault"]
    assert rule["bucketKeyEnabled"]
    assert ["SSE-C"] == rule["blockedEncryptionTypes"]


def test_the_bucket_is_never_public() -> None:
    """All four blocks are on, and ACLs are off."""
    declared = declare()
    access = declared.only(ACCESS)

    for setting in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"):
        assert access[setting] is True, setting
    assert "BucketOwnerEnforced" == declared.only(OWNERSHIP)["rule"]["objectOwnership"]


def test_the_policy_carries_the_guards_and_what_the_caller_adds() -> None:
    """A caller can add, and cannot take away."""
    extra = kit.allow("Extra", ["s3:GetObject"], ["arn:aws:s3:::evidence/*"], Principal={"Service": "x.amazonaws.com"})
    sids = by_sid(declare(statements=(extra,)).only(POLICY)["policy"]).keys()

    assert {"TlsOnly", "RecentTlsOnly", "OwnAccountOnly", "NobodyLiftsLocks", "Extra"} == sids


def test_the_bucket_cannot_be_emptied_by_a_destroy() -> None:
    """forceDestroy would delete every version, locked ones included."""
    assert declare().only(BUCKET)["forceDestroy"] is False


def test_every_setting_stands_in_the_region_of_the_bucket() -> None:
    """A setting sent to another Region answers with a redirect, or changes another bucket."""
    declared = declare(site=RECOVERY)

    for resource in declared.all:
        if resource.custom:
            assert AWAY == resource["region"], resource.name


def test_the_bucket_says_what_it_holds() -> None:
    """Rules and people find the retention by the data class."""
    assert {"lz:data-class": "decisions", "DisruptS3": "Allowed"} == declare().only(BUCKET)["tags"]


def test_who_is_admitted_finds_lock_key_and_lifecycle_in_place() -> None:
    """The policy comes last, and the handle comes from the policy."""
    declared = declare()
    waits = set(declared.only(POLICY).dependencies)

    for token in (BUCKET, LOCK, ENCRYPTION, LIFECYCLE, ACCESS, OWNERSHIP):
        assert declared.only(token).urn in waits, token
    assert declared.only(VERSIONING).urn in declared.only(LOCK).dependencies, "a lock needs versions"


def test_protection_reaches_every_part() -> None:
    """A protected store has no unprotected lock."""
    assert all(r.protect for r in declare(protect=True).all)


def test_a_first_preview_shows_everything_but_the_key() -> None:
    """What the rules must see is known before anything exists, and the key's edge says where it comes from."""

    def build() -> None:
        key = kms.Key("key")
        args = RetainedBucketArgs(
            bucket="evidence",
            scope=SCOPE,
            site=Site(region="eu-west-1", key_arn=key.arn),
            data_class=DataClass.DECISIONS,
            retention=YEAR,
        )
        RetainedBucket("store", args)

    declared = synth(build, unknown=True)
    encryption = declared.only(ENCRYPTION)

    assert UNKNOWN is encryption["rules"][0]["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"]
    assert (declared.only("aws:kms/key:Key").urn,) == encryption.property_dependencies["rules"]
    for resource in declared.all:
        if resource.custom and resource.type not in {ENCRYPTION, "aws:kms/key:Key"}:
            assert "UNKNOWN" not in repr(resource.inputs), resource.name
    assert {"arn": "arn:aws:s3:::evidence", "bucket": "evidence"} == declared.outputs_of("lz:storage:RetainedBucket")
