"""The verdict in words: the line a reader meets first, in every format that is read and not parsed."""

from __future__ import annotations

from report.assessment import Assessment
from report.changes import Operation
from report.cost.words import short


def counted(number: int, noun: str) -> str:
    """A number and its noun: 1 finding, 2 findings, no findings."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def headline(assessment: Assessment) -> str:
    """Whether it is blocked or passes, and why, for example: blocked — 2 new findings, 1 stateful replacement."""
    blocked = assessment.report.blocking
    return f"{'blocked' if blocked else 'passes'} — {', '.join(_reasons(assessment))}"


def _reasons(assessment: Assessment) -> list[str]:
    word = "new finding" if assessment.baseline else "finding"
    binding = sum(finding.blocking for finding in assessment.new)
    advisory = len(assessment.new) - binding
    reasons = [counted(binding, word)] if binding or not advisory else []
    if advisory:
        reasons.append(f"{advisory} advisory" if binding else counted(advisory, "advisory finding"))
    if assessment.known:
        reasons.append(f"{len(assessment.known)} known")
    if strict := sum(finding.blocking for finding in assessment.unknown):
        reasons.append(f"{strict} not checkable where checking is required")
    if not assessment.report.complete:
        reasons.append("judged only in part")
    if assessment.changes:
        operations = [change.operation for change in assessment.changes.losses]
        for operation, noun in ((Operation.REPLACE, "stateful replacement"), (Operation.DELETE, "stateful deletion")):
            if number := operations.count(operation):
                reasons.append(counted(number, noun))
    return reasons


def tail(assessment: Assessment) -> str:
    """What follows the findings on a terminal's last line: no findings · 4 exempt · 3 not checkable before deploy."""
    parts = [counted(len(assessment.open), "finding")]
    if assessment.exempt:
        parts.append(f"{len(assessment.exempt)} exempt")
    if assessment.unknown:
        parts.append(f"{len(assessment.unknown)} not checkable before deploy")
    if assessment.cost:
        parts.append(short(assessment.cost))
    return " · ".join(parts)


def unjudged(assessment: Assessment) -> str:
    """What no rule looks at, of which silence is no promise: 12 resources of 3 types that no rule is about."""
    counts = assessment.report.unjudged
    if not counts:
        return ""
    return f"{counted(sum(counts.values()), 'resource')} of {counted(len(counts), 'type')} that no rule is about"
