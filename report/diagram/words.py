"""A picture in sentences, for whoever cannot see it and for whoever points at a box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.diagram.kinds import plural
from report.diagram.model import Box, Diagram, Style

_VERBS = {
    Style.REPLICATION: "is copied to",
    Style.CALL: "calls",
    Style.FALLBACK: "falls back to",
    Style.DATA: "hands on to",
    Style.EVIDENCE: "delivers evidence to",
    Style.ALARM: "raises alarms at",
}


def sentence(box: Box, findings: Sequence[str] = ()) -> str:
    """A box on one line: what it is, where, of how many resources, and whether something is wrong with it."""
    zones = [f"{cell.label} {cell.value}" for cell in box.cells]
    parts = [box.title, *box.lines, *([" · ".join(box.words)] if box.words else []), *zones]
    if box.region:
        parts.append(box.region)
    if box.urns:
        parts.append(plural("resource", len(box.urns)))
    if findings:
        parts.append(f"{plural('open finding', len(findings))}: {', '.join(sorted(set(findings)))}")
    return ", ".join(parts)


def arrows(diagram: Diagram) -> Iterator[str]:
    """A sentence for each arrow."""
    named = {box.id: box for box in diagram.boxes()}
    for arrow in diagram.arrows:
        if arrow.start in named and arrow.end in named:
            label = f" ({arrow.label})" if arrow.label else ""
            yield f"{_place(named[arrow.start])} {_VERBS[arrow.style]} {_place(named[arrow.end])}{label}"


def spoken(diagram: Diagram) -> str:
    """The whole picture as text."""
    said = [sentence(box) for box in diagram.boxes()] + list(arrows(diagram))
    return ". ".join(said) + "."


def _place(box: Box) -> str:
    return f"{box.title} in {box.region}" if box.region else box.title
