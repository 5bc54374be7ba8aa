"""A retained bucket and its replica in the recovery Region."""

from __future__ import annotations

import json

from components import kit
from components.storage.plan import Retention
from components.storage.replicated_bucket import RULE_ID, ReplicatedBucket, ReplicatedBucketArgs, replication_policy
from config.vocabulary import DataClass, LockMode
from tests.components.storage.sites import (
    ACCOUNT,
    AWAY,
    AWAY_KEY,
    BOUNDARY,
    HOME,
    PRIMARY,
    RECOVERY,
    SCOPE,
    TOPICS,
    allowed,
    by_sid,
)
from tests.synth import Declared, synth

BUCKET = "aws:s3/bucket:Bucket"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
HOME_BUCKET = f"lz-prod-records-{ACCOUNT}-{HOME}"
AWAY_BUCKET = f"lz-prod-records-{ACCOUNT}-{AWAY}"

ARGS = ReplicatedBucketArgs(
    store="records",
    scope=SCOPE,
    data_class=DataClass.DECISIONS,
    retention=Retention(days=400, mode=LockMode.COMPLIANCE),
    primary=PRIMARY,
    recovery=RECOVERY,
    alarms=TOPICS,
)
POLICY = replication_policy(ARGS)


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: ReplicatedBucket("records", ARGS), unknown=unknown)


def test_there_is_one_bucket_in_each_region() -> None:
    """A replica in the primary's own Region would be lost with it."""
    buckets = declare().of_type(BUCKET)

    assert {HOME_BUCKET: HOME, AWAY_BUCKET: AWAY} == {b["bucket"]: b["region"] for b in buckets}


def test_the_replica_is_locked_as_firmly_as_the_primary() -> None:
    """Whoever wants a record gone could otherwise wait for it in the other Region."""
    locks = [lock["rule"] for lock in declare().of_type(LOCK)]

    assert 2 == len(locks)
    assert locks[0] == locks[1] == {"defaultRetention": {"mode": "COMPLIANCE", "days": 400}}


def test_everything_is_replicated_within_fifteen_minutes_under_the_key_of_the_other_region() -> None:
    """Replication Time Control is on, metrics with it, and encrypted objects are not left out."""
    (rule,) = declare().only(REPLICATION)["rules"]
    destination = rule["destination"]

    assert "Enabled" == rule["status"]
    assert {"prefix": ""} == rule["filter"], "every object"
    assert kit.bucket_arn(AWAY_BUCKET) == destination["bucket"]
    assert {"status": "Enabled", "time": {"minutes": 15}} == destination["replicationTime"]
    assert {"status": "Enabled", "eventThreshold": {"minutes": 15}} == destination["metrics"]
    assert {"replicaKmsKeyId": AWAY_KEY} == destination["encryptionConfiguration"]
    assert {"status": "Enabled"} == rule["sourceSelectionCriteria"]["sseKmsEncryptedObjects"]


def test_a_deletion_stays_in_the_primary_region() -> None:
    """Neither the rule carries a delete marker nor may the role write one."""
    (rule,) = declare().only(REPLICATION)["rules"]

    assert {"status": "Disabled"} == rule["deleteMarkerReplication"]
    assert not [action for action in allowed(POLICY) if "Delete" in action]


def test_the_role_reads_here_writes_there_and_nowhere_else() -> None:
    """Two buckets, and the keys of one data class, each for its own direction."""
    found = by_sid(POLICY)

    assert [f"{kit.bucket_arn(HOME_BUCKET)}/*"] == found["ReadVersions"]["Resource"]
    assert [f"{kit.bucket_arn(AWAY_BUCKET)}/*"] == found["WriteReplicas"]["Resource"]
    assert [f"s3.{HOME}.amazonaws.com"] == found["DecryptSource"]["Condition"]["StringEquals"]["kms:ViaService"]
    assert [f"s3.{AWAY}.amazonaws.com"] == found["EncryptReplicas"]["Condition"]["StringEquals"]["kms:ViaService"]
    assert not [s for s in found.values() if "*" in s["Resource"] or "*" in "".join(s["Action"])]


def test_the_role_may_read_locks() -> None:
    """Without them S3 does not replicate from a bucket with Object Lock, and says so per object only."""
    assert {"s3:GetObjectRetention", "s3:GetObjectLegalHold"} <= allowed(POLICY)


def test_only_s3_assumes_the_role_and_the_boundary_holds_it() -> None:
    """The trust names the service, and the account for which it works."""
    role = declare().only("aws:iam/role:Role")
    (trust,) = json.loads(role["assumeRolePolicy"])["Statement"]

    assert {"Service": "s3.amazonaws.com"} == trust["Principal"]
    assert {"StringEquals": {"aws:SourceAccount": ACCOUNT}} == trust["Condition"]
    assert BOUNDARY == role["permissionsBoundary"]


def test_replication_waits_for_the_versions_of_both_buckets_and_for_the_permissions() -> None:
    """S3 refuses a replication rule while either bucket keeps no versions."""
    declared = declare()
    waits = set(declared.only(REPLICATION).dependencies)

    assert {v.urn for v in declared.of_type(VERSIONING)} <= waits
    assert {p.urn for p in declared.of_type("aws:iam/rolePolicy:RolePolicy")} <= waits
    assert HOME == declared.only(REPLICATION)["region"], "a rule belongs to the source"


def test_the_alarms_watch_the_rule_that_replicates() -> None:
    """An alarm on another rule id would watch nothing, and stay silent."""
    declared = declare()
    alarms = declared.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")

    assert 3 == len(alarms)
    assert {RULE_ID} == {a["dimensions"]["RuleId"] for a in alarms} == {declared.only(REPLICATION)["rules"][0]["id"]}


def test_names_are_known_before_anything_exists() -> None:
    """A first preview shows the destination to the rules that hold replicas to their Regions."""
    declared = declare(unknown=True)

    assert kit.bucket_arn(AWAY_BUCKET) == declared.only(REPLICATION)["rules"][0]["destination"]["bucket"]
    assert {
        "arn": kit.bucket_arn(HOME_BUCKET),
        "bucket": HOME_BUCKET,
        "replicaArn": kit.bucket_arn(AWAY_BUCKET),
        "replicaBucket": AWAY_BUCKET,
    } == declared.outputs_of("lz:storage:ReplicatedBucket")
