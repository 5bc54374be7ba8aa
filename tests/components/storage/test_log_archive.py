"""Where trails, flow logs and query logs end up."""

from __future__ import annotations

from components.storage.log_archive import LogArchive, LogArchiveArgs
from tests.components.storage.sites import (
    ACCOUNT,
    AWAY,
    HOME,
    PRIMARY,
    RECOVERY,
    SCOPE,
    TOPICS,
    YEAR,
    by_sid,
    open_to_everyone,
)
from tests.synth import Declared, synth

POLICY = "aws:s3/bucketPolicy:BucketPolicy"
ARGS = LogArchiveArgs(scope=SCOPE, retention=YEAR, primary=PRIMARY, recovery=RECOVERY, alarms=TOPICS)


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: LogArchive("logs", ARGS), unknown=unknown)


def policies(*, unknown: bool = False) -> dict[str, str]:
    return {p["region"]: p["policy"] for p in declare(unknown=unknown).of_type(POLICY)}


def test_the_trail_writes_to_the_primary_bucket_only() -> None:
    """A multi-Region trail has one bucket; the replica gets its files by replication."""
    here, there = by_sid(policies()[HOME]), by_sid(policies()[AWAY])

    assert {"TrailReadsAcl", "TrailWrites"} <= here.keys()
    assert not {"TrailReadsAcl", "TrailWrites"} & there.keys()


def test_each_region_delivers_its_own_logs_to_its_own_bucket() -> None:
    """The recovery environment writes to the replica, so that it logs while the primary Region is gone."""
    for region, policy in policies().items():
        found = by_sid(policy)
        condition = found["LogDeliveryWrites"]["Condition"]
        assert {"aws:SourceArn": f"arn:aws:logs:{region}:{ACCOUNT}:*"} == condition["ArnLike"]


def test_bedrock_writes_the_calls_of_a_region_to_the_bucket_of_that_region() -> None:
    """What a model was asked stays where it was asked, under this account's prefix."""
    for region, policy in policies().items():
        found = by_sid(policy)["ModelCallsWrite"]
        assert [
            f"arn:aws:s3:::lz-prod-logs-{ACCOUNT}-{region}/AWSLogs/{ACCOUNT}/BedrockModelInvocationLogs/*"
        ] == found["Resource"]
        assert {"aws:SourceArn": f"arn:aws:bedrock:{region}:{ACCOUNT}:*"} == found["Condition"]["ArnLike"]


def test_nobody_is_admitted_but_services() -> None:
    """What is allowed is allowed to a service, for this account."""
    for policy in policies(unknown=True).values():
        assert [] == open_to_everyone(policy)
        for statement in by_sid(policy).values():
            if statement["Effect"] == "Allow":
                assert {"Service"} == statement["Principal"].keys(), statement["Sid"]


def test_the_archive_is_evidence_of_the_security_logs() -> None:
    """Both buckets carry the class that decides key, retention and lock."""
    buckets = declare().of_type("aws:s3/bucket:Bucket")

    assert ["security-logs"] * 2 == [b["tags"]["lz:data-class"] for b in buckets]


def test_the_archive_hands_out_its_names() -> None:
    """They are known before anything exists, and come with the wait for the bucket policies."""
    outputs = declare(unknown=True).outputs_of("lz:storage:LogArchive")

    assert (f"lz-prod-logs-{ACCOUNT}-{HOME}", f"lz-prod-logs-{ACCOUNT}-{AWAY}") == (
        outputs["bucket"],
        outputs["replicaBucket"],
    )
