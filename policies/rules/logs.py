"""Log groups and the trail: kept long enough, encrypted, complete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policies.checks import encrypted
from policies.classification import days_of, meets_floor
from policies.paths import select
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.logs import ACCOUNT_BASE, LOG_GROUP, LOGS, TRAIL, data_events
from policies.value import Outcome, Value, is_true, non_empty
from policies.verdict import Verdict, some
from policies.view import View

_S3_OBJECTS = "AWS::S3::Object"


@resource_rule(
    id="LZ-LOG-005",
    title="A log group keeps its events at least as long as its data class asks",
    severity=Severity.CRITICAL,
    types=(LOG_GROUP,),
    control="LOG-03",
    why="CloudWatch deletes events for good when their retention ends; no setting left means nobody decided.",
    fix="Set retention_in_days to the class's days; CloudWatch has no half-year value, 365 is the next above 184.",
    good=LOGS,
    bad=changed(LOGS, "trail-logs", retentionInDays=30),
    offending="trail-logs.retentionInDays",
    decides=("trail-logs.tags",),
)
def log_group_keeps_long_enough(group: View) -> Iterator[Outcome]:
    days = group["retentionInDays"]
    forever = days.holds(lambda raw: str(raw) == "0")
    yield days.outcome(
        forever | meets_floor(group, days_of(days)), "the retention is not set, or below the floor of the data class"
    )


log_group_has_a_customer_key = resource_rule(
    id="LZ-LOG-006",
    title="A log group is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(LOG_GROUP,),
    control="LOG-12",
    why="Logs repeat what users typed and models answered; reading them should need a key we govern.",
    fix="Set kms_key_id to the key of the group's data class.",
    good=LOGS,
    bad=changed(LOGS, "trail-logs", kmsKeyId=None),
    offending="trail-logs.kmsKeyId",
)(encrypted("kmsKeyId"))


@resource_rule(
    id="LZ-LOG-007",
    title="The trail sees every Region, all the time, and can be verified",
    severity=Severity.CRITICAL,
    types=(TRAIL,),
    control="LOG-10",
    why="An intruder works in the Region nobody records; without digests a deleted log file leaves no trace.",
    fix="Set is_multi_region_trail and enable_log_file_validation True; leave enable_logging alone.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "trail", isMultiRegionTrail=False),
    offending="trail.isMultiRegionTrail",
)
def trail_is_complete(trail: View) -> Iterator[Outcome]:
    yield trail.must("isMultiRegionTrail", is_true, "records one Region only")
    yield trail.must("enableLogFileValidation", is_true, "its log files cannot be verified")
    yield trail.must("enableLogging", is_true, "does not record", when_missing=True)
    yield trail.must("includeGlobalServiceEvents", is_true, "leaves out IAM and STS", when_missing=True)


trail_has_a_customer_key = resource_rule(
    id="LZ-LOG-008",
    title="The trail is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(TRAIL,),
    control="LOG-11",
    why="The trail names every principal and resource of the account; who may read it is a decision of its own.",
    fix="Set kms_key_id to the key of the class security-logs.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "trail", kmsKeyId=None),
    offending="trail.kmsKeyId",
)(encrypted("kmsKeyId"))


@resource_rule(
    id="LZ-LOG-009",
    title="The trail reaches CloudWatch Logs",
    severity=Severity.HIGH,
    types=(TRAIL,),
    control="LOG-11",
    why="Files in S3 answer questions afterwards; an alarm on root or break-glass use needs the events as they come.",
    fix="Set cloud_watch_logs_group_arn and cloud_watch_logs_role_arn.",
    good=ACCOUNT_BASE,
    bad=changed(ACCOUNT_BASE, "trail", cloudWatchLogsGroupArn=None),
    offending="trail.cloudWatchLogsGroupArn",
)
def trail_reaches_cloudwatch_logs(trail: View) -> Iterator[Outcome]:
    group = trail["cloudWatchLogsGroupArn"]
    known = group.holds(non_empty)
    linked = Verdict.PASS if trail.comes_from("cloudWatchLogsGroupArn", LOG_GROUP) else known
    yield group.outcome(linked, "events do not reach a log group")


@resource_rule(
    id="LZ-LOG-010",
    title="The trail records reads and writes of S3 objects",
    severity=Severity.HIGH,
    types=(TRAIL,),
    control="LOG-09",
    why="Without data events nobody can say who read a decision record or replaced a model's weights.",
    fix="Add an advanced event selector with eventCategory Data and resources.type AWS::S3::Object.",
    good=ACCOUNT_BASE,
    bad=changed(
        ACCOUNT_BASE,
        "trail",
        advancedEventSelectors=data_events("AWS::Lambda::Function"),
    ),
    offending="trail.advancedEventSelectors[0].fieldSelectors[1].equals",
    decides=("trail.advancedEventSelectors[0].fieldSelectors[0]",),
)
def trail_records_object_access(trail: View) -> Iterator[Outcome]:
    advanced = [
        _selects(selector, "eventCategory", "Data") & _selects(selector, "resources.type", _S3_OBJECTS)
        for selector in select(trail, "advancedEventSelectors[]")
    ]
    basic = [
        kind.holds(lambda raw: raw == _S3_OBJECTS) for kind in select(trail, "eventSelectors[].dataResources[].type")
    ]
    yield trail.outcome(some([*advanced, *basic]), "records no access to S3 objects", "advancedEventSelectors")


def _selects(selector: Value, field: str, wanted: Any) -> Verdict:
    """Whether one of the selector's fields is this one and equals the wanted value."""
    fields = selector.at("fieldSelectors").each()
    return some(
        f.at("field").holds(lambda raw: raw == field)
        & some(value.holds(lambda raw: raw == wanted) for value in f.at("equals").each())
        for f in fields
    )
