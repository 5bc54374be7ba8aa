"""What a drill can say of the promises: what it measured, and of what nothing here is a measure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from config.model import LandingZone
from config.rto import TermName, rto_terms
from config.vocabulary import DataClass
from config.vocabulary.scalars import format_duration
from ops.recovery.drill import Run
from report.drill import Measure

_NOT_HERE = {
    TermName.DETECT: "no alarm is evaluated in the sandbox",
    TermName.DECIDE: "nobody was asked",
    TermName.ZONE: "the environment stood already",
    TermName.CAPACITY: "no node starts in the sandbox",
    TermName.IMAGE: "no image is pulled in the sandbox",
    TermName.WEIGHTS: "no weights are read in the sandbox",
    TermName.START: "no engine starts in the sandbox",
    TermName.TRAFFIC: "no DNS answers in the sandbox",
}


def measures(zone: LandingZone, run: Run) -> tuple[Measure, ...]:
    """The recovery point of the decisions, and each term of the recovery time of each system."""
    return tuple(_measures(zone, run))


def _measures(zone: LandingZone, run: Run) -> Iterator[Measure]:
    promised = zone.recovery.objectives[DataClass.DECISIONS].rpo
    lost = run.stopped - run.oldest_lost if run.stopped and run.oldest_lost else timedelta(0)
    yield Measure(
        name="RPO decisions",
        promised=format_duration(promised),
        measured=f"{lost.total_seconds():.2f} s",
        says="age of the oldest missing decision when the Region stopped; the pause is the drill's choice, so this "
        "shows that the count is right, not how far AWS is behind",
    )
    seen = dict[tuple[str, float | None], None]()
    for system in zone.cards:
        for term in (term for way in rto_terms(system, zone).ways for term in way.terms):
            if (key := (f"RTO {system.name}: {term.name}", term.minutes)) in seen:
                continue
            seen[key] = None
            limit = "no bound" if term.minutes is None else f"{term.minutes:.1f} min"
            if term.name is TermName.DATA and run.readable is not None:
                how = "from the stop until every record of the replica was read, in this process"
                yield Measure(name=key[0], promised=limit, measured=f"{run.readable:.2f} s", says=how)
            else:
                yield Measure(name=key[0], promised=limit, measured=None, says=_NOT_HERE[term.name])
