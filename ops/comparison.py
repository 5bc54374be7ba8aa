"""What a challenger would have said, held against what was decided; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from functions.bands import Band
from functions.record.decision_record import PENDING

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Decisions of a band, or of all."""

    decisions: int = 0
    shadowed: int = 0
    """Those that the challenger was asked about."""
    unanswered: int = 0
    """Of those: it gave no answer, and a person would have decided."""
    undecided: int = 0
    """Of those with an answer: nobody has decided yet, so there is nothing to hold it against."""
    agree: int = 0
    differ: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


def compared(records: Iterable[Record]) -> dict[str, Tally]:
    """By the band of the decision, from all records of a system; probes of drills are none.

    What counts is what was decided in the end: by the model, by a rule, or by the verdict that closed the case. The
    challenger's word is the outcome that it would have led to, else what it proposed.
    """
    by_time = sorted(records, key=lambda one: (one["time"], one["id"]))
    real = [one for one in by_time if one["probe"] is None]
    shadows, verdicts = dict[str, Record](), dict[str, str]()
    for one in real:
        # A message that came again in another hour left a second record; the first is the challenger's word.
        if one["shadow"]:
            shadows.setdefault(one["refers_to"], one)
        elif one["kind"] == "review" and one["final"]:
            verdicts[one["refers_to"]] = one["outcome"]
    found = {str(band): Tally() for band in Band}
    for one in real:
        if one["kind"] == "decision" and not one["shadow"]:
            found[one["band"]] += _held(one, shadows.get(one["id"]), verdicts.get(one["id"]))
    return found


def _held(decision: Record, shadow: Record | None, verdict: str | None) -> Tally:
    if shadow is None:
        return Tally(decisions=1)
    said = shadow["proposed"] if shadow["outcome"] == PENDING else shadow["outcome"]
    if said is None:
        return Tally(decisions=1, shadowed=1, unanswered=1)
    ended = verdict or decision["outcome"]
    if ended == PENDING:
        return Tally(decisions=1, shadowed=1, undecided=1)
    return Tally(decisions=1, shadowed=1, agree=int(said == ended), differ=int(said != ended))
