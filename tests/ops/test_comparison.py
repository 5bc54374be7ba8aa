"""A challenger held against what was decided."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.comparison import Tally, compared


def decision(id_: str, outcome: str = "answer", band: str = "act", **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": "decision",
        "time": "2026-11-26T01:00:00.000Z",
        "refers_to": None,
        "band": band,
        "outcome": outcome,
        "proposed": "answer",
        "final": outcome != "pending",
        "shadow": False,
        "probe": None,
        **more,
    }


def shadow(of: str, proposed: str | None, outcome: str = "pending", **more: Any) -> dict[str, Any]:
    return decision(f"{of}-shadow", outcome, "review", refers_to=of, proposed=proposed, shadow=True, **more)


def verdict(of: str, outcome: str, *, final: bool = True) -> dict[str, Any]:
    said = "pending" if not final else outcome
    return decision(f"{of}-{outcome}", said, kind="review", refers_to=of, final=final, proposed=None)


@pytest.mark.parametrize(
    ("records", "band", "expected"),
    [
        ([decision("a")], "act", Tally(decisions=1)),
        ([decision("a"), shadow("a", "answer")], "act", Tally(decisions=1, shadowed=1, agree=1)),
        ([decision("a"), shadow("a", "hand-over")], "act", Tally(decisions=1, shadowed=1, differ=1)),
        ([decision("a"), shadow("a", None)], "act", Tally(decisions=1, shadowed=1, unanswered=1)),
        # A rule decided for the challenger: what it would have led to counts, not what it proposed.
        ([decision("a"), shadow("a", "hand-over", "answer")], "act", Tally(decisions=1, shadowed=1, agree=1)),
        (
            [decision("a", "pending", "review"), shadow("a", "answer")],
            "review",
            Tally(decisions=1, shadowed=1, undecided=1),
        ),
        (
            [decision("a", "pending", "review"), shadow("a", "hand-over"), verdict("a", "hand-over")],
            "review",
            Tally(decisions=1, shadowed=1, agree=1),
        ),
        # The first of two reviewers closes nothing.
        (
            [decision("a", "pending", "person"), shadow("a", "answer"), verdict("a", "answer", final=False)],
            "person",
            Tally(decisions=1, shadowed=1, undecided=1),
        ),
        # A message that came twice, in two hours.
        (
            [
                decision("a"),
                shadow("a", "hand-over", id="later", time="2026-11-26T02:00:01.000Z"),
                shadow("a", "answer", time="2026-11-26T01:59:59.000Z"),
            ],
            "act",
            Tally(decisions=1, shadowed=1, agree=1),
        ),
        ([decision("a", probe=3)], "act", Tally()),
        ([shadow("gone", "answer")], "review", Tally()),
    ],
)
def test_an_answer_is_held_against_what_was_decided_in_the_end(
    records: list[dict[str, Any]], band: str, expected: Tally
) -> None:
    """By the model, a rule or a verdict; drills and shadows of nothing count nowhere."""
    found = compared(records)

    assert expected == found[band]
    assert Tally() == sum((tally for name, tally in found.items() if name != band), Tally())


@given(st.lists(st.sampled_from(["none", "answer", "hand-over", "silent"]), max_size=20))
def test_every_shadow_is_counted_once(kinds: list[str]) -> None:
    """Agreed, differed, without an answer, or without a decision: the parts are the whole."""
    records = list[dict[str, Any]]()
    for number, kind in enumerate(kinds):
        records.append(decision(str(number), "answer" if number % 3 else "pending"))
        if kind != "none":
            records.append(shadow(str(number), None if kind == "silent" else kind))

    whole = sum(compared(records).values(), Tally())

    assert len(kinds) == whole.decisions
    assert whole.shadowed == whole.agree + whole.differ + whole.unanswered + whole.undecided
    assert whole.shadowed == len(kinds) - kinds.count("none")
