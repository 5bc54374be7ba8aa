"""Findings as one HTML page that opens from a folder: verdict, findings, the picture of the stack; it loads nothing.

The words stand in templates/report.html.jinja and findings.html.jinja, the filter in report.js; without the script all
findings are shown. Every value is escaped, and what cannot be seen is written out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from report.assessment import Assessment
from report.changes import Operation
from report.cost.markdown import view
from report.diagram.environment import environment
from report.diagram.model import Diagram
from report.diagram.svg import inline, stylesheet
from report.diagram.system import system_picture
from report.diagram.words import arrows, sentence
from report.dossier.compose import dossiers
from report.dossier.model import Dossier
from report.page import page, text
from report.picture import findings
from report.shelves import Shelf, facets, shelves
from report.summary import counted, headline, unjudged

_SHOWN: Final = 500
"""How many resources without a price are named."""


@dataclass(frozen=True, slots=True)
class _Picture:
    svg: Markup
    boxes: tuple[str, ...]
    arrows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stack:
    """What the page says of one stack."""

    a: Assessment
    headline: str
    facts: tuple[tuple[str, str], ...]
    shelves: tuple[Shelf, ...]
    unjudged: str
    picture: _Picture
    cost: Mapping[str, Any] | None
    systems: tuple[tuple[Dossier, _Picture], ...]
    """Each AI system, and how it looks."""


def to_html(assessments: Sequence[Assessment]) -> str:
    """The page, a section a stack; the same findings give the same bytes."""
    stacks = [_stack(a, f"picture-{number}") for number, a in enumerate(assessments)]
    return page(
        "report.html.jinja",
        text("findings.css"),
        stylesheet(),
        script=text("report.js"),
        stacks=stacks,
        facets=facets([(stack.a.stack, stack.shelves) for stack in stacks]),
        total=sum(shelf.count for stack in stacks for shelf in stack.shelves),
    )


def _stack(assessment: Assessment, name: str) -> _Stack:
    return _Stack(
        a=assessment,
        headline=headline(assessment),
        facts=tuple(_facts(assessment)),
        shelves=shelves(assessment),
        unjudged=unjudged(assessment),
        picture=_picture(assessment, environment(assessment.graph), name),
        cost=view(assessment.cost, assessment.cost_delta, _SHOWN) if assessment.cost else None,
        systems=tuple(_systems(assessment, name)),
    )


def _facts(assessment: Assessment) -> Iterator[tuple[str, str]]:
    if assessment.changes:
        signs = {Operation.CREATE: "+", Operation.UPDATE: "~", Operation.DELETE: "-", Operation.REPLACE: "±"}
        yield "changes", " ".join(f"{sign}{assessment.changes.count(one)}" for one, sign in signs.items())
    yield "resources", f"{len(assessment.graph)} declared, {assessment.report.rules} rules asked"
    if assessment.baseline:
        new, known = len(assessment.new), len(assessment.known)
        yield "findings", f"{new} new, {known} known, {assessment.fixed} fixed"
    else:
        yield "findings", counted(len(assessment.open), "finding")
    if assessment.exempt:
        left = assessment.next_expiry or 0
        yield "exemptions", f"{len(assessment.exempt)}; the next ends {f'in {left} days' if left else 'today'}"
    if assessment.unknown:
        yield "not checkable before deploy", str(len(assessment.unknown))
    if assessment.parity:
        yield "recovery", assessment.parity


def _systems(assessment: Assessment, name: str) -> Iterator[tuple[Dossier, _Picture]]:
    cards = {system.name: system for system in assessment.zone.cards} if assessment.zone else {}
    for dossier in dossiers(assessment):
        diagram = system_picture(assessment.graph, cards[dossier.system])
        yield dossier, _picture(assessment, diagram, f"{name}-{dossier.system}")


def _picture(assessment: Assessment, diagram: Diagram, name: str) -> _Picture:
    marks = findings(assessment)
    return _Picture(
        svg=Markup(inline(diagram, marks, name=name)),  # noqa: S704  an element tree, serialised: its texts are escaped
        boxes=tuple(
            sentence(box, [rule for urn in box.urns for rule in marks.get(urn, ())]) for box in diagram.boxes()
        ),
        arrows=tuple(arrows(diagram)),
    )
