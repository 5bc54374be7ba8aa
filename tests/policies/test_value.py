"""A property as a rule sees it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import UNKNOWN, Secret
from policies.value import MISSING, at_least, at_most, is_false, is_true, non_empty, one_of, wrap
from policies.verdict import Verdict
from tests.graph.wire import PROPERTIES

PATHS = st.lists(st.text("ab", min_size=1, max_size=2), min_size=1, max_size=4).map(".".join)


@given(PROPERTIES, PATHS)
def test_no_path_into_any_value_raises(properties: dict[str, Any], path: str) -> None:
    """Whatever is there, a rule gets known, missing or unknown, never an exception."""
    value = wrap("urn", "", properties).at(path)

    assert 1 == [value.known, value.missing, value.unknown].count(True)


@given(PATHS)
def test_below_an_unknown_everything_is_unknown(path: str) -> None:
    """A value that is not there yet may come to hold anything."""
    value = wrap("urn", "rule", UNKNOWN).at(path)

    assert (True, f"rule.{path}") == (value.unknown, value.path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("rule.days", 400),
        ("ports[1].to", 22),
        ("ports[9].to", MISSING),
        ("wrapped.days", 7),
        ("null", MISSING),
        ("rule.days.deeper", MISSING),
        ("later[0].days", UNKNOWN),
    ],
)
def test_a_path_leads_to_what_is_there(path: str, expected: object) -> None:
    """Dots into objects, numbers into lists; pulumi-aws 6 wrapped a single object in a list, and null is not given."""
    value = wrap(
        "urn",
        "",
        {
            "rule": {"days": 400},
            "ports": [{"to": 80}, {"to": 22}],
            "wrapped": [{"days": 7}],
            "null": None,
            "later": UNKNOWN,
        },
    )

    assert expected == value.at(path).raw
    assert path == value.at(path).path


def test_a_secret_is_looked_into_and_remembered() -> None:
    """A rule may judge a secret; everything below it is known to be secret."""
    value = wrap("urn", "", {"login": Secret({"password": "x", "keys": ["a"]})})

    assert [True, True] == [value.at("login.password").secret, next(value.at("login.keys").each()).secret]
    assert not value.secret


@pytest.mark.parametrize(
    ("raw", "expected"),
    [([1, UNKNOWN], [1, UNKNOWN]), (UNKNOWN, [UNKNOWN]), (None, []), ("one", ["one"]), ([], [])],
)
def test_each_walks_a_list(raw: object, expected: list[object]) -> None:
    """An unknown list is one unknown element, so that a rule about each element says unknown, not nothing."""
    assert expected == [element.raw for element in wrap("urn", "cidrs", raw).each()]


def test_entries_walk_a_mapping() -> None:
    """Keys may hold dots; the path shows them as they are."""
    found = dict(wrap("urn", "tags", {"a.b": "x", "c": UNKNOWN}).entries())

    assert {"a.b": "x", "c": UNKNOWN} == {key: value.raw for key, value in found.items()}
    assert "tags.a.b" == found["a.b"].path


@pytest.mark.parametrize(
    ("raw", "when_missing", "expected"),
    [
        (400, MISSING, Verdict.PASS),
        (30, MISSING, Verdict.FAIL),
        (None, MISSING, Verdict.FAIL),
        (None, 400, Verdict.PASS),
        (UNKNOWN, 400, Verdict.UNKNOWN),
        (Secret(30), MISSING, Verdict.FAIL),
    ],
)
def test_a_predicate_is_asked_of_what_is_known(raw: object, when_missing: object, expected: Verdict) -> None:
    """Missing fails unless AWS has a default; unknown stays unknown, default or not."""
    outcome = wrap("urn", "days", raw).must(at_least(365), "days is below 365", when_missing=when_missing)

    assert (expected, "urn", "days", "days is below 365") == (
        outcome.verdict, outcome.urn, outcome.path, outcome.message,
    )  # fmt: skip


def test_another_value_stands_at_the_same_place() -> None:
    """What is derived from a secret is secret too."""
    value = wrap("urn", "arn", Secret("arn:aws:s3:::x")).replaced("x")

    assert ("x", "arn", True) == (value.raw, value.path, value.secret)


@pytest.mark.parametrize(
    ("predicate", "holds", "fails"),
    [
        (is_true, [True, "true", "True"], [False, "false", 1, None]),
        (is_false, [False, "false"], [True, "true", 0, None]),
        (one_of("a", "b"), ["a"], ["c", None]),
        (at_least(7), [7, 7.5, "8"], [6, "x", True, None, []]),
        (at_most(7), [7, 6.5, "6"], [8, "x", True, None, []]),
        (non_empty, ["a", [0], {"a": 0}], ["", [], {}, 0, None]),
    ],
)
def test_predicates_hold_for_what_aws_takes_as_such(predicate: Any, holds: list[object], fails: list[object]) -> None:
    """YAML programs write 'true' and '8'; a boolean is no number."""
    assert ([True] * len(holds), [False] * len(fails)) == (
        [predicate(value) for value in holds],
        [predicate(value) for value in fails],
    )
