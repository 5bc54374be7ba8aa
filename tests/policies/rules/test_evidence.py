"""Stores of evidence: locks and lifecycles as they are written, inline and beside the bucket."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.buckets import BUCKET
from policies.example import graph_of
from policies.rules.examples.build import aws, changed
from policies.rules.examples.storage import EVIDENCE
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("data_class", "expected"),
    [
        ("decisions", FAIL),
        ("models", FAIL),
        ("security-logs", FAIL),
        ("operations", PASS),
        (None, PASS),
        (UNKNOWN, UNSAID),
    ],
)
def test_only_evidence_has_to_be_write_once(data_class: Any, expected: Verdict) -> None:
    """A store of anything else may do without a lock."""
    tags = {"lz:data-class": data_class} if data_class else {}

    assert expected is said("LZ-LOG-001", (aws(BUCKET, "store", bucket="b", tags=tags),))


@pytest.mark.parametrize(
    ("retention", "long", "mode"),
    [
        ({"mode": "GOVERNANCE", "days": 184}, PASS, PASS),
        ({"mode": "COMPLIANCE", "days": 183}, FAIL, PASS),
        ({"mode": "COMPLIANCE", "years": 1}, PASS, PASS),
        ({"mode": "GOVERNANCE"}, FAIL, PASS),
        ({"days": 400}, PASS, FAIL),
        ({"mode": "", "days": 400}, PASS, FAIL),
        ({"mode": UNKNOWN, "days": UNKNOWN}, UNSAID, UNSAID),
    ],
)
def test_a_lock_has_a_time_and_a_mode(retention: dict[str, Any], long: Verdict, mode: Verdict) -> None:
    """Half a year for decisions, under one of the two modes that AWS has."""
    stack = changed(EVIDENCE, "store-lock", rule={"defaultRetention": retention})

    assert (long, mode) == (said("LZ-LOG-002", stack), said("LZ-LOG-003", stack))


def test_a_finding_points_at_the_days_of_the_lock() -> None:
    """Also where a lock says none: that is the line to write."""
    for retention in ({"mode": "GOVERNANCE", "days": 30}, {"mode": "GOVERNANCE"}):
        stack = changed(EVIDENCE, "store-lock", rule={"defaultRetention": retention})
        found = [one for one in outcomes(RULES["LZ-LOG-002"], graph_of(stack)) if one.verdict is FAIL]

        assert ["rule.defaultRetention.days"] == [one.path for one in found]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"expiration": {"days": 184}}, PASS),
        ({"expiration": {"days": 183}}, FAIL),
        ({"expiration": {"days": 0}}, PASS),
        ({"expiration": {"days": UNKNOWN}}, UNSAID),
        ({"expiration": {"days": 183}, "status": "Disabled"}, PASS),
        ({"expiration": {"days": 183}, "status": None}, FAIL),
        ({"expiration": {"days": 183}, "status": UNKNOWN}, UNSAID),
        ({"noncurrentVersionExpiration": {"noncurrentDays": 184}}, PASS),
        ({"noncurrentVersionExpiration": {"noncurrentDays": 183}}, FAIL),
        ({}, PASS),
    ],
)
def test_nothing_expires_before_the_floor(rule: dict[str, Any], expected: Verdict) -> None:
    """Neither what is there nor what was replaced; zero days is AWS's word for never."""
    whole = {key: value for key, value in {"id": "one", "status": "Enabled", **rule}.items() if value is not None}

    assert expected is said("LZ-LOG-004", changed(EVIDENCE, "store-lifecycle", rules=[whole]))


@pytest.mark.parametrize(("enabled", "expected"), [(True, FAIL), (False, PASS), ("false", PASS), (UNKNOWN, UNSAID)])
def test_a_rule_on_the_bucket_itself_says_whether_it_is_enabled(enabled: Any, expected: Verdict) -> None:
    """As version 6 wrote it; one that is off deletes nothing."""
    rules = [{"enabled": enabled, "expiration": {"days": 1}}]
    store = aws(BUCKET, "store", bucket="b", tags={"lz:data-class": "decisions"}, lifecycleRules=rules)

    assert expected is said("LZ-LOG-004", (store,))
