"""Findings as Markdown for a pull request: the verdict, then what could be lost, what is wrong, what is not checkable.

The words stand in templates/pull_request.md.jinja. Every value it prints is escaped unless it is markup already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from policies.finding import Finding
from policies.levels import Level
from report import escape
from report.assessment import Assessment
from report.changes import Change, Operation
from report.cost.markdown import view
from report.dossier.compose import dossiers
from report.frameworks import supported
from report.summary import counted, headline
from report.templating import Markdown, markdown

LIMIT: Final = 65_000
"""Characters. GitHub refuses a comment of more than 65,536; the rest is for what a workflow adds."""

_SHOWN: Final = (500, 100, 30, 10, 0)
"""How many findings are told in full, tried in this order until the text fits."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Findings of one rule, told together."""

    first: Finding
    findings: tuple[Finding, ...]

    @property
    def advisory(self) -> bool:
        return self.first.level is Level.ADVISORY

    @property
    def frameworks(self) -> str:
        return supported(self.first.frameworks)


def to_markdown(assessments: Sequence[Assessment], *, limit: int = LIMIT) -> str:
    """The text, one section a stack, at most `limit` characters unless even the bare verdicts are longer."""
    text = ""
    for shown in _SHOWN:
        text = "\n".join(_section(assessment, shown) for assessment in assessments)
        if len(text) <= limit:
            return text
    return text


def _section(assessment: Assessment, shown: int) -> str:
    strict = tuple(finding for finding in assessment.unknown if finding.blocking)
    told = (*assessment.new, *strict)
    aside = [f for f in assessment.unknown if not f.blocking]
    return markdown("pull_request.md.jinja").render(
        a=assessment,
        via=_via,
        in_days=_in_days,
        headline=headline(assessment),
        counts={str(operation): _count(assessment, operation) for operation in Operation},
        policies=", ".join(_policies(assessment)),
        cost=view(assessment.cost, assessment.cost_delta, shown) if assessment.cost else None,
        groups=list(_groups(told[:shown])),
        left_out=max(0, len(told) - shown),
        known=assessment.known[:shown],
        exempt=assessment.exempt[:shown],
        unknown=aside[:shown],
        aside=", ".join(_aside(assessment, len(aside))),
        dossiers=dossiers(assessment) if shown else (),
    )


def _count(assessment: Assessment, operation: Operation) -> int:
    return assessment.changes.count(operation) if assessment.changes else 0


def _groups(findings: Sequence[Finding]) -> Iterator[_Group]:
    for _, same in groupby(findings, key=lambda f: (f.rule_id, f.kind, f.level, f.fix)):
        together = tuple(same)
        yield _Group(together[0], together)


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


def _aside(assessment: Assessment, unknown: int) -> Iterator[str]:
    if assessment.known:
        yield f"{len(assessment.known)} known"
    if assessment.exempt:
        yield counted(len(assessment.exempt), "exemption")
    if unknown:
        yield f"{unknown} not checkable before deploy"


def _in_days(days: int) -> str:
    return "today" if days == 0 else f"in {counted(days, 'day')}"


def _via(change: Change) -> Markdown:
    """Through which properties a change comes."""
    return Markdown(f" through {', '.join(map(escape.code, change.keys))}" if change.keys else "")
