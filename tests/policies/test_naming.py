"""Whether two properties name one thing."""

from __future__ import annotations

from itertools import product

import pytest

from policies.naming import Named, at_the_end, of_function
from policies.verdict import Verdict

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def one(urn: str = "", name: str = "", *, unsaid: bool = False) -> Named:
    return Named(frozenset({urn} if urn else ()), frozenset({name} if name else ()), unsaid)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (one("a"), one("a"), PASS),
        (one("a"), one("b"), FAIL),
        (one(name="x"), one(name="x"), PASS),
        (one(name="x"), one(name="y"), FAIL),
        (one("a", "x"), one("b", "x"), PASS),
        (one("a", "x"), one("a", "y"), PASS),
        (one("a", "x"), one(name="y"), FAIL),
        (one("a", "x"), one("b"), FAIL),
        (one("a"), one(name="x"), UNSAID),
        (one(unsaid=True), one("a"), UNSAID),
        (one(unsaid=True), one(name="x"), UNSAID),
        (one(unsaid=True), one(unsaid=True), UNSAID),
        (one(), one("a"), FAIL),
        (one(), one(unsaid=True), FAIL),
        (one(), one(), FAIL),
    ],
)
def test_two_name_one_thing_by_resource_or_by_name(left: Named, right: Named, expected: Verdict) -> None:
    """What names nothing is the same as nothing; a resource may turn out to be called anything."""
    assert (expected, expected) == (left.same(right), right.same(left))


def test_every_two_can_be_compared() -> None:
    """Both ways alike."""
    every = [one(u, n, unsaid=s) for u, n, s in product(("", "a", "b"), ("", "x", "y"), (False, True))]

    assert [] == [(left, right) for left, right in product(every, every) if left.same(right) is not right.same(left)]


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        ("arn:aws:lambda:eu-west-1:111122223333:function:tools", "tools"),
        ("arn:aws:lambda:eu-west-1:111122223333:function:tools:live", "tools"),
        ("111122223333:function:tools", "tools"),
        ("function:tools", "tools"),
        ("tools", "tools"),
        ("tools:live", "tools"),
        (":", ":"),
    ],
)
def test_a_function_has_one_name(arn: str, name: str) -> None:
    """In every way that Lambda lets it be named."""
    assert name == of_function(arn)


def test_what_stands_at_the_end_is_a_name() -> None:
    """With or without what stands before it."""
    assert ("agent", "agent") == (at_the_end("arn:aws:iam::111122223333:role/lz/agent"), at_the_end("agent"))
