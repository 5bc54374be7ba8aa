"""Findings as people read them: by the AI system or the part of the landing zone they are about, then by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph import urn as urns
from graph.belonging import belonging
from graph.model import Graph, Resource
from policies.finding import Finding, Kind
from policies.levels import Level
from policies.rule import Severity
from report.assessment import Assessment
from report.cost.estimate import part_of
from report.frameworks import supported

SHARED: Final = ("landing zone", "the stack as a whole")
"""What a place is called that is no system's."""

_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Findings of one rule that ask for the same, told together."""

    first: Finding
    findings: tuple[Finding, ...]

    @property
    def note(self) -> str:
        """What it is, where it is not plainly a rule that does not hold and blocks; empty where it is."""
        notes = {
            Kind.UNKNOWN: "not checkable before deploy",
            Kind.ERROR: "the rule broke",
            Kind.EXEMPTION_EXPIRED: "exemption expired",
            Kind.EXEMPTION_UNMATCHED: "exemption without a finding",
            Kind.EXEMPTION_REFUSED: "exemption not good here",
        }
        advisory = "advisory" if self.first.level is Level.ADVISORY else ""
        return ", ".join(word for word in (notes.get(self.first.kind, ""), advisory, stricter(self.first)) if word)

    @property
    def frameworks(self) -> str:
        """The requirements the rule supports, on one line."""
        return supported(self.first.frameworks)


@dataclass(frozen=True, slots=True)
class Place:
    """An AI system, or a part of the landing zone that serves all of them, and what is found there."""

    name: str
    """The system, or the part; empty for the stack as a whole."""
    is_system: bool
    tier: str
    """The risk tier of a system; empty where the configuration is not at hand."""
    groups: tuple[RuleGroup, ...]

    @property
    def title(self) -> str:
        """Its heading: support-assistant (limited risk), landing zone · network, the stack as a whole."""
        title = place_title(self.name, self.is_system)
        return f"{title} ({self.tier} risk)" if self.tier else title

    @property
    def counts(self) -> str:
        """How many findings of each severity: 1 critical, 2 high."""
        counted = Counter(finding.severity for group in self.groups for finding in group.findings)
        return ", ".join(f"{counted[severity]} {severity}" for severity in Severity if counted[severity])

    @property
    def order(self) -> tuple[int, bool, str]:
        """The worst finding first; at the same, systems before what serves all of them."""
        return min(_RANK[group.first.severity] for group in self.groups), not self.is_system, self.name


def stricter(finding: Finding) -> str:
    """Why its level is stricter than the environment's: mandatory for high risk; empty where it is not."""
    return f"{finding.level} for {finding.tier} risk" if finding.tier else ""


def by_rule(findings: Iterable[Finding]) -> tuple[RuleGroup, ...]:
    """One group a rule, kind, level, tier and fix, in the order in which the first finding of each comes."""
    groups = dict[tuple[str, ...], list[Finding]]()
    for finding in findings:
        groups.setdefault((finding.rule_id, finding.kind, finding.level, finding.tier, finding.fix), []).append(finding)
    return tuple(RuleGroup(same[0], tuple(same)) for same in groups.values())


def by_place(assessment: Assessment, findings: Sequence[Finding]) -> tuple[Place, ...]:
    """The findings by what they are about, the place with the worst of them first."""
    systems = belonging(assessment.graph) if findings else {}
    tiers = {system.name: str(system.card.risk.tier) for system in assessment.zone.cards} if assessment.zone else {}
    places = dict[tuple[str, bool], list[Finding]]()
    for finding in findings:
        places.setdefault(place_of(finding, systems), []).append(finding)
    found = (
        Place(name, own, tiers.get(name, "") if own else "", by_rule(same)) for (name, own), same in places.items()
    )
    return tuple(sorted(found, key=lambda place: place.order))


def place_of(finding: Finding, systems: Mapping[str, str]) -> tuple[str, bool]:
    """The system a finding is about, by `belonging`, or the part of the landing zone; and whether it is a system."""
    if system := systems.get(finding.urn):
        return system, True
    return (part_of(finding.urn), False) if urns.is_urn(finding.urn) else ("", False)


def place_title(name: str, is_system: bool) -> str:  # noqa: FBT001  the pair that place_of gives
    """What a place is called: the system; else the part of the landing zone, or the stack as a whole."""
    if is_system:
        return name
    return f"{SHARED[0]} · {name}" if name else SHARED[1]


def composed(graph: Graph, finding: Finding) -> Resource | None:
    """The outermost component around a finding's resource that a line of the program declares; None without one."""
    resource, outermost = graph.resources.get(finding.urn), None
    while resource is not None:
        outermost = resource
        resource = graph.resources.get(resource.parent or "")
    return outermost if outermost and outermost.source and outermost.urn != finding.urn else None


def type_name(type_: str) -> str:
    """A type token without what goes without saying: s3.Bucket, apps/v1.Deployment, decision.Function."""
    package, _, rest = type_.partition(":")
    module, _, name = rest.partition(":")
    if package != "kubernetes":
        module = module.split("/", 1)[0]
    return ".".join(part for part in (module, name) if part) or type_
