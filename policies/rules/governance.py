"""Governance of AI systems: what their resources say of them.

Article numbers are of Regulation (EU) 2024/1689.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.classification import DATA_CLASS, OWNER, RISK, SYSTEM, has_tag, of_system, tag
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.entry import API
from policies.rules.examples.governance import ANSWERING, ASKED, OVERSEEN, high, said
from policies.systems import (
    ACTS_AS,
    AI_TYPES,
    ANSWERING_TYPES,
    ASSESSMENT,
    DISCLOSURE,
    DOCUMENTED,
    LIFECYCLE,
    REVIEW_BY,
    STAGES,
    TIERS,
    still_holds,
)
from policies.value import Outcome, is_true, non_empty, one_of
from policies.verdict import Verdict
from policies.view import View


@resource_rule(
    id="LZ-GOV-001",
    title="An AI resource says its system, owner, tier, data class and stage of life",
    severity=Severity.HIGH,
    types=AI_TYPES,
    control="GOV-01",
    why="Rules, dossier, cost and an authority's question find it by these five; one without them is nobody's.",
    fix="Tag it lz:system, lz:owner, lz:risk-tier, lz:data-class and lz:lifecycle; places.system_tags() does.",
    good=ANSWERING,
    bad=changed(ANSWERING, "endpoint", tags=said(**{LIFECYCLE: "finished"})),
    offending="endpoint.tags.lz:lifecycle",
)
def resource_says_whose_it_is(view: View) -> Iterator[Outcome]:
    classes = organisation().retention_floors
    for name in (SYSTEM, OWNER, RISK):
        yield tag(view, name).must(non_empty, f"has no {name}")
    yield tag(view, DATA_CLASS).must(one_of(*classes), f"{DATA_CLASS} names no class of the organisation")
    yield tag(view, LIFECYCLE).must(one_of(*STAGES), f"{LIFECYCLE} is no stage: {', '.join(sorted(STAGES))}")


@resource_rule(
    id="LZ-GOV-002",
    title="What runs is of a tier that may run",
    severity=Severity.CRITICAL,
    types=AI_TYPES,
    control="GOV-02",
    why="A practice that Art. 5 prohibits may not be put into service at all, whatever stands around it.",
    fix="Tag it lz:risk-tier minimal, limited, high or gpai; a prohibited use is taken out.",
    good=ANSWERING,
    bad=changed(ANSWERING, "endpoint", tags=said(**{RISK: "prohibited"})),
    offending="endpoint.tags.lz:risk-tier",
)
def tier_may_run(view: View) -> Iterator[Outcome]:
    known = f"lz:risk-tier is none of {', '.join(sorted(TIERS))}"
    yield tag(view, RISK).must(one_of(*TIERS), known, when_missing="minimal")


@resource_rule(
    id="LZ-GOV-003",
    title="What answers is looked at again by a day that has not passed",
    severity=Severity.MEDIUM,
    types=ANSWERING_TYPES,
    control="GOV-10",
    why="Risks are managed over the whole life of a system (Art. 9(2)); a system nobody looks at again drifts unseen.",
    fix="Look at the system again, then set governance.review-by of its card to the next day; tag lz:review-by.",
    good=ANSWERING,
    bad=changed(ANSWERING, "endpoint", tags=said(**{REVIEW_BY: "2025-12-31"})),
    offending="endpoint.tags.lz:review-by",
)
def system_is_looked_at_again(view: View) -> Iterator[Outcome]:
    yield still_holds(view)


@resource_rule(
    id="LZ-GOV-004",
    title="A high-risk system says what we are to it, what was weighed and where it is documented",
    severity=Severity.CRITICAL,
    types=AI_TYPES,
    control="GOV-03",
    why="Duties follow from the role (Art. 16, 26), and neither may begin before documentation and assessment exist.",
    fix="Fill governance.documentation and governance.assessments of the card; tags lz:acts-as, -assessment and so on.",
    good=OVERSEEN,
    bad=changed(OVERSEEN, "features", tags=high(**{ASSESSMENT: ""})),
    offending="features.tags.lz:assessment",
    decides=("features.tags.lz:risk-tier",),
)
def high_risk_is_documented(view: View) -> Iterator[Outcome]:
    other = ~has_tag(view, RISK, "high")
    for name, good in ((ACTS_AS, one_of("provider", "deployer")), (ASSESSMENT, non_empty), (DOCUMENTED, non_empty)):
        found = tag(view, name)
        yield found.outcome(other | found.holds(good), f"{name} says nothing, and the system is of tier high")


_BALANCER = "aws:lb/loadBalancer:LoadBalancer"


@resource_rule(
    id="LZ-GOV-005",
    title="Where people ask a system it is said how they are told what it is",
    severity=Severity.MEDIUM,
    types=(API, "aws:apigatewayv2/api:Api", _BALANCER),
    control="GOV-13",
    why="People must know that they deal with an AI system before they do (Art. 50(1)), whoever built the page.",
    fix="Tag it lz:disclosure notice, or not-interactive where no person deals with it; risk.disclosure of the card.",
    good=ASKED,
    bad=changed(ASKED, "api", tags=said(**{DISCLOSURE: "later"})),
    offending="api.tags.lz:disclosure",
    decides=("api.tags.lz:system",),
)
def people_are_told(view: View) -> Iterator[Outcome]:
    inside = view["internal"].holds(is_true) if view.type == _BALANCER else Verdict.FAIL
    told = tag(view, DISCLOSURE)
    holds = told.holds(one_of("notice", "not-interactive"))
    yield told.outcome(~of_system(view) | inside | holds, "does not say how people are told that it is an AI system")
