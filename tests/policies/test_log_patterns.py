"""Which events a filter pattern of CloudWatch Logs matches."""

from __future__ import annotations

import pytest

from components.detection.account_events import EVENTS, AccountEvent
from policies.account_events import EVENTS as LINES
from policies.log_patterns import Event, matches
from policies.verdict import Verdict

PASS, FAIL, UNREAD = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
STOPPED: Event = frozenset({("eventName", "StopLogging"), ("userIdentity.invokedBy", None)})


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{ $.eventName = StopLogging }", PASS),
        ('{$.eventName="StopLogging"}', PASS),
        ('{ $.eventName = "Stop*" }', PASS),
        ("{ $.eventName = Stop }", FAIL),
        ("{ $.eventName != StopLogging }", FAIL),
        ("{ $.eventName != StartLogging }", PASS),
        ("{ ($.eventName = StartLogging) || ($.eventName = StopLogging) }", PASS),
        ("{ $.eventName = StartLogging || $.eventName = StopLogging }", PASS),
        ("{ $.eventName = StopLogging && $.awsRegion = eu-west-1 }", FAIL),
        ("{ $.eventName = StopLogging || $.awsRegion = eu-west-1 }", PASS),
        ("{ $.eventName = StopLogging && ($.a = b || $.eventName = Stop*) }", PASS),
        ("{ $.eventName = StopLogging || $.a = b && $.c = d }", PASS),
        ("{ ($.eventName = StopLogging || $.a = b) && $.c = d }", FAIL),
        ("{ $.userIdentity.invokedBy NOT EXISTS }", PASS),
        ("{ $.eventName NOT EXISTS }", FAIL),
        ("{ $.userIdentity.arn NOT EXISTS }", FAIL),
        ("{ $.userIdentity.invokedBy = root }", FAIL),
        ("{ $.userIdentity.invokedBy != root }", PASS),
        ("{ $.eventName = StopLogging && $.duration > 5 }", FAIL),
        ("{ $.eventName = StopLogging && $.readOnly IS TRUE }", FAIL),
        ("{ $.eventName = %Stop.*% }", UNREAD),
        ("StopLogging", UNREAD),
        ("{ $.eventName = StopLogging", UNREAD),
        ("{ ($.eventName = StopLogging }", UNREAD),
        ("{ $.eventName = StopLogging } more", UNREAD),
        ("{ && }", UNREAD),
        ("{ }", UNREAD),
    ],
)
def test_a_pattern_matches_whatever_else_the_event_says(pattern: str, expected: Verdict) -> None:
    """Or it does not: what hangs on a field that nobody gave is no match."""
    assert expected is matches(pattern, STOPPED)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.cis)
def test_every_pattern_of_the_zone_matches_its_own_line_alone(event: AccountEvent) -> None:
    """The list of the zone and that of the policies were written apart; neither is wider than it should be."""
    found = {cis for cis, line in LINES.items() if all(matches(event.pattern, one) is PASS for one in line.events)}

    assert {event.cis} == found
