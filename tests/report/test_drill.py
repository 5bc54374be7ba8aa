"""The words of a drill's report, and what counts as passed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from report.drill import Count, Drill, Measure, Phase, numbers, to_json, to_markdown

ALL = tuple(range(1, 11))


def _count(where: str, found: tuple[int, ...] = ALL, **more: tuple[int, ...]) -> Count:
    return Count(where=where, when="after the failback", expected=ALL, found=found, **more)


def a_drill() -> Drill:
    """Ten written, two of them late, nothing else wrong."""
    return Drill(
        id="20261125T143000000000Z",
        environment="dev",
        account="111111111111",
        primary="eu-west-1",
        recovery="eu-central-1",
        began="2026-11-25T14:30:00+00:00",
        phases=(Phase(name="write", seconds=1.5, said="8 decisions | of two systems"),),
        written=10,
        behind=(9, 10),
        meanwhile=3,
        lost=Count(where="eu-central-1", when="while the primary is off", expected=ALL, found=ALL[:8]),
        after=(_count("eu-west-1"), _count("eu-central-1")),
        waiting={"decisions": 2, "models": 0},
        measures=(
            Measure(name="RPO decisions", promised="15m", measured="1.20 s", says="how"),
            Measure(name="RTO fraud-scoring: decide", promised="10.0 min", measured=None, says="nobody was asked"),
        ),
        unproved=("Replication is AWS's.",),
    )


def test_losing_what_was_chosen_is_a_passed_drill() -> None:
    """And is said in one sentence."""
    assert a_drill().passed
    assert (
        "passed: 10 written, 8 found, 2 missing (as chosen); after failback nothing missing on both sides"
        == a_drill().verdict
    )


@pytest.mark.parametrize(
    "change",
    [
        {"behind": (10,)},
        {"behind": ()},
        {"after": (_count("eu-west-1"), _count("eu-central-1", ALL[:-1]))},
        {"after": (_count("eu-west-1", twice=(3,)), _count("eu-central-1"))},
        {"after": (_count("eu-west-1", changed=(3,)), _count("eu-central-1"))},
        {"after": (_count("eu-west-1", (*ALL, 77)), _count("eu-central-1"))},
        {"lost": replace(a_drill().lost, changed=(1,))},
        {"lost": replace(a_drill().lost, twice=(1,))},
        {"lost": replace(a_drill().lost, found=(*ALL[:8], 77))},
        {"lost": replace(a_drill().lost, found=ALL)},
    ],
)
def test_anything_else_is_a_failed_one(change: dict[str, object]) -> None:
    """More lost or less than chosen, missing, twice, changed, or from nowhere."""
    drill = replace(a_drill(), **change)  # pyright: ignore[reportArgumentType]  any field

    assert not drill.passed
    assert drill.verdict.startswith("failed")


@pytest.mark.parametrize(
    ("values", "words"),
    [((), "none"), ((7,), "7"), ((3, 1, 2), "1-3"), ((1, 2, 4, 6, 7, 7), "1-2, 4, 6-7")],
)
def test_numbers_are_told_in_runs(values: tuple[int, ...], words: str) -> None:
    """Fifty of them fit a line, and each is there."""
    assert words == numbers(values)


def test_the_document_says_what_is_counted_and_what_is_not_proved() -> None:
    """A reader who was not there must not take more from it than was shown."""
    text = to_markdown(a_drill())

    assert "| while the primary is off | eu-central-1 | 10 | 8 | 9-10 | none | none |" in text
    assert "Chosen to be lost, by pausing replication before they were written: 9-10." in text
    assert "not measured here" in text
    assert text.index("What this does not prove") < text.index("Replication is AWS")


def test_nothing_breaks_out_of_a_table() -> None:
    """A bar in what was said is text."""
    (row,) = [line for line in to_markdown(a_drill()).splitlines() if line.startswith("| write")]

    assert r"8 decisions \| of two systems" in row


def test_json_holds_what_is_counted() -> None:
    """A program need not count again."""
    found = json.loads(json.dumps(to_json(a_drill())))

    assert ([9, 10], False, True) == (found["lost"]["missing"], found["lost"]["whole"], found["passed"])
    assert [True, True] == [count["whole"] for count in found["after"]]
