"""The dossiers of a judged stack: a pure function of card, environment, graph, findings and cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from config.budgets import granted
from config.model import LandingZone
from config.system import System
from config.vocabulary.quantities import format_share
from graph.belonging import belonging
from graph.model import Resource
from policies.finding import Finding
from policies.rule import Rule
from report.assessment import Assessment
from report.cost.estimate import Estimate
from report.cost.words import money
from report.dossier.card import (
    how_available_it_can_be,
    its_data,
    what_it_decides,
    what_it_is,
    what_it_may_do,
    what_it_promises,
)
from report.dossier.entry import how_it_is_asked
from report.dossier.model import Dossier, Fact, Part, fact, part
from report.dossier.recovery import when_its_region_is_lost
from report.dossier.standing import how_it_goes_back, its_alarms, its_resources, where_its_records_are
from report.dossier.weights import its_model
from report.frameworks import supported
from report.summary import counted


def dossiers(assessment: Assessment) -> tuple[Dossier, ...]:
    """One a system, in the order of the environment; none where the configuration is not at hand."""
    zone = assessment.zone
    if zone is None:
        return ()
    systems = belonging(assessment.graph)
    return tuple(_dossier(assessment, zone, system, systems) for system in zone.cards)


def _dossier(assessment: Assessment, zone: LandingZone, system: System, systems: Mapping[str, str]) -> Dossier:
    graph = assessment.graph
    own = [resource for resource in graph if systems.get(resource.urn) == system.name]
    found = tuple(finding for finding in assessment.open if systems.get(finding.urn) == system.name)
    return Dossier(
        system=system.name,
        stack=assessment.stack,
        summary=f"{system.card.risk.tier} risk, {counted(len(found), 'finding')}",
        parts=(
            what_it_is(system),
            what_it_decides(system),
            what_it_may_do(system),
            how_it_is_asked(system, graph, own),
            its_model(system),
            its_data(system, zone),
            what_it_promises(system),
            how_available_it_can_be(system),
            when_its_region_is_lost(system, zone),
            where_its_records_are(system, zone, graph, own),
            how_it_goes_back(system, own),
            _cost(system, zone, assessment.cost),
            its_alarms(own),
            its_resources(own),
            _rules(found, assessment.rules, own),
        ),
        findings=found,
    )


def _cost(system: System, zone: LandingZone, cost: Estimate | None) -> Part:
    share = f"{format_share(zone.budget.systems)} of the card's {money(system.card.budget.monthly)}"
    budget = fact("budget", f"{money(granted(system.card.budget, zone.budget))} USD a month ({share})", brief=True)
    return part("What it costs", [*(_estimated(system, cost) if cost else ()), budget])


def _estimated(system: System, cost: Estimate) -> Iterator[Fact]:
    sums = dict[str, float]()
    for line in cost.expected:
        if line.system == system.name:
            sums[line.service] = sums.get(line.service, 0.0) + line.monthly
    if sums:
        services = ", ".join(f"{service} {money(usd)}" for service, usd in sorted(sums.items()))
        yield fact("estimate", f"{money(sum(sums.values()))} USD a month: {services}", brief=True)


def _rules(found: Sequence[Finding], rules: Sequence[Rule], own: Sequence[Resource]) -> Part:
    """What is open about it, and which requirements the rules that look at its types support."""
    types = {resource.type for resource in own}
    asked = [rule for rule in rules if types.intersection(rule.types)]
    requirements = dict[str, dict[str, None]]()
    for rule in asked:
        for framework, ids in rule.frameworks.items():
            requirements.setdefault(framework, {}).update(dict.fromkeys(ids))
    return part(
        "What holds it",
        [
            fact("findings", *(_told(finding) for finding in found)),
            fact("rules", f"{counted(len(asked), 'rule')} look at what it is made of" if asked else ""),
            fact("requirements they support", supported({key: tuple(ids) for key, ids in requirements.items()})),
        ],
    )


def _told(finding: Finding) -> str:
    where = " ".join(text for text in (finding.resource_name, finding.path) if text)
    return f"{finding.rule_id} ({finding.severity}) {where}: {finding.message}"
