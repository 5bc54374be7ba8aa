"""Who owns the switch of a pair, and what it is told of the pair."""

from __future__ import annotations

from typing import Any

import pytest

from config.contracts import RecoveryContract
from config.load import load
from config.vocabulary import Layer
from tests.previews import previewed
from tests.stacks.test_environments import deployed

PLAN = "aws:arcregionswitch/plan:Plan"
RECORD = "aws:route53/record:Record"


def contract(environment: str) -> RecoveryContract:
    return RecoveryContract.model_validate(deployed(environment).exports[str(Layer.RECOVERY)])


def plan() -> dict[str, Any]:
    return deployed("prod-dr").only(PLAN).inputs


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_only_the_side_that_stands_by_has_a_plan(environment: str) -> None:
    """It must work when the other is lost; and where nobody stands by there is nowhere to go."""
    found = [resource for resource in previewed(environment) if resource.type == PLAN]

    assert [] == found
    assert (None, []) == (contract(environment).switch, contract(environment).records)


def test_the_plan_carries_the_name_of_the_primary_and_the_promise_of_the_pair() -> None:
    """What somebody looks for at 3 a.m. is the environment that is lost."""
    zone = load("prod")
    assert zone.recovery.serving is not None

    assert ("lz-prod", zone.region) == (plan()["name"], plan()["primaryRegion"])
    assert [zone.region, zone.recovery.region] == plan()["regions"]
    assert zone.recovery.serving.rto.total_seconds() / 60 == plan()["recoveryTimeObjectiveMinutes"]


def test_the_plan_names_the_alarm_that_the_primary_makes() -> None:
    """Neither asks the other's state."""
    alarm = deployed("prod").named("heartbeat-silence")
    switch = contract("prod-dr").switch
    assert switch is not None

    assert switch.alarm.endswith(f":{alarm['region']}:{load('prod').account}:alarm:{alarm['name']}")
    assert [switch.alarm] == [one["resourceIdentifier"] for one in plan()["associatedAlarms"]]


def test_a_model_scales_in_the_clusters_of_both_sides() -> None:
    """Under the names that the layers platform and workloads give, and by no more than is reserved on each side."""
    clusters = {deployed(environment).only("aws:eks/cluster:Cluster")["name"] for environment in ("prod", "prod-dr")}
    scales = [flow["steps"][1]["eksResourceScalingConfigs"][0] for flow in plan()["workflows"]]

    assert clusters == {one["clusterArn"].rpartition("/")[2] for one in scales[0]["eksClusters"]}
    assert {"prod-dr": 25, "prod": 50} == {
        environment: scale["ungracefuls"][0]["minimumSuccessPercentage"]
        for environment, scale in zip(("prod-dr", "prod"), scales, strict=True)
    }


def test_every_system_of_the_pair_has_a_name_that_moves() -> None:
    """And one record says where they all lead."""
    zone = load("prod-dr")
    assert zone.recovery.dns is not None
    domain = zone.recovery.dns.zone
    moved = {record.name for record in contract("prod-dr").records}

    assert {f"region.{domain}", *(f"{system}.{domain}" for system in zone.systems)} == moved
    assert moved == {
        record["name"] for record in deployed("prod-dr").of_type(RECORD) if "failoverRoutingPolicies" in record.inputs
    }
    assert {(zone.recovery.region, zone.region)} == {(r.primary, r.secondary) for r in contract("prod-dr").records}


def test_the_record_of_the_plan_is_among_those_it_moves() -> None:
    """Its health checks are what all of them carry."""
    callers = plan()["workflows"][0]["steps"][-1]["route53HealthCheckConfigs"][0]
    carried = {
        record["healthCheckId"]
        for record in deployed("prod-dr").of_type(RECORD)
        if "failoverRoutingPolicies" in record.inputs
    }

    assert callers["recordName"] in {record.name for record in contract("prod-dr").records}
    assert {f"check-{region}" for region in plan()["regions"]} == carried


def test_each_half_leads_to_a_record_that_a_side_makes() -> None:
    """By the names of the layer systems, on either side; and one's own stands before it is pointed to."""
    made = {
        record["name"]: record.urn
        for environment in ("prod", "prod-dr")
        for record in deployed(environment).of_type(RECORD)
        if "failoverRoutingPolicies" not in record.inputs
    }
    halves = [
        r for r in deployed("prod-dr").of_type(RECORD) if "failoverRoutingPolicies" in r.inputs and r["type"] == "A"
    ]
    zone = load("prod-dr")

    assert 2 * len(zone.systems) == len(halves)
    for half in halves:
        (alias,) = half["aliases"]
        assert alias["name"] in made
        if half["setIdentifier"] == zone.region:
            assert made[alias["name"]] in half.property_dependencies["aliases"]


def test_a_record_knows_that_its_check_is_the_plans() -> None:
    """Before the plan stands, when the id is unknown, and whatever is taken down goes in the right order."""
    graph = previewed("prod-dr")
    (switch,) = [r for r in graph if r.type == PLAN]
    pairs = [r for r in graph if r.type == RECORD and "failoverRoutingPolicies" in r.properties]

    assert pairs
    assert {(switch.urn,)} == {record.property_dependencies.get("healthCheckId") for record in pairs}
