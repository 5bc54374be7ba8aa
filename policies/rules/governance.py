"""Governance of AI systems: what their resources say of them.

Article numbers are of Regulation (EU) 2024/1689.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.classification import DATA_CLASS, OWNER, RISK, SYSTEM, tag
from policies.controls import supports
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.governance import ANSWERING, said
from policies.systems import AI_TYPES, ANSWERING_TYPES, LIFECYCLE, REVIEW_BY, STAGES, TIERS, still_holds
from policies.value import Outcome, non_empty
from policies.view import View


@resource_rule(
    id="LZ-GOV-001",
    title="An AI resource says its system, owner, tier, data class and stage of life",
    severity=Severity.HIGH,
    types=AI_TYPES,
    control="GOV-01",
    why="Rules, dossier, cost and an authority's question find it by these five; one without them is nobody's.",
    fix="Tag it lz:system, lz:owner, lz:risk-tier, lz:data-class and lz:lifecycle; places.system_tags() does.",
    frameworks=supports("GOV-01"),
    good=ANSWERING,
    bad=changed(ANSWERING, "endpoint", tags=said(**{LIFECYCLE: "finished"})),
    offending="endpoint.tags.lz:lifecycle",
)
def resource_says_whose_it_is(view: View) -> Iterator[Outcome]:
    classes = organisation().retention_floors
    for name in (SYSTEM, OWNER, RISK):
        yield tag(view, name).must(non_empty, f"has no {name}")
    yield tag(view, DATA_CLASS).must(lambda raw: raw in classes, f"{DATA_CLASS} names no class of the organisation")
    yield tag(view, LIFECYCLE).must(lambda raw: raw in STAGES, f"{LIFECYCLE} is no stage: {', '.join(sorted(STAGES))}")


@resource_rule(
    id="LZ-GOV-002",
    title="What runs is of a tier that may run",
    severity=Severity.CRITICAL,
    types=AI_TYPES,
    control="GOV-02",
    why="A practice that Art. 5 prohibits may not be put into service at all, whatever stands around it.",
    fix="Tag it lz:risk-tier minimal, limited, high or gpai; a prohibited use is taken out.",
    frameworks=supports("GOV-02"),
    good=ANSWERING,
    bad=changed(ANSWERING, "endpoint", tags=said(**{RISK: "prohibited"})),
    offending="endpoint.tags.lz:risk-tier",
)
def tier_may_run(view: View) -> Iterator[Outcome]:
    known = f"lz:risk-tier is none of {', '.join(sorted(TIERS))}"
    yield tag(view, RISK).must(lambda raw: raw in TIERS, known, when_missing="minimal")


@resource_rule(
    id="LZ-GOV-003",
    title="What answers is looked at again by a day that has not passed",
    severity=Severity.MEDIUM,
    types=ANSWERING_TYPES,
    control="GOV-10",
    why="Risks are managed over the whole life of a system (Art. 9(2)); a system nobody looks at again drifts unseen.",
    fix="Look at the system again, then set governance.review-by of its card to the next day; tag lz:review-by.",
    frameworks=supports("GOV-10"),
    good=ANSWERING,
    bad=changed(ANSWERING, "endpoint", tags=said(**{REVIEW_BY: "2025-12-31"})),
    offending="endpoint.tags.lz:review-by",
)
def system_is_looked_at_again(view: View) -> Iterator[Outcome]:
    yield still_holds(view)
