"""Throughput that is paid for by the hour, whether anybody asks or not; LZ-GOV-001 asks whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from policies.classification import tag
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.governance import THROUGHPUTS, said
from policies.systems import COMMITMENT, REVIEW_BY, THROUGHPUT, still_holds
from policies.value import Outcome
from policies.verdict import Verdict
from policies.view import View


@resource_rule(
    id="LZ-CST-005",
    title="Provisioned throughput is looked at again by a day that has not passed",
    severity=Severity.LOW,
    types=(THROUGHPUT,),
    control="CST-06",
    why="It costs the same while nobody asks; after a pilot it goes on costing until somebody reads the bill.",
    fix="Tag it lz:review-by with the day on which it ends or is decided about again.",
    good=THROUGHPUTS,
    bad=changed(THROUGHPUTS, "units", tags=said(**{REVIEW_BY: None, COMMITMENT: "OneMonth"})),
    offending="units.tags.lz:review-by",
    decides=("units-provider.defaultTags",),
)
def throughput_has_an_end(throughput: View) -> Iterator[Outcome]:
    yield still_holds(throughput)


@resource_rule(
    id="LZ-CST-006",
    title="Throughput is committed to for as long as somebody agreed",
    severity=Severity.LOW,
    types=(THROUGHPUT,),
    control="CST-06",
    why="A commitment of six months is owed to its last day, even where the model is taken out next week.",
    fix="Leave commitment_duration out, or tag lz:commitment with the duration that the owner of the budget agreed to.",
    good=THROUGHPUTS,
    bad=changed(THROUGHPUTS, "units", commitmentDuration="SixMonths"),
    offending="units.commitmentDuration",
    decides=("units.tags.lz:commitment",),
)
def commitment_was_agreed_to(throughput: View) -> Iterator[Outcome]:
    duration, agreed = throughput["commitmentDuration"], tag(throughput, COMMITMENT)
    said = Verdict.UNKNOWN if agreed.unknown else duration.holds(lambda raw: agreed.known and raw == agreed.raw)
    yield duration.outcome(Verdict.of(duration.missing) | said, "commits to more than lz:commitment says")
