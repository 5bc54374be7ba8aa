"""What the rules about models on SageMaker say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rules.examples.build import ACCOUNT, REGION, changed
from policies.rules.examples.endpoints import DIGEST, ENDPOINTS, REGISTRY, STORE, capture, container, rollout, variant
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
PACKAGE = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package/fraud/1"


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-SM-001", {"enableNetworkIsolation": None}, FAIL),
        ("LZ-SM-002", {"vpcConfig": {"subnets": ["subnet-1"]}}, FAIL),
        ("LZ-SM-002", {"vpcConfig": {"securityGroupIds": ["sg-1"]}}, FAIL),
        ("LZ-SM-002", {"vpcConfig": {"subnets": [], "securityGroupIds": ["sg-1"]}}, FAIL),
        ("LZ-SM-002", {"vpcConfig": UNKNOWN}, UNSAID),
    ],
)
def test_a_model_is_shut_in(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """Without a network of its own, in subnets and groups that are named."""
    assert expected is said(rule, changed(ENDPOINTS, "model", **change))


BARE = {"image": f"{REGISTRY}/sagemaker-xgboost@sha256:{DIGEST}"}
MANY = {"s3DataSources": [{"s3Uri": f"{STORE}/fraud/sha256/{DIGEST}/"}]}
LATEST = {"s3DataSources": [{"s3Uri": f"{STORE}/fraud/latest/"}]}


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (container(), PASS),
        ({**BARE, "modelDataSource": MANY}, PASS),
        ({**BARE, "modelDataSource": LATEST}, FAIL),
        ({**BARE, "modelDataSource": {}}, PASS),
        ({**BARE, "modelPackageName": PACKAGE}, PASS),
        ({**BARE, "modelPackageName": ""}, FAIL),
        ({**BARE, "modelPackageName": PACKAGE, "modelDataUrl": f"{STORE}/latest/model.tar.gz"}, FAIL),
        (BARE, FAIL),
        (container(modelDataUrl=UNKNOWN), UNSAID),
        (container(modelDataUrl=f"s3:///{DIGEST}/model.tar.gz"), FAIL),
        (container(modelDataUrl=f"https://models/{DIGEST}/model.tar.gz"), FAIL),
        (container(modelDataUrl=f"{STORE}/{DIGEST[1:]}/model.tar.gz"), FAIL),
        (container(modelDataUrl=f"{STORE}/{DIGEST}"), FAIL),
    ],
)
def test_weights_are_in_one_of_three_places(held: dict[str, Any], expected: Verdict) -> None:
    """Below a digest in a store, in many files or one, or in a package that has one."""
    assert expected is said("LZ-SM-003", changed(ENDPOINTS, "model", primaryContainer=held))


def test_every_container_of_a_model_is_looked_at() -> None:
    """The one of a simple model, and each of a pipeline."""
    loose = container(image=f"{REGISTRY}/x:latest", modelDataUrl=f"{STORE}/latest/model.tar.gz")

    for rule in ("LZ-SM-003", "LZ-SM-004"):
        pipeline = changed(ENDPOINTS, "model", primaryContainer=None, containers=[container(), loose])
        assert FAIL is said(rule, pipeline)
        assert PASS is said(rule, changed(pipeline, "model", containers=[container(), container()]))
        assert UNSAID is said(rule, changed(pipeline, "model", containers=UNKNOWN))
        assert FAIL is said(rule, changed(ENDPOINTS, "model", containers=[loose]))


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({"image": f"{REGISTRY}/sagemaker-xgboost@sha256:{DIGEST}"}, PASS),
        ({"image": f"{REGISTRY}/team/xgboost@sha256:{DIGEST}"}, PASS),
        ({"image": f"{REGISTRY}/sagemaker-xgboost@sha256:{DIGEST[1:]}"}, FAIL),
        ({"image": f"999999999999.dkr.ecr.{REGION}.amazonaws.com/xgboost@sha256:{DIGEST}"}, FAIL),
        ({"image": f"{REGISTRY}.example.com/xgboost@sha256:{DIGEST}"}, FAIL),
        ({"image": f"public.ecr.aws/xgboost@sha256:{DIGEST}"}, FAIL),
        ({"image": UNKNOWN}, UNSAID),
        ({"modelPackageName": PACKAGE}, PASS),
        ({}, FAIL),
    ],
)
def test_an_image_is_of_a_registry_we_chose(held: dict[str, Any], expected: Verdict) -> None:
    """By its account and its digest; a package names its image itself."""
    assert expected is said("LZ-SM-004", changed(ENDPOINTS, "model", primaryContainer=held))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"captureOptions": [{"captureMode": "InputAndOutput"}]}, PASS),
        ({"captureOptions": [{"captureMode": "Input"}]}, FAIL),
        ({"captureOptions": [{"captureMode": "Output"}]}, FAIL),
        ({"captureOptions": [{"captureMode": "Output"}, {"captureMode": "Input"}]}, PASS),
        ({"captureOptions": [{"captureMode": "Output"}, {"captureMode": UNKNOWN}]}, UNSAID),
        ({"captureOptions": []}, FAIL),
        ({"enableCapture": False}, FAIL),
        ({"enableCapture": None}, FAIL),
        ({"initialSamplingPercentage": 99}, FAIL),
        ({"initialSamplingPercentage": "100"}, PASS),
        ({"initialSamplingPercentage": None}, FAIL),
    ],
)
def test_everything_is_all_that_goes_in_and_comes_out(change: dict[str, Any], expected: Verdict) -> None:
    """Switched on, of every request, both ways."""
    assert expected is said("LZ-SM-006", changed(ENDPOINTS, "configuration", dataCaptureConfig=capture(**change)))


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"lz:risk-tier": "minimal"}, PASS),
        ({"lz:risk-tier": "limited"}, FAIL),
        ({"lz:risk-tier": "high"}, FAIL),
        ({}, FAIL),
        (UNKNOWN, UNSAID),
    ],
)
def test_only_a_system_of_minimal_risk_may_capture_nothing(tags: Any, expected: Verdict) -> None:
    """One that does not say its tier is held to the strictest."""
    assert expected is said("LZ-SM-006", changed(ENDPOINTS, "configuration", dataCaptureConfig=None, tags=tags))


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (None, PASS),
        (capture(kmsKeyId=None, enableCapture=False), PASS),
        (capture(kmsKeyId=None, enableCapture="false"), PASS),
        (capture(kmsKeyId=None, enableCapture=None), FAIL),
        (capture(kmsKeyId="alias/aws/s3"), FAIL),
        (capture(kmsKeyId=UNKNOWN), UNSAID),
    ],
)
def test_what_is_not_captured_needs_no_key(held: Any, expected: Verdict) -> None:
    """Nothing at all, or switched off."""
    assert expected is said("LZ-SM-007", changed(ENDPOINTS, "configuration", dataCaptureConfig=held))


@pytest.mark.parametrize(
    ("rule", "variants", "expected"),
    [
        ("LZ-SM-008", variant(initialInstanceCount=2), PASS),
        ("LZ-SM-008", variant(initialInstanceCount=None), FAIL),
        ("LZ-SM-008", variant(initialInstanceCount=None, serverlessConfig={"maxConcurrency": 5}), PASS),
        ("LZ-SM-008", variant(initialInstanceCount=None, serverlessConfig={}), FAIL),
        ("LZ-SM-008", [*variant(), *variant(initialInstanceCount=1)], FAIL),
        ("LZ-SM-008", UNKNOWN, UNSAID),
        ("LZ-SM-009", variant(), PASS),
        ("LZ-SM-009", variant(enableSsmAccess=False), PASS),
        ("LZ-SM-009", variant(enableSsmAccess="true"), FAIL),
        ("LZ-SM-009", variant(enableSsmAccess=UNKNOWN), UNSAID),
        ("LZ-SM-009", [*variant(), *variant(enableSsmAccess=True)], FAIL),
    ],
)
def test_every_variant_is_held_to_the_same(rule: str, variants: Any, expected: Verdict) -> None:
    """Two instances unless there are none, and a shell for nobody."""
    assert expected is said(rule, changed(ENDPOINTS, "configuration", productionVariants=variants))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"blueGreenUpdatePolicy": None}, FAIL),
        ({"blueGreenUpdatePolicy": None, "rollingUpdatePolicy": {"maximumBatchSize": {"value": 1}}}, PASS),
        ({"autoRollbackConfiguration": None}, FAIL),
        ({"autoRollbackConfiguration": {"alarms": UNKNOWN}}, UNSAID),
    ],
)
def test_a_version_comes_in_steps_and_goes_back(change: dict[str, Any], expected: Verdict) -> None:
    """Both: steps without an alarm end at a bad version, an alarm without steps comes too late."""
    assert expected is said("LZ-SM-010", changed(ENDPOINTS, "endpoint", deploymentConfig=rollout(**change)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"minCapacity": 2}, PASS),
        ({"minCapacity": 1}, FAIL),
        ({"minCapacity": None}, FAIL),
        ({"minCapacity": 1, "serviceNamespace": "ecs"}, PASS),
        ({"minCapacity": 1, "serviceNamespace": UNKNOWN}, UNSAID),
        ({"minCapacity": 2, "serviceNamespace": UNKNOWN}, PASS),
    ],
)
def test_copies_of_a_model_do_not_fall_below_two(change: dict[str, Any], expected: Verdict) -> None:
    """What else scales is not held to it."""
    assert expected is said("LZ-SM-011", changed(ENDPOINTS, "scaling", **change))
