"""A model of our own on instances that AWS runs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pulumi_aws as aws
import pytest

from components.serving.endpoint_plan import Routing, Traffic
from components.serving.sagemaker_endpoint import (
    Capture,
    Container,
    Fleet,
    Placement,
    SagemakerEndpoint,
    SagemakerEndpointArgs,
    name_of_configuration,
)
from graph.model import UNKNOWN
from tests.synth import Declared, synth

MODEL = "aws:sagemaker/model:Model"
CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
ARGS = SagemakerEndpointArgs(
    endpoint="lz-prod-fraud",
    account="111122223333",
    region="eu-west-1",
    container=Container(
        image=f"141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost@sha256:{'1' * 64}",
        model_data=f"s3://lz-prod-models/fraud/sha256/{'2' * 64}/model.tar.gz",
        environment={"SAGEMAKER_PROGRAM": "inference.py"},
    ),
    placement=Placement(
        role_arn="arn:aws:iam::111122223333:role/lz-prod-fraud-endpoint",
        subnet_ids=["subnet-1", "subnet-2"],
        security_group_id="sg-1",
        volume_key="arn:aws:kms:eu-west-1:111122223333:alias/lz-prod-operations",
    ),
    fleet=Fleet(instance="ml.m7i.large", least=2, most=12, invocations=280),
    capture=Capture(
        uri="s3://lz-prod-decisions/captures/system=fraud/",
        key="arn:aws:kms:eu-west-1:111122223333:alias/lz-prod-decisions",
    ),
    traffic=Traffic(routing=Routing.CANARY, wait=900, share=10),
    alarms=["lz-prod-fraud-errors", "lz-prod-fraud-latency"],
    tags={"lz:system": "fraud"},
)


def declared(args: SagemakerEndpointArgs = ARGS, *, unknown: bool = False) -> Declared:
    return synth(lambda: SagemakerEndpoint("fraud", args), unknown=unknown)


def test_the_container_has_no_network_and_stands_in_the_vpc() -> None:
    """What is loaded into a model cannot call home."""
    model = declared(unknown=True).only(MODEL)

    assert True is model["enableNetworkIsolation"]
    assert {"subnets": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]} == model["vpcConfig"]
    assert (ARGS.container.image, ARGS.container.model_data) == (
        model["primaryContainer"]["image"],
        model["primaryContainer"]["modelDataUrl"],
    )


def test_everything_asked_and_answered_is_captured_and_encrypted() -> None:
    """All of it: a sample would not hold the one decision that is contested."""
    capture = declared(unknown=True).only(CONFIGURATION)["dataCaptureConfig"]

    assert (True, 100, ARGS.capture and ARGS.capture.key) == (
        capture["enableCapture"],
        capture["initialSamplingPercentage"],
        capture["kmsKeyId"],
    )
    assert ["Input", "Output"] == [option["captureMode"] for option in capture["captureOptions"]]


def test_without_a_duty_nothing_is_captured() -> None:
    """What is not kept cannot leak."""
    assert None is declared(replace(ARGS, capture=None)).only(CONFIGURATION).inputs.get("dataCaptureConfig")


@pytest.mark.parametrize(
    "changed",
    [
        replace(ARGS, fleet=replace(ARGS.fleet, instance="ml.m7i.xlarge")),
        replace(ARGS, fleet=replace(ARGS.fleet, least=3)),
        replace(ARGS, capture=None),
        replace(ARGS, placement=replace(ARGS.placement, volume_key="arn:aws:kms:eu-west-1:1:alias/other")),
    ],
)
def test_another_content_is_another_configuration(changed: SagemakerEndpointArgs) -> None:
    """It stands beside the one in force until the endpoint has moved; under the same name AWS would refuse it."""
    before, after = (declared(args).only(CONFIGURATION)["name"] for args in (ARGS, changed))

    assert before != after
    assert before.startswith("lz-prod-fraud-")


def test_another_model_is_another_configuration() -> None:
    """The name of a model is part of the content: a model that is made anew has a new one."""
    assert name_of_configuration(ARGS, "fraud-model-1") != name_of_configuration(ARGS, "fraud-model-2")


@pytest.mark.parametrize(
    "changed",
    [
        replace(ARGS, fleet=replace(ARGS.fleet, most=20, invocations=1)),
        replace(ARGS, traffic=Traffic(routing=Routing.ALL_AT_ONCE, wait=0)),
        replace(ARGS, tags={"lz:system": "fraud", "lz:owner": "somebody"}),
    ],
)
def test_what_is_no_content_makes_no_new_configuration(changed: SagemakerEndpointArgs) -> None:
    """More copies at most, or another way of rolling out, start no rollout."""
    assert declared().only(CONFIGURATION)["name"] == declared(changed).only(CONFIGURATION)["name"]


@pytest.mark.parametrize(
    ("traffic", "expected"),
    [
        (
            Traffic(routing=Routing.CANARY, wait=900, share=10),
            {"type": "CANARY", "waitIntervalInSeconds": 900, "canarySize": {"type": "CAPACITY_PERCENT", "value": 10}},
        ),
        (
            Traffic(routing=Routing.LINEAR, wait=60, share=25),
            {
                "type": "LINEAR",
                "waitIntervalInSeconds": 60,
                "linearStepSize": {"type": "CAPACITY_PERCENT", "value": 25},
            },
        ),
        (Traffic(routing=Routing.ALL_AT_ONCE, wait=0), {"type": "ALL_AT_ONCE", "waitIntervalInSeconds": 0}),
    ],
)
def test_traffic_moves_as_planned(traffic: Traffic, expected: dict[str, Any]) -> None:
    """Only the size that belongs to the way is given: SageMaker refuses the other."""
    policy = declared(replace(ARGS, traffic=traffic)).only(ENDPOINT)["deploymentConfig"]["blueGreenUpdatePolicy"]
    given = {k: v for k, v in policy["trafficRoutingConfiguration"].items() if v is not None}

    assert expected == given
    assert (traffic.wait, traffic.longest) == (
        policy["terminationWaitInSeconds"],
        policy["maximumExecutionTimeoutInSeconds"],
    )


def test_the_alarms_take_a_new_version_back() -> None:
    """By name; they stood before the endpoint."""
    rollback = declared().only(ENDPOINT)["deploymentConfig"]["autoRollbackConfiguration"]

    assert list(ARGS.alarms) == [alarm["alarmName"] for alarm in rollback["alarms"]]


def test_copies_follow_the_load_between_the_cards_bounds() -> None:
    """Added in a minute, taken away in ten."""
    found = declared()
    target = found.only("aws:appautoscaling/target:Target")
    tracking = found.only("aws:appautoscaling/policy:Policy")["targetTrackingScalingPolicyConfiguration"]

    assert ("endpoint/lz-prod-fraud/variant/own", 2, 12) == (
        target["resourceId"],
        target["minCapacity"],
        target["maxCapacity"],
    )
    assert (280, 60, 600) == (tracking["targetValue"], tracking["scaleOutCooldown"], tracking["scaleInCooldown"])
    assert (
        "SageMakerVariantInvocationsPerInstance" == (tracking["predefinedMetricSpecification"]["predefinedMetricType"])
    )


def test_who_asks_may_ask_this_endpoint_only() -> None:
    """Known at a first preview, because the name is ours."""
    [statement] = json.loads(declared(unknown=True).only("aws:iam/policy:Policy")["policy"])["Statement"]

    assert ["sagemaker:InvokeEndpoint"] == statement["Action"]
    assert ["arn:aws:sagemaker:eu-west-1:111122223333:endpoint/lz-prod-fraud"] == statement["Resource"]


def test_where_a_model_is_placed_is_part_of_its_name() -> None:
    """A model cannot move to other subnets; another one is made, and the endpoint rolls over to it."""
    moved = replace(ARGS, placement=replace(ARGS.placement, subnet_ids=["subnet-1", "subnet-3"]))
    before, after = (declared(args) for args in (ARGS, moved))

    assert before.only(MODEL)["name"] != after.only(MODEL)["name"]
    assert before.only(CONFIGURATION)["name"] != after.only(CONFIGURATION)["name"]


def test_a_first_preview_knows_the_content_also_where_it_does_not_know_the_name() -> None:
    """Subnets that do not exist yet are part of the model's name, and so of the configuration's."""

    def build() -> None:
        placement = replace(ARGS.placement, subnet_ids=[aws.ec2.Subnet("subnet", vpc_id="vpc-1").id])
        SagemakerEndpoint("fraud", replace(ARGS, placement=placement))

    configuration = synth(build, unknown=True).only(CONFIGURATION)

    assert UNKNOWN == configuration["name"]
    assert ARGS.placement.volume_key == configuration["kmsKeyArn"]
    assert ("ml.m7i.large", 2) == tuple(
        configuration["productionVariants"][0][key] for key in ("instanceType", "initialInstanceCount")
    )


def test_everything_says_whose_it_is() -> None:
    """Cost and dossier find it by the tag."""
    assert {("lz:system", "fraud")} == {
        pair for r in declared().all if r.type in {MODEL, CONFIGURATION, ENDPOINT} for pair in r["tags"].items()
    }
