"""Findings as Markdown for a pull request: the verdict, what could be lost, what is new by AI system, then the rest.

The words stand in templates/pull_request.md.jinja. Every value it prints is escaped unless it is markup already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from policies.finding import Finding
from report import escape
from report.assessment import Assessment
from report.changes import Change, Changes, Operation
from report.cost.markdown import view
from report.dossier.compose import dossiers
from report.groups import by_place, composed, type_name
from report.summary import counted, headline, unjudged
from report.templating import Markdown, markdown

LIMIT: Final = 65_000
"""Characters. GitHub refuses a comment of more than 65,536; the rest is for what a workflow adds."""


@dataclass(frozen=True, slots=True)
class _Room:
    """How much is told where not everything fits."""

    findings: int
    """In full."""
    aside: int
    """Of each kind of finding that is folded away."""
    context: bool
    """Whether the parts of the cost and the dossiers of the systems are told."""


_ROOMS: Final = (
    _Room(500, 500, context=True),
    _Room(500, 100, context=False),
    _Room(200, 50, context=False),
    _Room(100, 30, context=False),
    _Room(30, 10, context=False),
    _Room(10, 0, context=False),
    _Room(0, 0, context=False),
)
"""Tried in this order until the text fits: what is new gives way last."""
_NAMED: Final = 5
"""How many losses stand in the table."""
_CUT: Final = "\n\nThe rest has no room here: see findings.html, findings.json or the terminal.\n"


def to_markdown(assessments: Sequence[Assessment], *, limit: int = LIMIT) -> str:
    """The text, one section a stack, never more than `limit` characters."""
    text = ""
    for room in _ROOMS:
        text = "\n".join(_section(assessment, room) for assessment in assessments)
        if len(text) <= limit:
            return text
    whole_lines = text[: max(0, limit - len(_CUT))].rpartition("\n")[0]
    return f"{whole_lines.rstrip()}{_CUT}"[:limit]


def _section(assessment: Assessment, room: _Room) -> str:
    strict = tuple(finding for finding in assessment.unknown if finding.blocking)
    told = sorted((*assessment.new, *strict), key=lambda finding: finding.order)

    losses, others = _stateful(assessment.changes)

    def told_of(findings: Sequence[Finding]) -> Iterator[tuple[Markdown, str, Markdown]]:
        return _told(assessment, findings)

    return markdown("pull_request.md.jinja").render(
        a=assessment,
        about=_about,
        aside=room.aside,
        changes=max(room.findings, room.aside),
        context=room.context,
        cost=view(assessment.cost, assessment.cost_delta, room.aside) if assessment.cost else None,
        counts={str(operation): _count(assessment, operation) for operation in Operation},
        dossiers=dossiers(assessment) if room.context else (),
        headline=headline(assessment),
        in_days=_in_days,
        left_out=max(0, len(told) - room.findings),
        named=_NAMED,
        places=by_place(assessment, told[: room.findings]),
        policies=", ".join(_policies(assessment)),
        losses=losses,
        told=told_of,
        stateful=(*losses, *others),
        unjudged=unjudged(assessment),
        unknown=[finding for finding in assessment.unknown if not finding.blocking],
        via=_via,
    )


def _told(assessment: Assessment, findings: Sequence[Finding]) -> Iterator[tuple[Markdown, str, Markdown]]:
    """Each line about findings of one rule: the resources, what is wrong, where; what is wrong alike shares a line."""
    alike = dict[tuple[object, ...], list[Finding]]()
    for finding in findings:
        whole = composed(assessment.graph, finding)
        key = (finding.resource_type, finding.path, finding.message, finding.source, whole and whole.source)
        alike.setdefault(key, []).append(finding)
    for same in alike.values():
        yield _about(*same), same[0].message, _declared(assessment, same)


def _about(*findings: Finding, cell: bool = False) -> Markdown:
    """The resources, which are of one type, and the property: `decisions` (s3.Bucket), `rule.defaultRetention.days`."""
    code, first = (escape.code_cell if cell else escape.code), findings[0]
    text = "the stack"
    if first.urn:
        names = ", ".join(code(finding.resource_name) for finding in findings)
        text = f"{names} ({escape.markdown(type_name(first.resource_type))})"
    return Markdown(f"{text}, {code(first.path)}" if first.path else text)


def _declared(assessment: Assessment, findings: Sequence[Finding]) -> Markdown:
    """Where the program declares them: their own line, and that of the compositions they are a part of."""
    own, places = findings[0].source, list[str]()
    if own:
        places.append(f"{escape.code(own.file)} line {own.line}")
    wholes = {
        one.name: one.source for finding in findings if (one := composed(assessment.graph, finding)) and one.source
    }
    for source in dict.fromkeys(wholes.values()):
        if source != own:
            part = f"part of {escape.code(next(iter(wholes)))}, " if len(wholes) == 1 else "composed at "
            places.append(f"{part}{escape.code(source.file)} line {source.line}")
    return Markdown(f" ({'; '.join(places)})" if places else "")


def _count(assessment: Assessment, operation: Operation) -> int:
    return assessment.changes.count(operation) if assessment.changes else 0


def _stateful(changes: Changes | None) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """The stateful resources that would be lost, and those that are changed otherwise."""
    if changes is None:
        return (), ()
    losses = changes.losses
    lost = {change.urn for change in losses}
    return losses, tuple(change for change in changes.stateful if change.urn not in lost)


def _policies(assessment: Assessment) -> Iterator[str]:
    if assessment.baseline:
        yield f"{len(assessment.new)} new, {len(assessment.known)} known, {assessment.fixed} fixed"
    else:
        yield counted(len(assessment.open), "finding")
    if assessment.exempt:
        yield f"{len(assessment.exempt)} exempt (next expiry {_in_days(assessment.next_expiry or 0)})"
    if assessment.unknown:
        yield f"{len(assessment.unknown)} not checkable before deploy"
    yield f"{assessment.report.rules} rules, {len(assessment.graph)} resources"


def _in_days(days: int) -> str:
    return "today" if days == 0 else f"in {counted(days, 'day')}"


def _via(change: Change) -> Markdown:
    """Through which properties a change comes."""
    return Markdown(f" through {', '.join(map(escape.code, change.keys))}" if change.keys else "")
