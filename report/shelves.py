"""The findings of a stack as the page shows them: what is open, known, unknown and exempt apart, then by rule."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from graph.belonging import belonging
from graph.model import Resource
from policies.finding import Finding, Kind
from policies.framework import FRAMEWORKS, frameworks
from policies.rule import Severity
from report.assessment import Assessment
from report.groups import SHARED, RuleGroup, by_rule, composed, place_of, place_title, type_name
from report.summary import counted


@unique
class Verdict(StrEnum):
    """What a reader takes a finding for."""

    FAIL = "fail"
    ERROR = "error"
    UNKNOWN = "unknown"
    EXEMPT = "exempt"

    @property
    def label(self) -> str:
        """As the page says it."""
        return {"fail": "fails", "error": "rule broke", "unknown": "not checkable", "exempt": "exempt"}[self]


_KINDS: Final[Mapping[Kind, Verdict]] = {Kind.ERROR: Verdict.ERROR, Kind.UNKNOWN: Verdict.UNKNOWN}
_DIGITS: Final = 12
"""Hexadecimal ones of the name a finding has in the page's address: the same from run to run."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding."""

    finding: Finding
    id: str
    place: str
    """The AI system, or the part of the landing zone."""
    whole: Resource | None
    """The composition its resource is a part of."""
    left: str
    """How long an exempted finding's exemption still holds; empty for any other."""

    @property
    def type(self) -> str:
        """The resource's type in short; empty for the stack as a whole."""
        return type_name(self.finding.resource_type)

    @property
    def file(self) -> str:
        """The file that declares it, without its folder; empty where nobody knows."""
        return self.finding.source.file.rpartition("/")[2] if self.finding.source else ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Findings of one rule on one shelf."""

    group: RuleGroup
    rows: tuple[Row, ...]
    verdict: Verdict
    since: str
    """new or known; empty where there is no earlier report, and for what is not open."""

    @property
    def effect(self) -> str:
        """What the findings do: blocks or advisory; empty for exempt ones, which do nothing."""
        first = self.group.first
        return "" if first.exemption else "blocks" if first.blocking else "advisory"

    @property
    def note(self) -> str:
        """What the verdict does not say: that the findings block nothing, or that they are about an exemption."""
        first = self.group.first
        if first.kind in {Kind.EXEMPTION_EXPIRED, Kind.EXEMPTION_UNMATCHED}:
            return self.group.note
        return "" if first.blocking or first.exemption else "advisory"

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """Each requirement the rule supports, and what it asks."""
        known = frameworks()
        given = self.group.first.frameworks
        return tuple(
            (f"{known[key].name} {one}", known[key].requirements[one].asks if one in known[key].requirements else "")
            for key in FRAMEWORKS
            for one in given.get(key, ())
        )


@dataclass(frozen=True, slots=True)
class Shelf:
    """Findings that a reader treats alike."""

    title: str
    note: str
    groups: tuple[Rows, ...]

    @property
    def count(self) -> int:
        """How many findings lie on it."""
        return sum(len(group.rows) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Facet:
    """One property that findings are filtered by, and how many have each value."""

    name: str
    label: str
    options: tuple[tuple[str, str, int], ...]
    """Value, label and count."""


def shelves(assessment: Assessment) -> tuple[Shelf, ...]:
    """What is open first; an empty shelf is left out."""
    strict = [finding for finding in assessment.unknown if finding.blocking]
    lenient = [finding for finding in assessment.unknown if not finding.blocking]
    fresh = "New" if assessment.baseline else "Open"
    ends = f"the next ends {_in_days(assessment.next_expiry)}" if assessment.exempt else ""
    given = (
        (fresh, "", "new" if assessment.baseline else "", assessment.new),
        ("Not checkable before deploy", "where checking is required", "", strict),
        ("Known", "from the earlier report", "known", assessment.known),
        ("Not checkable before deploy", "blocks nothing here", "", lenient),
        ("Exempt", ends, "", assessment.exempt),
    )
    systems = belonging(assessment.graph)
    return tuple(
        Shelf(title, note, tuple(_groups(assessment, found, since, systems)))
        for title, note, since, found in given
        if found
    )


def facets(stacks: Sequence[tuple[str, Sequence[Shelf]]]) -> tuple[Facet, ...]:
    """What the findings of some stacks can be filtered by; a facet with a single value tells nothing apart."""
    counts: dict[str, dict[str, int]] = {name: {} for name in _LABELS}
    for stack, shelves_ in stacks:
        for group in (group for shelf in shelves_ for group in shelf.groups):
            for row in group.rows:
                for name, values in _values(stack, group, row).items():
                    for value in values:
                        counts[name][value] = counts[name].get(value, 0) + 1
    found = (Facet(name, label, tuple(_options(name, counts[name]))) for name, label in _LABELS.items())
    return tuple(facet for facet in found if len(facet.options) > 1)


_LABELS: Final = {
    "stack": "Stack",
    "severity": "Severity",
    "verdict": "Verdict",
    "since": "Since",
    "effect": "Effect",
    "system": "System",
    "framework": "Framework",
}


def _values(stack: str, group: Rows, row: Row) -> Mapping[str, Iterable[str]]:
    return {
        "stack": [stack],
        "severity": [group.group.first.severity],
        "verdict": [group.verdict],
        "since": [group.since] if group.since else [],
        "effect": [group.effect] if group.effect else [],
        "system": [row.place],
        "framework": group.group.first.frameworks,
    }


def _options(name: str, counts: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """In the order of the thing itself where it has one; systems before the parts of the zone."""
    orders: Mapping[str, Sequence[str]] = {
        "severity": tuple(Severity),
        "verdict": tuple(Verdict),
        "since": ("new", "known"),
        "effect": ("blocks", "advisory"),
        "framework": FRAMEWORKS,
        "system": sorted(counts, key=lambda place: (place.startswith(SHARED), place)),
    }
    for value in orders.get(name, tuple(counts)):
        if value in counts:
            yield value, _label(name, value), counts[value]


def _label(name: str, value: str) -> str:
    if name == "verdict":
        return Verdict(value).label
    return frameworks()[value].name if name == "framework" else value


def _groups(assessment: Assessment, found: Sequence[Finding], since: str, systems: Mapping[str, str]) -> Iterator[Rows]:
    for group in by_rule(found):
        first = group.first
        verdict = Verdict.EXEMPT if first.exemption else _KINDS.get(first.kind, Verdict.FAIL)
        yield Rows(group, tuple(_row(assessment, one, systems) for one in group.findings), verdict, since)


def _row(assessment: Assessment, finding: Finding, systems: Mapping[str, str]) -> Row:
    key = "\0".join((assessment.stack, *finding.key))
    return Row(
        finding=finding,
        id=f"f-{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}",
        place=place_title(*place_of(finding, systems)),
        whole=composed(assessment.graph, finding),
        left=counted(assessment.days_left(finding), "day") if finding.exemption else "",
    )


def _in_days(days: int | None) -> str:
    return f"in {counted(days, 'day')}" if days else "today"
