"""Recovery times in words: a sum is only as good as its largest term."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from config.load import load
from config.model import LandingZone
from report.rto import overview, rtos, serving, spelled, to_json, unkept


def _printed(zone: LandingZone) -> str:
    console = Console(file=io.StringIO(), width=200)
    console.print(overview(zone))
    return console.file.getvalue()  # pyright: ignore[reportAttributeAccessIssue]  a StringIO


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.2, "1 min"), (15, "15 min"), (60, "1 h 00 min"), (81.1, "1 h 22 min"), (None, "no bound")],
)
def test_a_time_is_never_rounded_down(minutes: float | None, words: str) -> None:
    """A promise of an hour is not kept in sixty-and-a-bit minutes."""
    assert words == spelled(minutes)


def test_the_row_says_the_slowest_system_and_the_reserved_capacity() -> None:
    """What a reviewer reads beside parity."""
    zone = load("prod")
    longest = max(rto.minutes or 0 for rto in rtos(zone))

    assert f"RTO serving {spelled(longest)} (capacity reserved: 2 of 4)" == serving(zone)


def test_who_has_no_bound_is_named() -> None:
    """Without a standby nothing of it is a sum, and the other systems do not make it one."""
    zone = load("dev")

    assert str(serving(zone)).startswith("RTO serving no bound for support-assistant, fraud-scoring")


def test_an_environment_without_systems_says_nothing() -> None:
    """There is nobody to answer."""
    zone = load("dev").model_copy(update={"systems": ()})

    assert None is serving(zone)


def test_every_term_is_shown_with_its_source() -> None:
    """A figure that nobody can look up is an opinion."""
    zone = load("prod")
    text = _printed(zone)

    for rto in rtos(zone):
        for way in rto.ways:
            assert way.target in text
            assert spelled(way.minutes) in text
            assert all(term.meaning in text for term in way.terms)
    assert "prod-dr stands by" in text
    assert "carried by own model" in text


def test_a_promise_that_nothing_carries_is_said() -> None:
    """For an environment whose promise is shorter than any way."""
    zone = load("prod")
    recovery = zone.recovery
    assert recovery.serving is not None
    hasty = recovery.serving.model_copy(update={"rto": recovery.serving.decide})
    tight = zone.model_copy(update={"recovery": recovery.model_copy(update={"serving": hasty})})

    assert set(zone.systems) == set(unkept(rtos(tight)))
    assert "carried by nothing" in _printed(tight)
    assert () == unkept(rtos(zone))


def test_the_document_holds_what_the_table_shows() -> None:
    """For a program: sums, terms and the one that carries."""
    found: dict[str, Any] = to_json(load("prod"))

    assert ("prod", "eu-central-1", "prod-dr") == (found["environment"], found["recovery_region"], found["standby"])
    for system in found["systems"]:
        assert system["kept"]
        for way in system["ways"]:
            assert way["minutes"] == pytest.approx(sum(term["minutes"] for term in way["terms"]))
            assert all(term["source"] for term in way["terms"])
