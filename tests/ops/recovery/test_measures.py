"""A drill says what it measured, and of everything else that it did not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from config.load import load
from config.rto import TermName, rto_terms
from ops.recovery.drill import Run
from ops.recovery.measures import measures

STOP = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)


def _run(*, lost: timedelta | None) -> Run:
    return Run(stopped=STOP, readable=0.5, oldest_lost=STOP - lost if lost is not None else None)


def test_the_recovery_point_is_the_age_of_the_oldest_loss() -> None:
    """Not of the newest that arrived."""
    found = {m.name: m for m in measures(load("prod"), _run(lost=timedelta(seconds=42)))}

    assert ("15m", "42.00 s") == (found["RPO decisions"].promised, found["RPO decisions"].measured)
    assert "drill's choice" in found["RPO decisions"].says


def test_nothing_lost_is_no_age() -> None:
    """Zero, not unknown."""
    found = {m.name: m for m in measures(load("prod"), _run(lost=None))}

    assert "0.00 s" == found["RPO decisions"].measured


def test_every_term_is_measured_or_said_not_to_be() -> None:
    """A figure that nobody measured must not look like one that somebody did."""
    zone = load("prod")
    found = measures(zone, _run(lost=None))
    measured = {m.name for m in found if m.measured is not None}

    assert {"RPO decisions", *(f"RTO {name}: data" for name in zone.systems)} == measured
    assert [] == [m.name for m in found if not m.says]
    for system in zone.cards:
        terms = {term.name for way in rto_terms(system, zone).ways for term in way.terms}
        assert {f"RTO {system.name}: {term}" for term in terms} <= {m.name for m in found}


def test_a_term_without_a_bound_is_no_number() -> None:
    """dev promises nothing, and nothing is invented for it."""
    found = {m.name: m.promised for m in measures(load("dev"), _run(lost=None))}

    assert "no bound" == found[f"RTO support-assistant: {TermName.ZONE}"]
