"""The laws of three-valued logic (Kleene's strong logic)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policies.verdict import Verdict, every, some

VERDICTS = st.sampled_from(Verdict)
MANY = st.lists(VERDICTS, max_size=6)
WHAT_IT_MAY_BE = {Verdict.PASS: {True}, Verdict.FAIL: {False}, Verdict.UNKNOWN: {True, False}}


def meaning(outcomes: set[bool]) -> Verdict:
    """The verdict of a statement that may still come to any of these."""
    if len(outcomes) > 1:
        return Verdict.UNKNOWN
    return Verdict.of(next(iter(outcomes)))


@given(VERDICTS, VERDICTS)
def test_and_or_and_not_are_known_exactly_when_every_completion_agrees(one: Verdict, two: Verdict) -> None:
    """An unknown may turn out true or false; the verdict is known when that makes no difference."""
    pairs = [(a, b) for a in WHAT_IT_MAY_BE[one] for b in WHAT_IT_MAY_BE[two]]

    assert meaning({a and b for a, b in pairs}) == one & two
    assert meaning({a or b for a, b in pairs}) == one | two
    assert meaning({not a for a, _ in pairs}) == ~one


@given(MANY)
def test_de_morgan(verdicts: list[Verdict]) -> None:
    """Not every one is: for one, not."""
    assert ~every(verdicts) == some(~one for one in verdicts)


@given(MANY, MANY)
def test_grouping_and_order_do_not_matter(some_of_them: list[Verdict], others: list[Verdict]) -> None:
    """A rule may walk its statements in any order and in any parts."""
    assert every(some_of_them) & every(others) == every(others + some_of_them)
    assert some(some_of_them) | some(others) == some(others + some_of_them)


@given(MANY)
def test_an_unknown_never_hides_a_failure(verdicts: list[Verdict]) -> None:
    """Whatever else is unknown, one failure fails all."""
    assert Verdict.FAIL == every([*verdicts, Verdict.UNKNOWN, Verdict.FAIL])


@given(MANY)
def test_an_unknown_never_passes_in_silence(verdicts: list[Verdict]) -> None:
    """With one unknown among them, every() is not a pass."""
    assert every([*verdicts, Verdict.UNKNOWN]) is not Verdict.PASS


def test_nothing_to_say_is_a_pass_for_all_and_a_failure_for_one() -> None:
    """Of no statements, every one holds, and not one does."""
    assert (Verdict.PASS, Verdict.FAIL) == (every(()), some(()))
