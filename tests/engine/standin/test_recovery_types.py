"""What the rows of recovery do beyond the life of every row: records that change, and plans as AWS nests them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.standin.recovery_examples import CHECK, hosted_zone

RECORD = "aws:route53/record:Record"
PLAN = "aws:arcregionswitch/plan:Plan"
NAME = "fraud.prod.example.com"


@pytest.fixture
def zone(plugin: Any) -> str:
    return hosted_zone(plugin)


def _record(zone: str, **more: Any) -> dict[str, Any]:
    return {"zoneId": zone, "name": NAME, "type": "CNAME", "ttl": 60, "records": ["a.example.com"], **more}


def _side(zone: str, region: str, kind: str, **more: Any) -> dict[str, Any]:
    return _record(zone, setIdentifier=region, failoverRoutingPolicies=[{"type": kind}], **more)


def _held(plugin: Any, zone: str) -> list[dict[str, Any]]:
    sets = plugin.boto("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    return [one for one in sets if one["Type"] not in {"NS", "SOA"}]


def test_both_sides_of_a_failover_stand_and_go_apart(plugin: Any, zone: str) -> None:
    """Two records of one name and type, told apart by their set."""
    primary, first = plugin.create(RECORD, _side(zone, "eu-west-1", "PRIMARY"), "primary")
    secondary, _ = plugin.create(RECORD, _side(zone, "eu-central-1", "SECONDARY"), "secondary")

    assert primary != secondary
    assert {"eu-west-1": "PRIMARY", "eu-central-1": "SECONDARY"} == {
        one["SetIdentifier"]: one["Failover"] for one in _held(plugin, zone)
    }

    plugin.delete(RECORD, primary, first)

    assert ["eu-central-1"] == [one["SetIdentifier"] for one in _held(plugin, zone)]
    assert "" == plugin.read(RECORD, primary, _side(zone, "eu-west-1", "PRIMARY"))[0]


def test_a_record_without_a_set_is_found_again(plugin: Any, zone: str) -> None:
    """By its name and type alone."""
    inputs = _record(zone)
    identifier, state = plugin.create(RECORD, inputs)

    assert (identifier, f"{NAME}.") == (plugin.read(RECORD, identifier, inputs)[0], state["fqdn"])


def test_a_record_changes_in_place(plugin: Any, zone: str) -> None:
    """A caller finds the old answer or the new one, and at no moment none."""
    inputs = _side(zone, "eu-west-1", "PRIMARY", healthCheckId="one")
    identifier, state = plugin.create(RECORD, inputs)

    plugin.update(RECORD, identifier, state, inputs, {**inputs, "ttl": 30, "healthCheckId": "two"})

    (held,) = _held(plugin, zone)
    assert (30, "two", "PRIMARY") == (held["TTL"], held["HealthCheckId"], held["Failover"])


def test_a_record_of_a_zone_that_is_not_there_is_refused(plugin: Any, aborted: Any) -> None:
    """The zone is who owns the domain's; nothing makes one on the way."""
    with pytest.raises(aborted, match="NoSuchHostedZone"):
        plugin.create(RECORD, _record("Z00000000000000NONE"))


def test_a_calculated_check_counts_its_children(plugin: Any) -> None:
    """By the words Route 53 has for it, and with the tags of the environment."""
    child, _ = plugin.create(CHECK, {"type": "CLOUDWATCH_METRIC", "cloudwatchAlarmName": "lost"}, "child")
    parent, _ = plugin.create(
        CHECK, {"type": "CALCULATED", "childHealthchecks": [child], "childHealthThreshold": 1}, "parent"
    )

    route53 = plugin.boto("route53")
    config = route53.get_health_check(HealthCheckId=parent)["HealthCheck"]["HealthCheckConfig"]
    tags = route53.list_tags_for_resource(ResourceType="healthcheck", ResourceId=parent)["ResourceTagSet"]["Tags"]
    assert ("CALCULATED", [child], 1) == (config["Type"], config["ChildHealthChecks"], config["HealthThreshold"])
    assert {"lz:environment": "dev", "lz:owner": "sre"} == {tag["Key"]: tag["Value"] for tag in tags}


def _plan(**changes: Any) -> dict[str, Any]:
    approve = {
        "name": "approve",
        "executionBlockType": "ManualApproval",
        "executionApprovalConfigs": [{"approvalRole": "arn:aws:iam::111122223333:role/operator", "timeoutMinutes": 10}],
    }
    scale = {
        "name": "scale",
        "executionBlockType": "EKSResourceScaling",
        "eksResourceScalingConfigs": [
            {
                "capacityMonitoringApproach": "sampledMaxInLast24Hours",
                "targetPercent": 100,
                "kubernetesResourceTypes": [{"apiVersion": "apps/v1", "kind": "Deployment"}],
                "eksClusters": [
                    {"clusterArn": f"arn:aws:eks:{region}:111122223333:cluster/lz"}
                    for region in ("eu-west-1", "eu-central-1")
                ],
                "scalingResources": [
                    {
                        "namespace": "assistant",
                        "resources": [{"resourceName": "eu-west-1", "name": "vllm", "namespace": "assistant"}],
                    }
                ],
            }
        ],
    }
    return {
        "name": "lz-prod",
        "executionRole": "arn:aws:iam::111122223333:role/switch",
        "recoveryApproach": "activePassive",
        "regions": ["eu-west-1", "eu-central-1"],
        "primaryRegion": "eu-west-1",
        "associatedAlarms": [
            {
                "mapBlockKey": "lost",
                "alarmType": "trigger",
                "resourceIdentifier": "arn:aws:cloudwatch:eu-central-1:1:alarm:a",
            }
        ],
        "reportConfigurations": [
            {
                "reportOutputs": [
                    {"s3Configurations": [{"bucketOwner": "111122223333", "bucketPath": "archive/reports"}]}
                ]
            }
        ],
        "workflows": [
            {"workflowTargetAction": "activate", "workflowTargetRegion": "eu-central-1", "steps": [approve, scale]}
        ],
        **changes,
    }


def test_a_plan_is_held_against_the_service_and_kept_as_state(plugin: Any) -> None:
    """moto has none, so its values are checked and nothing is pretended."""
    assert [] == plugin.failures(PLAN, _plan())

    identifier, state = plugin.create(PLAN, _plan())

    assert identifier.startswith("stateonly")
    assert f"arn:aws:arc-region-switch::{plugin.account}:plan/lz-prod:sandbx" == state["arn"]
    assert "no ARC Region switch" in plugin.told[0][1]


def test_steps_at_once_are_held_against_the_service_too(plugin: Any) -> None:
    """A step within a step is a step."""

    def at_once(kind: str) -> list[dict[str, Any]]:
        inner = {
            "name": "approve",
            "executionBlockType": kind,
            "executionApprovalConfigs": [{"approvalRole": "arn:aws:iam::111122223333:role/operator"}],
        }
        outer = {"name": "both", "executionBlockType": "Parallel", "parallelConfigs": [{"steps": [inner, inner]}]}
        return [{"workflowTargetAction": "activate", "workflowTargetRegion": "eu-central-1", "steps": [outer]}]

    assert [] == plugin.failures(PLAN, _plan(workflows=at_once("ManualApproval")))
    assert any("executionBlockType" in one for one in plugin.failures(PLAN, _plan(workflows=at_once("Guess"))))


HEALTH_CHECKS = "aws:arcregionswitch/getRoute53HealthChecks:getRoute53HealthChecks"


def _moving(*regions: str) -> list[dict[str, Any]]:
    callers = {
        "name": "callers",
        "executionBlockType": "Route53HealthCheck",
        "route53HealthCheckConfigs": [
            {
                "hostedZoneId": "Z0123456789",
                "recordName": "region.prod.example.com",
                "recordSets": [{"recordSetIdentifier": region, "region": region} for region in regions],
            }
        ],
    }
    return [
        {"workflowTargetAction": "activate", "workflowTargetRegion": region, "steps": [callers]} for region in regions
    ]


def _vended(plugin: Any, name: str) -> dict[str, str]:
    arn = f"arn:aws:arc-region-switch::{plugin.account}:plan/{name}:sandbx"
    found = plugin.invoke(HEALTH_CHECKS, {"planArn": arn})["healthChecks"]
    return {one["region"]: one["healthCheckId"] for one in found}


def test_a_plan_vends_a_health_check_for_each_region_it_moves_callers_between(plugin: Any) -> None:
    """Once, however many workflows there are; of this plan only; and gone with it."""
    inputs = _plan(workflows=_moving("eu-west-1", "eu-central-1"))
    identifier, state = plugin.create(PLAN, inputs)
    plugin.create(PLAN, _plan(name="lz-other", workflows=_moving("eu-west-1")), "other")

    vended = _vended(plugin, "lz-prod")
    held = {check["Id"] for check in plugin.boto("route53").list_health_checks()["HealthChecks"]}

    assert {"eu-west-1", "eu-central-1"} == set(vended)
    assert set(vended.values()) < held

    plugin.delete(PLAN, identifier, state)

    assert {} == _vended(plugin, "lz-prod")
    assert {"eu-west-1"} == set(_vended(plugin, "lz-other"))


def test_a_plan_that_outlived_its_server_has_its_checks_again(plugin: Any) -> None:
    """The state holds the plan and moto lost the checks; a refresh makes the two agree."""
    inputs = _plan(workflows=_moving("eu-west-1"))
    identifier, state = plugin.create(PLAN, inputs)
    (lost,) = _vended(plugin, "lz-prod").values()
    plugin.boto("route53").delete_health_check(HealthCheckId=lost)

    plugin.read(PLAN, identifier, inputs, state)

    assert {"eu-west-1"} == set(_vended(plugin, "lz-prod"))


def test_a_plan_that_changes_keeps_the_checks_it_had(plugin: Any) -> None:
    """Records carry their ids."""
    inputs = _plan(workflows=_moving("eu-west-1"))
    identifier, state = plugin.create(PLAN, inputs)
    before = _vended(plugin, "lz-prod")

    plugin.update(PLAN, identifier, state, inputs, _plan(workflows=_moving("eu-west-1", "eu-central-1")))

    assert before["eu-west-1"] == _vended(plugin, "lz-prod")["eu-west-1"]
    assert 2 == len(_vended(plugin, "lz-prod"))


@pytest.mark.parametrize(
    ("change", "property_"),
    [
        ({"name": "a-name-of-more-than-thirty-two-letters"}, "name"),
        ({"recoveryApproach": "activeSomehow"}, "recoveryApproach"),
        ({"workflows": [{"workflowTargetAction": "explode", "steps": []}]}, "workflows[0].workflowTargetAction"),
        (
            {
                "workflows": [
                    {
                        "workflowTargetAction": "activate",
                        "steps": [{"name": "a", "executionBlockType": "Guess", "executionApprovalConfigs": []}],
                    }
                ]
            },
            "executionBlockType",
        ),
    ],
)
def test_what_the_service_would_refuse_is_refused(plugin: Any, change: dict[str, Any], property_: str) -> None:
    """A plan that nobody could make is not found out on the day it is needed."""
    found = plugin.failures(PLAN, _plan(**change))

    assert any(property_ in failure for failure in found), found
