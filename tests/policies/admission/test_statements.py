"""One statement, two readings."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.admission.conditions import ANY, FALSE, TRUE, matches, one_of
from policies.admission.statements import (
    POD,
    Holds,
    Inherited,
    Not,
    Same,
    Some,
    Statement,
    absent,
    both,
    given,
    is_,
    one,
    path,
)
from policies.value import wrap
from policies.verdict import Verdict
from tests.policies.admission.server import evaluated

STATEMENTS: dict[str, Statement] = {
    "holds": Holds(path("a.b"), TRUE),
    "holds where missing": Holds(path("a.b"), FALSE, missing=False),
    "fails where missing": Holds(path("a.b"), FALSE, missing=True),
    "a key with dots": Holds(path("a", "x.y/z"), one_of("1", "2")),
    "same": Same(path("a.b"), path("c")),
    "not": Not(Holds(path("a.b"), TRUE)),
    "given": given("a", "x.y/z"),
    "absent": absent("a.b"),
    "one": one(given("a"), given("c")),
    "both": both(given("a"), given("c")),
    "some": Some(path("l"), is_(matches("[gp][0-9].*"))),
    "some of some": Some(path("m"), Some(path("l"), is_(one_of("g6")))),
}

OBJECTS: list[dict[str, Any]] = [
    {},
    {"a": {}},
    {"a": {"b": True}},
    {"a": {"b": False}, "c": False},
    {"a": {"b": True, "x.y/z": "1"}, "c": True},
    {"a": {"x.y/z": "3"}},
    {"c": True, "l": []},
    {"l": ["g6", "m7"], "m": [{"l": []}, {}]},
    {"l": ["m7"], "m": [{"l": ["x"]}, {"l": ["x", "g6"]}]},
]


@pytest.mark.parametrize("said", STATEMENTS)
@pytest.mark.parametrize("of", OBJECTS, ids=str)
def test_both_readings_agree(said: str, of: dict[str, Any]) -> None:
    """Of whatever is there, half there or not there at all; and the expression never breaks."""
    value = wrap("urn", "", of)
    verdict = STATEMENTS[said].holds(value, value)

    assert Verdict.of(evaluated(STATEMENTS[said].cel("object"), {"object": of})) is verdict


@pytest.mark.parametrize("said", STATEMENTS)
def test_of_what_is_not_known_nothing_is_said(said: str) -> None:
    """An object that will be there after the deploy neither passes nor fails."""
    value = wrap("urn", "", UNKNOWN)

    assert Verdict.UNKNOWN is STATEMENTS[said].holds(value, value)


@pytest.mark.parametrize(
    ("own", "pods", "verdict"),
    [(True, False, Verdict.PASS), (False, True, Verdict.FAIL), (None, True, Verdict.PASS), (None, None, Verdict.FAIL)],
)
def test_a_container_comes_before_its_pod(own: bool | None, pods: bool | None, verdict: Verdict) -> None:  # noqa: FBT001  cases
    """And the pod before what Kubernetes takes by itself."""
    statement = Inherited(path("s.b"), TRUE, missing=False)
    container, pod = ({"s": {"b": it}} if it is not None else {} for it in (own, pods))
    known = {"e1": container, "variables": {"pod": pod}}

    assert verdict is statement.holds(wrap("urn", "", container), wrap("urn", "", pod))
    assert Verdict.of(evaluated(statement.cel("e1"), known)) is verdict
    assert POD in statement.cel("e1")


def test_elements_of_elements_have_names_of_their_own() -> None:
    """An inner name that hid the outer one would ask the wrong element."""
    inner = Some(path("a"), Some(path("b"), Holds(path("c"), ANY)))

    assert "(has(object.a) && object.a.exists(e1, (has(e1.b) && e1.b.exists(e2, (has(e2.c))))))" == inner.cel("object")
