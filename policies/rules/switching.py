"""A switch of Regions that a person decides, that leaves a report, that goes both ways, and that moves something.

Source: https://docs.aws.amazon.com/r53recovery/latest/dg/working-with-rs-execution-blocks.html, noted 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.rule import Severity, resource_rule
from policies.rules.examples.build import REGION, changed
from policies.rules.examples.recovery import (
    APPROVAL,
    CALLERS,
    HALVES,
    HEALTH_CHECK,
    RECORD,
    SWITCH,
    SWITCHED,
    flow,
)
from policies.value import Outcome, Value, non_empty, one_of
from policies.verdict import Verdict, every, some
from policies.view import View

_APPROVAL = "ManualApproval"
_MOVES = one_of("ARCRoutingControl", "Route53HealthCheck")
"""Steps that lead callers elsewhere."""


@resource_rule(
    id="LZ-DR-006",
    title="Callers go to another Region when a person has said so",
    severity=Severity.HIGH,
    types=(SWITCH,),
    control="HO-04",
    why="A false alarm would move everybody to where the last minutes may be missing.",
    fix="Begin each workflow with a step ManualApproval; components.recovery.region_switch does.",
    good=SWITCHED,
    bad=changed(SWITCHED, "switch", workflows=[flow(None, CALLERS, APPROVAL)]),
    offending="switch.workflows[0].steps",
)
def callers_move_by_approval(switch: View) -> Iterator[Outcome]:
    for workflow in switch["workflows"].each():
        yield workflow.at("steps").outcome(_approved(workflow.at("steps")), "moves callers before anybody has approved")


def _approved(steps: Value) -> Verdict:
    """Whether an approval comes before the first step that moves callers; steps at once are one step."""
    if steps.unknown:
        return Verdict.UNKNOWN
    said = Verdict.FAIL
    judged: list[Verdict] = []
    for step in steps.each():
        kind = step.at("executionBlockType")
        within = [one.at("executionBlockType") for one in step.at("parallelConfigs[0].steps").each()]
        moves = some((kind.holds(_MOVES), *(one.holds(_MOVES) for one in within)))
        judged.append(~moves | said)
        said |= kind.holds(one_of(_APPROVAL))
    return every(judged)


@resource_rule(
    id="LZ-DR-007",
    title="A switch of Regions leaves a report",
    severity=Severity.MEDIUM,
    types=(SWITCH,),
    control="LOG-15",
    why="When who approved and how long callers waited is asked by the regulator, and forgotten the day after.",
    fix="Set report_configurations with the bucket of the archive.",
    good=SWITCHED,
    bad=changed(SWITCHED, "switch", reportConfigurations=None),
    offending="switch.reportConfigurations",
)
def switch_leaves_a_report(switch: View) -> Iterator[Outcome]:
    held = switch["reportConfigurations"]
    bucket = held.at("reportOutputs[0].s3Configurations[0].bucketPath")
    yield held.outcome(bucket.holds(non_empty), "is reported nowhere")


@resource_rule(
    id="LZ-DR-008",
    title="A switch of Regions goes both ways",
    severity=Severity.HIGH,
    types=(SWITCH,),
    control="DB-07",
    why="A way back that is first written when it is needed was never tried.",
    fix="Add a workflow that activates each Region of the plan, or one without a Region.",
    good=SWITCHED,
    bad=changed(SWITCHED, "switch", workflows=[flow(REGION, APPROVAL, CALLERS)]),
    offending="switch.workflows",
    decides=("switch.regions",),
)
def switch_goes_both_ways(switch: View) -> Iterator[Outcome]:
    regions, workflows = switch["regions"], switch["workflows"]
    reached = every(some(_activates(one, region) for one in workflows.each()) for region in regions.each())
    yield workflows.outcome(reached, "no workflow activates one of its Regions")


def _activates(workflow: Value, region: Value) -> Verdict:
    """Whether a workflow activates a Region; one that names none is for whichever is asked for."""
    target = workflow.at("workflowTargetRegion")
    meant = Verdict.of(target.missing) | _same(region, target)
    return meant & workflow.at("workflowTargetAction").holds(one_of("activate"))


@resource_rule(
    id="LZ-DR-009",
    title="A name that fails over has both halves, each with a health check",
    severity=Severity.HIGH,
    types=(RECORD,),
    control="DB-07",
    why="A half alone leads to nothing, and without a health check the first half answers from a lost Region for ever.",
    fix="Make PRIMARY and SECONDARY of the name and type; components.recovery.failover_records does.",
    good=HALVES,
    bad=changed(HALVES, "first", healthCheckId=None),
    offending="first.healthCheckId",
)
def name_has_both_halves(record: View) -> Iterator[Outcome]:
    kind = record["failoverRoutingPolicies"]
    if kind.missing:
        return
    checked = record["healthCheckId"].holds(non_empty)
    if checked is Verdict.UNKNOWN and record.comes_from("healthCheckId", SWITCH, HEALTH_CHECK):
        checked = Verdict.PASS
    yield record["healthCheckId"].outcome(checked, "nothing says whether its Region serves")
    others = [one for one in record.stack.where("name", record["name"], RECORD) if one.urn != record.urn]
    yield kind.outcome(some(_other_half(record, other) for other in others), "the other half of the name is missing")


def _other_half(record: View, other: View) -> Verdict:
    mine, theirs = (view["failoverRoutingPolicies[0].type"] for view in (record, other))
    opposite = theirs.holds(bool) & ~_same(mine, theirs)
    return every((opposite, *(_same(record[prop], other[prop]) for prop in ("zoneId", "name", "type"))))


def _same(mine: Value, theirs: Value) -> Verdict:
    return Verdict.UNKNOWN if mine.unknown else theirs.holds(lambda raw: raw == mine.raw)
