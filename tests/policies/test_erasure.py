"""At which age a bucket deletes for good, and whether that is within the limit of whose data it holds."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.buckets import BUCKET
from policies.erasure import erases_in_time, is_somebodys, within_limit
from policies.example import graph_of
from policies.rule import Examples
from policies.rules.examples.build import aws, changed
from policies.rules.examples.personal import PERSONAL_DATA, erased
from policies.verdict import Verdict
from policies.view import StackView, View

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def first(stack: Examples) -> View:
    return next(StackView(graph_of(stack)).of_type(BUCKET))


def tagged(category: Any) -> View:
    return first((aws(BUCKET, "bucket", tags={} if category is None else {"lz:personal-data": category}),))


@pytest.mark.parametrize(
    ("category", "expected"),
    [("conversations", PASS), ("none", FAIL), (None, FAIL), (UNKNOWN, UNSURE), (7, PASS)],
)
def test_whose_data_it_is_is_said_by_a_tag(category: Any, expected: Verdict) -> None:
    """Without one nothing is asked; the tag that says none is an answer."""
    assert expected is is_somebodys(tagged(category))


@pytest.mark.parametrize(
    ("category", "days", "expected"),
    [
        ("conversations", 400, PASS),
        ("conversations", 401, FAIL),
        ("conversations", None, UNSURE),
        ("training-data", 1096, PASS),
        ("training-data", 1097, FAIL),
        ("nobody-knows", 400, PASS),
        ("nobody-knows", 401, FAIL),
        (["conversations"], 401, FAIL),
        (UNKNOWN, 400, PASS),
        (UNKNOWN, 401, UNSURE),
    ],
)
def test_a_category_has_a_limit(category: Any, days: float | None, expected: Verdict) -> None:
    """One that nobody knows is held to the lowest there is."""
    assert expected is within_limit(tagged(category), days)


def rule(**changes: Any) -> dict[str, Any]:
    return {**erased(300, 60)[0], **changes}


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([rule()], PASS),
        ([rule(filter=None)], PASS),
        ([rule(filter={})], PASS),
        ([rule(filter={"prefix": "chats/"})], FAIL),
        ([rule(filter={"prefix": UNKNOWN})], UNSURE),
        ([rule(prefix="chats/")], FAIL),
        ([rule(filter={"tag": {"key": "a", "value": "b"}})], FAIL),
        ([rule(filter={"and": {"prefix": ""}})], FAIL),
        ([rule(filter={"objectSizeGreaterThan": 1})], FAIL),
        ([rule(filter={"objectSizeLessThan": 1})], FAIL),
        ([rule(filter={"objectSizeLessThan": UNKNOWN})], UNSURE),
        ([rule(status="Disabled")], FAIL),
        ([rule(status=UNKNOWN)], UNSURE),
        ([rule(expiration={"days": 0})], FAIL),
        ([rule(expiration={"date": "2027-01-01"})], FAIL),
        ([rule(expiration={"days": UNKNOWN})], UNSURE),
        ([rule(expiration={"days": UNKNOWN}, noncurrentVersionExpiration={"noncurrentDays": 400})], FAIL),
        ([rule(expiration={"days": UNKNOWN}, noncurrentVersionExpiration={"noncurrentDays": 399})], UNSURE),
        ([rule(expiration={"days": 400}, noncurrentVersionExpiration={"noncurrentDays": UNKNOWN})], FAIL),
        ([rule(noncurrentVersionExpiration={"noncurrentDays": 60, "newerNoncurrentVersions": 3})], FAIL),
        ([rule(expiration=None), rule(noncurrentVersionExpiration=None)], PASS),
        ([rule(expiration={"days": 9000}), rule()], PASS),
        ([], FAIL),
        (UNKNOWN, UNSURE),
    ],
)
def test_an_object_is_gone_when_it_was_hidden_and_then_deleted(rules: Any, expected: Verdict) -> None:
    """Both by rules that are on and spare nothing, in one rule or in two; an unknown number is a day at least."""
    assert expected is erases_in_time(first(changed(PERSONAL_DATA, "chats-lifecycle", rules=rules)))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([{"enabled": True, "expiration": {"days": 300}, "noncurrentVersionExpiration": {"days": 60}}], PASS),
        ([{"enabled": False, "expiration": {"days": 300}, "noncurrentVersionExpiration": {"days": 60}}], FAIL),
        ([{"enabled": True, "expiration": {"days": 300}, "noncurrentVersionExpiration": {"days": 600}}], FAIL),
        (
            [
                {
                    "enabled": True,
                    "tags": {"team": "a"},
                    "expiration": {"days": 300},
                    "noncurrentVersionExpiration": {"days": 60},
                }
            ],
            FAIL,
        ),
    ],
)
def test_a_lifecycle_may_stand_inline(rules: list[Any], expected: Verdict) -> None:
    """Where it spells some things differently."""
    stack = changed(tuple(e for e in PERSONAL_DATA if e.name != "chats-lifecycle"), "chats", lifecycleRules=rules)

    assert expected is erases_in_time(first(stack))


def test_a_lifecycle_whose_bucket_is_not_known_may_be_its() -> None:
    """So nobody can say that there is none."""
    stack = changed(PERSONAL_DATA, "chats-lifecycle", bucket=UNKNOWN)

    assert UNSURE is erases_in_time(first(stack))
