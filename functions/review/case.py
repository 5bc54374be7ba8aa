"""A pending decision and the verdicts on it, as a value: who may say what, and when it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from functions.refusal import Refused

EYES = 2
"""People who must agree where the card asks for four eyes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one person says. It is claimed first and counts when its record is in the store."""

    reviewer: str
    outcome: str
    explanation: str
    id: str
    """The id of its record, fixed when it is claimed."""
    time: str
    final: bool
    """Whether it is the one that settles the case."""
    recorded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A decision that waits for people."""

    decision: str
    band: str
    four_eyes: bool
    proposed: str | None
    """What people are shown; None in the band person."""
    confidence: float | None
    opened: str
    payload: Any
    """The request, which people need in order to judge; gone when the case is closed."""
    verdicts: tuple[Verdict, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether a verdict was claimed that ends it."""
        return any(verdict.final for verdict in self.verdicts)

    @property
    def closed(self) -> bool:
        """Whether it is settled and every verdict is in the store."""
        return self.settled and all(verdict.recorded for verdict in self.verdicts)

    @property
    def unrecorded(self) -> tuple[Verdict, ...]:
        """Verdicts that were claimed and whose record is not known to be in the store."""
        return tuple(verdict for verdict in self.verdicts if not verdict.recorded)


def claimed(case: Case, *, reviewer: str, outcome: str, explanation: str, id_: str, time: str) -> tuple[Case, Verdict]:
    """The case with one person's verdict; the same verdict again is the one that stands already."""
    for earlier in case.verdicts:
        if earlier.reviewer == reviewer:
            if earlier.outcome == outcome:
                return case, earlier
            raise Refused(
                409, "already-reviewed", "you gave another verdict on this decision; a second person is needed"
            )
    if case.settled:
        raise Refused(409, "closed", "the decision has its verdict")
    agreeing = 1 + sum(verdict.outcome == outcome for verdict in case.verdicts)
    verdict = Verdict(
        reviewer=reviewer,
        outcome=outcome,
        explanation=explanation,
        id=id_,
        time=time,
        final=agreeing >= (EYES if case.four_eyes else 1),
    )
    return replace(case, verdicts=(*case.verdicts, verdict)), verdict


def recorded(case: Case, id_: str) -> Case:
    """The case when the verdict's record is in the store; a closed case forgets the request."""
    verdicts = tuple(replace(verdict, recorded=True) if verdict.id == id_ else verdict for verdict in case.verdicts)
    known = replace(case, verdicts=verdicts)
    return replace(known, payload=None) if known.closed else known


def to_json(case: Case) -> dict[str, Any]:
    """As it is kept."""
    return asdict(case)


def from_json(held: Mapping[str, Any]) -> Case:
    """As it was kept."""
    fields = dict(held)
    verdicts = tuple(Verdict(**verdict) for verdict in fields.pop("verdicts"))
    return Case(**fields, verdicts=verdicts)
