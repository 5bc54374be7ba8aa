"""Which alarms of a stack follow what is done to the account, however they are written."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.account_events import EVENTS, METRIC_FILTER, follows
from policies.example import graph_of
from policies.metrics import ALARM
from policies.rule import Example
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, aws
from policies.rules.examples.watched import counted
from policies.trails import TRAIL
from policies.verdict import Verdict
from policies.view import StackView

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
GROUP = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:trail:*"
METRIC = {"name": "changed", "namespace": "Account", "value": "1"}
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"
KEYS = counted("DisableKey", "ScheduleKeyDeletion")


def called_by(service: str) -> str:
    """The pattern, of the calls of one service."""
    return f'{{ ($.eventSource = "{service}.amazonaws.com") && ({KEYS.strip("{} ")}) }}'


def a_filter(pattern: Any = KEYS, name: str = "filter", **more: Any) -> Example:
    return aws(
        METRIC_FILTER, name, **{"logGroupName": "trail", "pattern": pattern, "metricTransformation": METRIC, **more}
    )


def an_alarm(**more: Any) -> Example:
    return aws(ALARM, "alarm", **{"metricName": "changed", "namespace": "Account", "alarmActions": [TOPIC], **more})


def said(cis: str, *stack: Example, group: Any = GROUP) -> Verdict:
    trail = aws(TRAIL, "trail", cloudWatchLogsGroupArn=group)
    (view,) = StackView(graph_of((trail, *stack))).of_type(TRAIL)
    return dict(follows(view))[cis]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (KEYS, PASS),
        ("{($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)}", PASS),
        (called_by("kms"), PASS),
        (called_by("s3"), FAIL),
        (counted("DisableKey"), FAIL),
        ("{ ($.eventName != DisableKey) || ($.eventName = ScheduleKeyDeletion) }", FAIL),
        (f'{{ ({KEYS.strip("{} ")}) && ($.userIdentity.arn != "arn:aws:iam::1:role/deploy") }}', FAIL),
        ("DisableKey ScheduleKeyDeletion", UNSURE),
        ("", UNSURE),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_filter_names_every_call_of_the_line(pattern: Any, expected: Verdict) -> None:
    """With or without quotes, spaces and the service; the calls of another service are something else."""
    assert expected is said("4.7", a_filter(pattern), an_alarm())


def test_several_filters_make_a_line_together() -> None:
    """As long as an alarm hears each."""
    one, other = counted("DisableKey"), counted("ScheduleKeyDeletion")

    assert PASS is said("4.7", a_filter(one), a_filter(other, "other"), an_alarm())
    assert FAIL is said(
        "4.7", a_filter(one), a_filter(other, "other", metricTransformation={**METRIC, "name": "unheard"}), an_alarm()
    )


@pytest.mark.parametrize(
    ("cis", "pattern", "expected"),
    [
        ("4.1", '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }', PASS),
        ("4.1", '{ ($.errorCode = "AccessDenied*") }', FAIL),
        ("4.2", '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }', PASS),
        ("4.2", '{ ($.eventName = "ConsoleLogin") }', PASS),
        ("4.2", '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed = "Yes") }', FAIL),
        ("4.3", '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS }', PASS),
        ("4.3", '{ $.userIdentity.type = "Root" && $.sourceIPAddress != "203.0.113.7" }', FAIL),
        ("4.6", '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }', PASS),
    ],
)
def test_a_filter_follows_what_it_matches_whatever_else_is_said(cis: str, pattern: str, expected: Verdict) -> None:
    """Wider than the line will do; one that leaves somebody out will not."""
    assert expected is said(cis, a_filter(pattern), an_alarm())


@pytest.mark.parametrize(
    ("alarm", "expected"),
    [
        ({"alarmActions": []}, FAIL),
        ({"alarmActions": [UNKNOWN]}, PASS),
        ({"alarmActions": UNKNOWN}, UNSURE),
        ({"actionsEnabled": False}, FAIL),
        ({"metricName": "another"}, FAIL),
        ({"metricName": UNKNOWN}, UNSURE),
        ({"namespace": "Another"}, FAIL),
        ({"region": RECOVERY_REGION}, FAIL),
    ],
)
def test_the_alarm_is_on_the_metric_and_tells_somebody(alarm: dict[str, Any], expected: Verdict) -> None:
    """A metric that nobody is told of is a drawing."""
    assert expected is said("4.7", a_filter(), an_alarm(**alarm))


def test_an_alarm_is_known_by_the_filter_it_comes_from() -> None:
    """At the first preview the name of its metric is not known yet."""
    linked = aws(ALARM, "alarm", {"metricName": "filter"}, namespace="Account", alarmActions=[TOPIC])

    assert PASS is said("4.7", a_filter(), linked)


def test_a_filter_over_other_logs_counts_something_else() -> None:
    """It has to read what the trail writes."""
    assert FAIL is said("4.7", a_filter(logGroupName="application"), an_alarm())
    assert UNSURE is said("4.7", a_filter(logGroupName=UNKNOWN), an_alarm())
    assert UNSURE is said("4.7", a_filter(), an_alarm(), group=UNKNOWN)


def test_a_trail_without_a_log_group_is_another_finding() -> None:
    """LZ-LOG-009 says so once; fifteen missing alarms would say it fifteen times more."""
    (view,) = StackView(graph_of((aws(TRAIL, "trail"),))).of_type(TRAIL)

    assert [] == list(follows(view))


def test_the_lines_are_those_of_the_benchmark() -> None:
    """4.1 to 4.15; 4.16 is about Security Hub."""
    assert [f"4.{number}" for number in range(1, 16)] == list(EVENTS)
