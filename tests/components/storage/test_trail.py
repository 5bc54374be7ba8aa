"""Who did what in the account."""

from __future__ import annotations

import json

from components.storage.key_policy import key_policy
from components.storage.log_archive import LogArchive, LogArchiveArgs
from components.storage.trail import Trail, TrailArgs, log_delivery_policy
from config.vocabulary import DataClass
from tests.components.storage.sites import (
    ACCOUNT,
    BOUNDARY,
    FAMILY,
    HOME,
    HOME_KEY,
    PRIMARY,
    RECOVERY,
    SCOPE,
    TOPICS,
    YEAR,
    by_sid,
)
from tests.synth import Declared, DeclaredResource, synth

STORES = ("arn:aws:s3:::lz-prod-models", "arn:aws:s3:::lz-prod-decisions")
ARCHIVE = "arn:aws:s3:::lz-prod-logs"
TRAIL = "aws:cloudtrail/trail:Trail"


def declare(*, watched: tuple[str, ...] = STORES, unknown: bool = False) -> Declared:
    args = TrailArgs(scope=SCOPE, site=PRIMARY, bucket="archive", days=400, watched=watched, archive=ARCHIVE)
    return synth(lambda: Trail("trail", args), unknown=unknown)


def selectors(trail: DeclaredResource) -> list[dict[str, dict[str, list[str]]]]:
    return [
        {f["field"]: {k: v for k, v in f.items() if k != "field"} for f in selector["fieldSelectors"]}
        for selector in trail["advancedEventSelectors"]
    ]


def test_the_trail_covers_every_region_and_shows_tampering() -> None:
    """Multi-Region, global services, digests, and on."""
    trail = declare().only(TRAIL)

    for setting in ("isMultiRegionTrail", "includeGlobalServiceEvents", "enableLogFileValidation", "enableLogging"):
        assert trail[setting] is True, setting
    assert (HOME_KEY, HOME) == (trail["kmsKeyId"], trail["region"])


def test_reads_and_writes_of_the_stores_are_recorded() -> None:
    """Management events, and the objects of the watched buckets; a bucket whose name goes on is another."""
    management, data, _ = selectors(declare().only(TRAIL))

    assert {"eventCategory": {"equals": ["Management"]}} == management
    assert {"equals": ["AWS::S3::Object"]} == data["resources.type"]
    assert {"startsWiths": sorted(f"{arn}/" for arn in STORES)} == data["resources.ARN"]
    assert "readOnly" not in data, "reads are recorded as well as writes"


def test_what_is_delivered_to_the_archive_is_not_recorded_again() -> None:
    """Reads and deletions are; the record of a delivery would be delivered in its turn, without end."""
    *_, archive = selectors(declare().only(TRAIL))

    assert {"startsWiths": [f"{ARCHIVE}/"]} == archive["resources.ARN"]
    assert {"notEquals": ["PutObject"]} == archive["eventName"]


def test_a_trail_without_stores_still_records_management_events() -> None:
    """CloudTrail refuses a selector without values."""
    management, archive = selectors(declare(watched=()).only(TRAIL))

    assert {"eventCategory": {"equals": ["Management"]}} == management
    assert {"startsWiths": [f"{ARCHIVE}/"]} == archive["resources.ARN"]


def test_events_reach_a_log_group_that_is_kept_and_encrypted() -> None:
    """Alarms read them there."""
    declared = declare()
    group = declared.only("aws:cloudwatch/logGroup:LogGroup")

    assert (400, HOME_KEY) == (group["retentionInDays"], group["kmsKeyId"])
    assert (
        f"arn:aws:logs:{HOME}:{ACCOUNT}:log-group:{group['name']}:*" == declared.only(TRAIL)["cloudWatchLogsGroupArn"]
    )


def test_the_delivery_role_writes_the_trails_own_streams() -> None:
    """It cannot forge another source's events."""
    (statement,) = by_sid(log_delivery_policy(ACCOUNT, HOME, "/lz/prod/trail")).values()

    assert {"logs:CreateLogStream", "logs:PutLogEvents"} == set(statement["Action"])
    assert [f"arn:aws:logs:{HOME}:{ACCOUNT}:log-group:/lz/prod/trail:log-stream:{ACCOUNT}_CloudTrail_{HOME}*"] == (
        statement["Resource"]
    )


def test_cloudtrail_alone_assumes_the_delivery_role() -> None:
    """A source account that is given must be ours, and none may be given."""
    role = declare().only("aws:iam/role:Role")
    (trust,) = json.loads(role["assumeRolePolicy"])["Statement"]

    assert {"Service": "cloudtrail.amazonaws.com"} == trust["Principal"]
    assert {"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}} == trust["Condition"]
    assert BOUNDARY == role["permissionsBoundary"]


def test_the_trail_waits_until_it_may_write() -> None:
    """AWS tries the bucket and the log group before it accepts a trail."""

    def build() -> None:
        archive = LogArchive(
            "logs", LogArchiveArgs(scope=SCOPE, retention=YEAR, primary=PRIMARY, recovery=RECOVERY, alarms=TOPICS)
        )
        Trail(
            "trail", TrailArgs(scope=SCOPE, site=PRIMARY, bucket=archive.bucket, days=400, watched=(), archive=ARCHIVE)
        )

    declared = synth(build)
    trail = declared.only(TRAIL)

    assert (declared.named("logs-primary-policy").urn,) == trail.property_dependencies["s3BucketName"]
    assert declared.named("trail-delivery-policy").urn in trail.dependencies
    assert declared.only("aws:cloudwatch/logGroup:LogGroup").urn in trail.dependencies


def test_the_archive_admits_the_trail_that_is_made() -> None:
    """The bucket policy and the key policy name the trail before it exists; all must mean the same one."""

    def build() -> None:
        archive = LogArchive(
            "logs", LogArchiveArgs(scope=SCOPE, retention=YEAR, primary=PRIMARY, recovery=RECOVERY, alarms=TOPICS)
        )
        Trail(
            "trail", TrailArgs(scope=SCOPE, site=PRIMARY, bucket=archive.bucket, days=400, watched=(), archive=ARCHIVE)
        )

    declared = synth(build)
    arn = declared.outputs_of("lz:storage:Trail")["arn"]
    bucket = by_sid(declared.named("logs-primary-policy")["policy"])["TrailWrites"]["Condition"]
    key = by_sid(key_policy(DataClass.SECURITY_LOGS, family=FAMILY, account=ACCOUNT, region=HOME, home=HOME))[
        "TrailEncrypts"
    ]["Condition"]

    assert arn == bucket["StringEquals"]["aws:SourceArn"]
    assert arn == key["StringEquals"]["aws:SourceArn"]


def test_a_first_preview_shows_the_trail() -> None:
    """Only the role's ARN comes with the deploy."""
    trail = declare(unknown=True).only(TRAIL)

    assert {"cloudWatchLogsRoleArn"} == {key for key, value in trail.inputs.items() if "UNKNOWN" in repr(value)}
