"""Findings for a person at a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from policies.finding import Finding, Kind
from policies.levels import Level
from policies.rule import Severity
from report.assessment import Assessment
from report.changes import Change, Operation
from report.escape import printable, prose
from report.groups import stricter
from report.summary import tail

SEVERITY_STYLES: Final = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
}
TOLD: Final = 100
"""How many findings of a rule are told: more are a matter for a file."""
_SIGNS: Final = {
    Operation.CREATE: ("+", "green"),
    Operation.UPDATE: ("~", "yellow"),
    Operation.REPLACE: ("±", "bold red"),
    Operation.DELETE: ("-", "bold red"),
    Operation.SAME: (" ", ""),
    Operation.OTHER: ("·", ""),
}


def details(assessment: Assessment, *, everything: bool = False) -> Group:
    """Changes to stateful resources, then the findings by rule; with `everything` also what is exempt or unknown."""
    parts = list[RenderableType]()
    if assessment.changes:
        parts += [_change(change) for change in assessment.changes.stateful]
    strict = [finding for finding in assessment.unknown if finding.blocking]
    parts += _by_rule(assessment, [*assessment.open, *strict])
    if everything:
        parts += _by_rule(assessment, [*assessment.exempt, *(f for f in assessment.unknown if not f.blocking)])
    return Group(*parts, Text()) if parts else Group()


def line(assessment: Assessment, seconds: float | None, *, width: int = 0) -> Text:
    """The last line of a stack: what was judged, in how long, what came of it; `width` aligns the names of several."""
    report = assessment.report
    facts = [f"{len(assessment.graph)} resources", f"{report.rules} rules"]
    if seconds is not None:
        facts.append(f"{seconds:.1f} s")
    text = Text(f"  {assessment.stack:<{width}}  {'  '.join(facts)}   ")
    style = "bold red" if report.blocking else "yellow" if assessment.open else "green"
    return text.append(tail(assessment), style)


def _by_rule(assessment: Assessment, findings: Iterable[Finding]) -> Iterator[RenderableType]:
    for _, group in groupby(findings, key=lambda finding: (finding.rule_id, finding.kind)):
        same = list(group)
        first = same[0]
        head = Text().append(f"{first.rule_id} {first.severity}  ", SEVERITY_STYLES[first.severity])
        yield Padding(head.append(first.title, "bold"), (1, 0, 0, 2))
        for finding in same[:TOLD]:
            yield Padding(_finding(assessment, finding), (0, 0, 0, 4))
        if len(same) > TOLD:
            yield Padding(
                Text(f"and {len(same) - TOLD:,} more: --json has all, --report writes them", "dim"), (0, 0, 0, 4)
            )
        if first.exemption is None and (first.blocking or first.kind is not Kind.UNKNOWN):
            yield Padding(Text(f"→ {prose(first.fix)}"), (0, 0, 0, 4))


def _finding(assessment: Assessment, finding: Finding) -> Text:
    text = Text().append(printable(finding.resource_name) or "the stack", "bold")
    if finding.path:
        text.append(f"  {printable(finding.path)}")
    text.append(f"\n  {prose(finding.message)}")
    notes = list(_notes(assessment, finding))
    if notes:
        text.append(f"\n  {' · '.join(notes)}", "dim")
    return text


def _notes(assessment: Assessment, finding: Finding) -> Iterator[str]:
    if finding.source:
        yield f"{printable(finding.source.file)}:{finding.source.line}"
    if finding.exemption:
        left = assessment.days_left(finding)
        yield f"exempt until {finding.exemption.expires} ({left} days): {prose(finding.exemption.reason)}"
    elif finding.level is Level.ADVISORY:
        yield "advisory: blocks nothing here"
    elif finding.tier:
        yield stricter(finding)


def _change(change: Change) -> Text:
    sign, style = _SIGNS[change.operation]
    text = Text().append(f"  {sign} {change.operation} {printable(change.name)}", style).append(f" ({change.type})")
    return text.append(f": {', '.join(map(printable, change.keys))}") if change.keys else text
