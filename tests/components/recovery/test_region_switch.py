"""The plan that moves callers begins by itself, waits for a person, and can be run by nobody else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pulumi
import pytest

from components import kit
from components.recovery.heartbeat import alarm_arn
from components.recovery.region_switch import Operators, RegionSwitch, RegionSwitchArgs, Report
from components.recovery.scaling_access import SCALER
from components.recovery.switch_permissions import plan_name
from components.recovery.switch_steps import MOST_ASSURED, SCALE_MINUTES, Record, Workload
from config.load import load
from config.rto import TermName, rto_terms
from graph.model import UNKNOWN
from tests.components.recovery.pair import ACCOUNT, AWAY, BOUNDARY, HOME, ROLE, ROLE_POLICY, TOPIC, actions, grants
from tests.synth import Declared, synth

PLAN = "aws:arcregionswitch/plan:Plan"
ENTRY = "aws:eks/accessEntry:AccessEntry"
SCOPE = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
OPERATOR = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-dr-switch-operator"
EXECUTION = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-dr-region-switch"
MINE = f"arn:aws:arc-region-switch::{ACCOUNT}:plan/lz-prod:abc123"
OTHER = f"arn:aws:arc-region-switch::{ACCOUNT}:plan/lz-staging:abc123"
ARCHIVE = f"lz-prod-logs-{ACCOUNT}-{AWAY}"


def workload(system: str, away: int = 25) -> Workload:
    return Workload(system=system, deployment="vllm", autoscaler="keda-hpa-vllm", assured={HOME: 100, AWAY: away})


ARGS = RegionSwitchArgs(
    environment="prod-dr",
    family="prod",
    account=ACCOUNT,
    region=AWAY,
    primary_region=HOME,
    rto=timedelta(hours=2),
    alarm_arn=alarm_arn("prod", ACCOUNT, AWAY),
    operators=Operators(trust='{"Statement": "of people"}', decide=timedelta(minutes=10)),
    report=Report(bucket=ARCHIVE, grants=[kit.allow("EncryptReport", ["kms:GenerateDataKey"], ["key"])]),
    clusters={HOME: "lz-prod-cluster", AWAY: "lz-prod-dr-cluster"},
    workloads=[workload("assistant")],
    record=Record(zone_id="Z0123456789", name="region.prod.example.com"),
    topic_arn=TOPIC,
    boundary=BOUNDARY,
)
WITHOUT = replace(ARGS, clusters={}, workloads=[], record=None)


def declare(args: RegionSwitchArgs = ARGS, *, unknown: bool = False) -> Declared:
    return synth(lambda: RegionSwitch("region-switch", args), unknown=unknown)


def steps(declared: Declared, region: str) -> list[dict[str, Any]]:
    (flow,) = [f for f in declared.only(PLAN)["workflows"] if f["workflowTargetRegion"] == region]
    return flow["steps"]


def test_the_silence_of_the_region_that_serves_begins_it() -> None:
    """By the alarm that stands in the other Region, and not twice for one loss."""
    plan = declare().only(PLAN)
    (alarm,), (trigger,) = plan["associatedAlarms"], plan["triggers"]

    assert ("trigger", alarm_arn("prod", ACCOUNT, AWAY)) == (alarm["alarmType"], alarm["resourceIdentifier"])
    assert ("activate", AWAY, 120) == (
        trigger["action"],
        trigger["targetRegion"],
        trigger["minDelayMinutesBetweenExecutions"],
    )
    assert [{"associatedAlarmName": alarm["mapBlockKey"], "condition": "red"}] == trigger["conditions"]


@pytest.mark.parametrize("region", [HOME, AWAY])
def test_a_person_approves_before_anything_else(region: str) -> None:
    """There and back, by the role of the operators, within the minutes of the promise."""
    first = steps(declare(), region)[0]

    assert ("approve", "ManualApproval") == (first["name"], first["executionBlockType"])
    assert [{"approvalRole": OPERATOR, "timeoutMinutes": 10}] == first["executionApprovalConfigs"]


def test_models_scale_after_the_approval_and_no_autoscaler_takes_it_back() -> None:
    """To what ran on the other side; ungracefully no more is waited for than reserved devices hold."""
    scale = steps(declare(), AWAY)[1]
    (block,) = scale["eksResourceScalingConfigs"]
    (application,) = block["scalingResources"]

    assert ("scale-assistant", "EKSResourceScaling") == (scale["name"], scale["executionBlockType"])
    assert {HOME, AWAY} == {one["resourceName"] for one in application["resources"]}
    assert {"keda-hpa-vllm"} == {one["hpaName"] for one in application["resources"]}
    assert [{"minimumSuccessPercentage": 25}] == block["ungracefuls"]
    assert [
        f"arn:aws:eks:{AWAY}:{ACCOUNT}:cluster/lz-prod-dr-cluster",
        f"arn:aws:eks:{HOME}:{ACCOUNT}:cluster/lz-prod-cluster",
    ] == [one["clusterArn"] for one in block["eksClusters"]]


def test_the_part_that_must_be_ready_is_what_aws_takes() -> None:
    """A hundred percent is refused by the service."""
    (block,) = steps(declare(), HOME)[1]["eksResourceScalingConfigs"]

    assert [{"minimumSuccessPercentage": MOST_ASSURED}] == block["ungracefuls"]


def test_several_models_scale_at_once() -> None:
    """One after the other each would wait for the one before it."""
    several = replace(ARGS, workloads=[workload("assistant"), workload("search")])
    _, scale, _ = steps(declare(several), AWAY)
    (at_once,) = scale["parallelConfigs"]

    assert ("scale", "Parallel") == (scale["name"], scale["executionBlockType"])
    assert ["scale-assistant", "scale-search"] == [one["name"] for one in at_once["steps"]]
    assert all(one["eksResourceScalingConfigs"][0]["timeoutMinutes"] == SCALE_MINUTES for one in at_once["steps"])


def test_a_pair_without_models_of_its_own_scales_nothing() -> None:
    """Nor does the plan's role see a cluster."""
    declared = declare(WITHOUT)

    assert ["approve"] == [one["name"] for one in steps(declared, AWAY)]
    assert [] == declared.of_type(ENTRY)
    assert not [a for a in actions(declared.named("region-switch-role-policy")["policy"]) if a.startswith("eks:")]


@pytest.mark.parametrize("region", [HOME, AWAY])
def test_callers_move_last(region: str) -> None:
    """When somebody said yes and what answers them is there; the same step for both ways, as AWS asks."""
    declared = declare()
    last = steps(declared, region)[-1]

    assert ("callers", "Route53HealthCheck") == (last["name"], last["executionBlockType"])
    assert steps(declared, HOME)[-1] == steps(declared, AWAY)[-1]
    assert ("Z0123456789", "region.prod.example.com") == (
        last["route53HealthCheckConfigs"][0]["hostedZoneId"],
        last["route53HealthCheckConfigs"][0]["recordName"],
    )
    assert [{"recordSetIdentifier": one, "region": one} for one in (HOME, AWAY)] == last["route53HealthCheckConfigs"][
        0
    ]["recordSets"]


def test_the_plan_reads_records_and_changes_none() -> None:
    """It moves callers by health checks, which no right of ours can touch."""
    found = actions(declare().named("region-switch-role-policy")["policy"])
    without = actions(declare(WITHOUT).named("region-switch-role-policy")["policy"])

    assert {"route53:ListResourceRecordSets"} == {a for a in found if a.startswith("route53:")}
    assert not {a for a in without if a.startswith("route53:")}


def test_the_checks_that_the_plan_vends_are_known_by_region() -> None:
    """Records carry them; a plan without a record vends none, and nobody asks."""
    seen: dict[str, str] = {}

    def build(args: RegionSwitchArgs) -> None:
        for region, check in RegionSwitch("region-switch", args).health_checks.items():
            check.apply(lambda found, region=region: seen.__setitem__(region, found))

    synth(lambda: build(ARGS))
    assert {HOME: f"check-{HOME}", AWAY: f"check-{AWAY}"} == seen
    seen.clear()
    synth(lambda: build(WITHOUT))
    assert {} == seen


def test_a_plan_that_vends_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records without a health check would never move."""
    monkeypatch.setattr("tests.physical.asked", lambda *_: {"healthChecks": []})

    with pytest.raises(pulumi.RunError, match=rf"no health check of region\.prod\.example\.com in {HOME}"):
        synth(lambda: pulumi.export("check", RegionSwitch("region-switch", ARGS).health_checks[HOME]))


def test_the_wait_for_replicas_is_as_long_as_the_promise_counts() -> None:
    """A shorter one would give up what `lz dr rto` says will come."""
    zone = load("prod")
    gpu = {TermName.CAPACITY, TermName.IMAGE, TermName.WEIGHTS, TermName.START}
    own = [rto_terms(system, zone).ways[0] for system in zone.self_hosted]

    assert own
    assert all(SCALE_MINUTES >= sum(t.minutes or 0 for t in way.terms if t.name in gpu) for way in own)


@pytest.mark.parametrize("unknown", [False, True])
def test_the_plan_waits_for_the_rights_it_is_judged_by(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """AWS evaluates it as soon as it stands."""
    declared = declare(unknown=unknown)
    needed = [*declared.of_type(ROLE_POLICY), *declared.of_type(SCOPE)]

    assert 4 == len(needed)
    assert {one.urn for one in needed} <= set(declared.only(PLAN).dependencies)
    assert (EXECUTION, "lz-prod") == (declared.only(PLAN)["executionRole"], declared.only(PLAN)["name"])


def test_the_operator_runs_this_plan_and_nothing_else() -> None:
    """Not another pair's, and no change of what the plan is."""
    declared = declare()
    policy = declared.named("region-switch-operator-policy")["policy"]

    assert {"arc-region-switch"} == {action.partition(":")[0] for action in actions(policy)}
    for verb in ("StartPlanExecution", "ApprovePlanExecutionStep", "CancelPlanExecution", "UpdatePlanExecutionStep"):
        assert grants(policy, f"arc-region-switch:{verb}", MINE)
        assert not grants(policy, f"arc-region-switch:{verb}", OTHER)
    assert not grants(policy, "arc-region-switch:UpdatePlan", MINE)
    assert not grants(policy, "arc-region-switch:DeletePlan", MINE)


def test_the_operator_is_assumed_by_the_named_people_for_an_hour() -> None:
    """With the trust the stack gives, which asks for a second factor."""
    role = declare().named("region-switch-operator")

    assert ('{"Statement": "of people"}', 3600) == (role["assumeRolePolicy"], role["maxSessionDuration"])


def test_the_plan_can_do_what_its_steps_need_and_no_more() -> None:
    """Begin itself, see the alarm and the clusters, simulate two roles, write below one prefix."""
    declared = declare()
    policy = declared.named("region-switch-role-policy")["policy"]
    (trust,) = json.loads(declared.named("region-switch-role")["assumeRolePolicy"])["Statement"]

    assert grants(policy, "arc-region-switch:StartPlanExecution", MINE)
    assert not grants(policy, "arc-region-switch:ApprovePlanExecutionStep", MINE)
    assert grants(policy, "s3:PutObject", f"arn:aws:s3:::{ARCHIVE}/region-switch/report.pdf")
    assert not grants(policy, "s3:PutObject", f"arn:aws:s3:::{ARCHIVE}/drills/report.pdf")
    assert grants(policy, "iam:SimulatePrincipalPolicy", OPERATOR)
    assert grants(policy, "kms:GenerateDataKey", "key")
    assert {"Service": "arc-region-switch.amazonaws.com"} == trust["Principal"]
    assert {"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}} == trust["Condition"]


def test_both_roles_are_bounded() -> None:
    """Under the ceiling of the environment that owns them."""
    assert {BOUNDARY} == {role["permissionsBoundary"] for role in declare().of_type(ROLE)}


def test_the_plan_sees_the_namespaces_of_the_models_in_both_clusters() -> None:
    """And nothing else there."""
    declared = declare()

    assert {HOME: "lz-prod-cluster", AWAY: "lz-prod-dr-cluster"} == {
        entry["region"]: entry["clusterName"] for entry in declared.of_type(ENTRY)
    }
    for scope in declared.of_type(SCOPE):
        assert (SCALER, {"type": "namespace", "namespaces": ["assistant"]}) == (
            scope["policyArn"],
            scope["accessScope"],
        )


def test_each_execution_is_reported_to_the_archive() -> None:
    """Of this account, so that a bucket that changed hands gets nothing."""
    (report,) = declare().only(PLAN)["reportConfigurations"]

    assert [{"s3Configurations": [{"bucketPath": f"{ARCHIVE}/region-switch", "bucketOwner": ACCOUNT}]}] == report[
        "reportOutputs"
    ]


def test_what_the_plan_does_is_told() -> None:
    """Its events and the warnings of its evaluation, of this plan only."""
    declared = declare()
    pattern = json.loads(declared.only(RULE)["eventPattern"])

    assert {"source": ["aws.arc-region-switch"], "resources": [{"prefix": MINE.removesuffix("abc123")}]} == pattern
    assert TOPIC == declared.only(TARGET)["arn"]
    assert AWAY == declared.only(RULE)["region"] == declared.only(TARGET)["region"]


def test_the_name_of_a_plan_fits() -> None:
    """AWS takes 32 letters, and the longest environment has 16."""
    assert 32 >= len(plan_name("x" * 16))


def test_what_it_says_about_itself() -> None:
    """The contract names the plan and the roles."""
    assert {"executionArn": UNKNOWN, "operatorArn": UNKNOWN, "plan": UNKNOWN} == declare(unknown=True).outputs_of(
        "lz:recovery:RegionSwitch"
    )
