"""Recovery that somebody has proved: copies that are restored, and experiments that end.

Sources: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html,
https://docs.aws.amazon.com/fis/latest/userguide/stop-conditions.html; noted 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator

from policies.paths import select
from policies.replicas import BACKUP_PLAN
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.recovery import (
    EXPERIMENT,
    ISOLATED,
    TESTED,
    TESTING_PLAN,
    TESTING_SELECTION,
    copies_in,
)
from policies.value import Outcome, Value, non_empty
from policies.verdict import Verdict, some
from policies.view import View

_ALARM = "aws:cloudwatch:alarm"


@resource_rule(
    id="LZ-DR-001",
    title="Backups are restored for a test",
    severity=Severity.HIGH,
    types=(BACKUP_PLAN,),
    control="DB-07",
    why="A backup that nobody ever restored is a hope; the key, the role or the format is wrong when it is needed.",
    fix="Compose components.recovery.restore_testing over the vault that the plan writes or copies to.",
    good=TESTED,
    bad=changed(TESTED, "testing", recoveryPointSelection=copies_in("another")),
    offending="testing.recoveryPointSelection.includeVaults[0]",
    decides=("plan.rules",),
)
def backups_are_restored(plan: View) -> Iterator[Outcome]:
    written = list(select(plan, "rules[].targetVaultName"))
    copied = list(select(plan, "rules[].copyActions[].destinationVaultArn"))
    tested = [v for t in plan.stack.of_type(TESTING_PLAN) for v in t["recoveryPointSelection.includeVaults"].each()]
    covered = some(_covers(vault, kept) for vault in tested for kept in (*written, *copied))
    yield plan.outcome(covered, "no restore testing plan takes its recovery points", "rules")


def _covers(tested: Value, kept: Value) -> Verdict:
    """Whether a vault of a test, by ARN or `*`, is one that a plan names by name or by ARN."""
    if tested.raw == "*":
        return Verdict.PASS
    if tested.unknown or kept.unknown:
        return Verdict.UNKNOWN
    exact, name = str(tested.raw) == str(kept.raw), str(tested.raw).endswith(f":backup-vault:{kept.raw}")
    return Verdict.of(exact or name)


@resource_rule(
    id="LZ-DR-002",
    title="A restore test restores something",
    severity=Severity.HIGH,
    types=(TESTING_PLAN,),
    control="DB-07",
    why="A plan without a selection runs every week, succeeds, and restores nothing.",
    fix="Add aws.backup.RestoreTestingSelection with the plan's name and a resource type.",
    good=TESTED,
    bad=changed(TESTED, "tables", restoreTestingPlanName="another"),
    offending="tables.restoreTestingPlanName",
    decides=("testing.name",),
)
def restore_test_restores_something(plan: View) -> Iterator[Outcome]:
    selected, perhaps = plan.stack.attached(plan, "restoreTestingPlanName", TESTING_SELECTION, identities=("name",))
    said = Verdict.PASS if selected else Verdict.UNKNOWN if perhaps else Verdict.FAIL
    yield plan.outcome(said, "selects nothing to restore")


@resource_rule(
    id="LZ-DR-003",
    title="An experiment ends when an alarm rises",
    severity=Severity.HIGH,
    types=(EXPERIMENT,),
    control="SM-13",
    why="What was meant to disturb for half an hour meets a night when something else is broken too.",
    fix="Set stop_conditions with the ARN of an alarm; components.recovery.isolation has one.",
    good=ISOLATED,
    bad=changed(ISOLATED, "isolation", stopConditions=[{"source": "none"}]),
    offending="isolation.stopConditions[0].source",
)
def experiment_ends(experiment: View) -> Iterator[Outcome]:
    conditions = experiment["stopConditions"]
    alarmed = some(condition.at("source").holds(lambda raw: raw == _ALARM) for condition in conditions.each())
    yield conditions.outcome(alarmed, "no alarm stops it")


@resource_rule(
    id="LZ-DR-004",
    title="An experiment leaves a record",
    severity=Severity.MEDIUM,
    types=(EXPERIMENT,),
    control="LOG-15",
    why="What it did and when is the proof of the drill, and the first question when something else broke.",
    fix="Set log_configuration with the bucket of the archive.",
    good=ISOLATED,
    bad=changed(ISOLATED, "isolation", logConfiguration=None),
    offending="isolation.logConfiguration",
)
def experiment_leaves_a_record(experiment: View) -> Iterator[Outcome]:
    held = experiment["logConfiguration"]
    places = ("s3Configuration.bucketName", "cloudwatchLogsConfiguration.logGroupArn")
    yield held.outcome(some(held.at(place).holds(non_empty) for place in places), "is written nowhere")


@resource_rule(
    id="LZ-DR-005",
    title="An experiment disturbs only what says that it may be disturbed",
    severity=Severity.HIGH,
    types=(EXPERIMENT,),
    control="IAM-03",
    why="A target without a tag, a name or a filter is everything of its type in the account.",
    fix="Choose targets by resource_tags, or by resource_arns.",
    good=ISOLATED,
    bad=changed(ISOLATED, "isolation", targets=[{"name": "Subnets", "resourceType": "aws:ec2:subnet"}]),
    offending="isolation.targets[0].resourceTags",
)
def experiment_asks_for_a_tag(experiment: View) -> Iterator[Outcome]:
    for target in experiment["targets"].each():
        ways = ("resourceTags", "resourceArns", "filters")
        chosen = some(target.at(way).holds(non_empty) for way in ways)
        yield target.outcome(chosen, "disturbs everything of a type")
