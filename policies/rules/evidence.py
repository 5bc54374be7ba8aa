"""Stores of evidence: write-once, for as long as their data class says."""

from __future__ import annotations

from collections.abc import Iterator

from policies.buckets import BUCKET, LIFECYCLE, LOCK, lock_days
from policies.classification import days_of, is_evidence, meets_floor
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.storage import EVIDENCE
from policies.value import Outcome, is_false, one_of
from policies.verdict import Verdict
from policies.view import View


@resource_rule(
    id="LZ-LOG-001",
    title="A store of evidence is write-once",
    severity=Severity.CRITICAL,
    types=(BUCKET,),
    control="LOG-05",
    why="A record that its own operators can delete proves nothing to an auditor.",
    fix="Attach aws.s3.BucketObjectLockConfiguration; stores tagged decisions, models or security-logs need it.",
    good=EVIDENCE,
    bad=changed(EVIDENCE, "replica-lock", bucket="another-bucket"),
    offending="replica-lock.bucket",
    decides=("replica.bucket", "replica.tags"),
)
def evidence_is_write_once(bucket: View) -> Iterator[Outcome]:
    locks, perhaps = LOCK.of(bucket)
    locked = Verdict.of(bool(locks)) | (Verdict.UNKNOWN if perhaps else Verdict.FAIL)
    yield bucket.outcome(~is_evidence(bucket) | locked, "holds evidence and has no Object Lock")


@resource_rule(
    id="LZ-LOG-002",
    title="Object Lock holds at least as long as the data class asks",
    severity=Severity.CRITICAL,
    types=(BUCKET,),
    control="LOG-05",
    why="Records could be deleted before the day until which a regulator may ask for them.",
    fix="Raise retention.<class>.days in config/environments to the floor of the class in policies/organisation.yaml.",
    good=EVIDENCE,
    bad=changed(EVIDENCE, "store-lock", rule={"defaultRetention": {"mode": "GOVERNANCE", "days": 30}}),
    offending="store-lock.rule.defaultRetention.days",
    decides=("store.tags",),
)
def lock_holds_as_long_as_the_class(bucket: View) -> Iterator[Outcome]:
    for _, retention in LOCK.of(bucket)[0]:
        held = meets_floor(bucket, lock_days(retention))
        yield retention.at("days").outcome(held, "the default retention is below the floor of the data class")


@resource_rule(
    id="LZ-LOG-003",
    title="Object Lock has a mode that holds",
    severity=Severity.HIGH,
    types=(BUCKET,),
    control="LOG-05",
    why="Without a default mode, what is written without an explicit retention is not locked at all.",
    fix="Set rule.default_retention.mode to GOVERNANCE, or to COMPLIANCE once retention.lock.confirmed carries a date.",
    good=EVIDENCE,
    bad=changed(EVIDENCE, "store-lock", rule={"defaultRetention": {"mode": "NONE", "days": 400}}),
    offending="store-lock.rule.defaultRetention.mode",
)
def lock_has_a_mode(bucket: View) -> Iterator[Outcome]:
    for _, retention in LOCK.of(bucket)[0]:
        yield retention.at("mode").must(one_of("GOVERNANCE", "COMPLIANCE"), "the mode is not GOVERNANCE or COMPLIANCE")


@resource_rule(
    id="LZ-LOG-004",
    title="No lifecycle rule expires data before the floor of its class",
    severity=Severity.CRITICAL,
    types=(BUCKET,),
    control="LOG-04",
    why="A lifecycle rule deletes in silence, every night, what the retention policy promised to keep.",
    fix="Raise expiration and noncurrent_version_expiration to the days of the data class, or drop them.",
    good=EVIDENCE,
    bad=changed(
        EVIDENCE,
        "store-lifecycle",
        rules=[{"id": "expire", "status": "Enabled", "noncurrentVersionExpiration": {"noncurrentDays": 30}}],
    ),
    offending="store-lifecycle.rules[0].noncurrentVersionExpiration.noncurrentDays",
    decides=("store.tags", "store-lifecycle.rules[0].status"),
)
def lifecycle_keeps_to_the_floor(bucket: View) -> Iterator[Outcome]:
    for _, rules in LIFECYCLE.of(bucket)[0]:
        for rule in rules.each():
            # A rule that version 6 wrote on the bucket itself says `enabled`.
            asleep = rule.at("status").holds(one_of("Disabled")) | rule.at("enabled").holds(is_false)
            for path in ("expiration.days", "noncurrentVersionExpiration.noncurrentDays"):
                days = rule.at(path)
                if not days.missing and days_of(days) != 0:
                    kept = meets_floor(bucket, days_of(days))
                    yield days.outcome(asleep | kept, "expires data before the floor of its data class")
