"""Training, and what a new model is measured with, in every form AWS takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.instances import has_own_disks
from policies.rule import Example, Examples
from policies.rules.examples.build import aws, changed
from policies.rules.examples.training import (
    COMPREHEND,
    CUSTOM,
    TRAINING,
    trained,
)
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
GROUP = "aws:ec2/securityGroup:SecurityGroup"


def edged(stack: Examples, name: str, **refs: str) -> Examples:
    """The stack with properties of one resource coming from others, what is known of them kept."""
    return tuple(replace(e, refs={**e.refs, **refs}) if e.name == name else e for e in stack)


def said(rule: str, *stack: Example) -> Verdict:
    return verdict(RULES[rule], stack)


def test_an_edge_makes_up_for_no_missing_value() -> None:
    """Groups come from the stack, subnets are not given: the edge of the one says nothing of the other."""
    held = changed(CUSTOM, "custom", vpcConfig={"securityGroupIds": [UNKNOWN]})

    assert FAIL is said("LZ-SM-035", *edged(held, "custom", vpcConfig="group"), aws(GROUP, "group"))


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("LZ-SM-024", {"enableNetworkIsolation": None}),
        ("LZ-SM-025", {"enableInterContainerTrafficEncryption": False}),
        ("LZ-SM-026", {"outputDataConfig": {"s3OutputPath": "s3://models"}}),
        ("LZ-SM-026", {"resourceConfig": {"instanceType": "ml.m7i.large"}}),
        ("LZ-SM-026", {"hyperParameterTuningResourceConfig": {"instanceType": "ml.m7i.large"}}),
        ("LZ-SM-027", {"vpcConfig": {"subnets": ["subnet-1"]}}),
        ("LZ-SM-027", {"vpcConfig": {"securityGroupIds": ["sg-1"], "subnets": []}}),
    ],
)
def test_a_search_is_held_to_what_a_job_is(rule: str, change: dict[str, Any]) -> None:
    """In its one definition, and in each of many."""
    wrong = trained(**change)

    assert PASS is said(rule, *TRAINING)
    assert FAIL is said(rule, *changed(TRAINING, "tuning", trainingJobDefinition=wrong))
    many = changed(TRAINING, "tuning", trainingJobDefinition=None, trainingJobDefinitions=[trained(), wrong])
    assert FAIL is said(rule, *many)
    sound = changed(TRAINING, "tuning", trainingJobDefinition=None, trainingJobDefinitions=[trained()])
    assert PASS is said(rule, *sound)


@pytest.mark.parametrize(
    ("instances", "expected"),
    [
        ({"instanceType": "ml.g5.xlarge"}, PASS),
        ({"instanceType": "ml.m7i.large"}, FAIL),
        ({"instanceType": UNKNOWN}, UNSURE),
        ({"instanceType": 5}, FAIL),
        ({}, FAIL),
        ({"instanceGroups": [{"instanceType": "ml.p4d.24xlarge"}, {"instanceType": "ml.g4dn.xlarge"}]}, PASS),
        ({"instanceGroups": [{"instanceType": "ml.p4d.24xlarge"}, {"instanceType": "ml.c5.xlarge"}]}, FAIL),
        ({"instanceConfigs": [{"instanceType": "ml.trn1.2xlarge"}]}, PASS),
        ({"instanceConfigs": [{"instanceType": "ml.c5.xlarge"}]}, FAIL),
        ({"instanceType": "ml.m7i.large", "volumeKmsKeyId": "alias/aws/ebs"}, FAIL),
        ({"instanceType": "ml.m7i.large", "volumeKmsKeyId": "alias/models"}, PASS),
    ],
)
def test_a_key_is_asked_where_one_can_be_given(instances: dict[str, Any], expected: Verdict) -> None:
    """SageMaker refuses a key for instances with disks of their own."""
    assert expected is said("LZ-SM-026", *changed(TRAINING, "job", resourceConfig=instances))


def test_a_job_without_instances_has_no_disks() -> None:
    """A serverless job names none."""
    assert PASS is said("LZ-SM-026", *changed(TRAINING, "job", resourceConfig=None))


@pytest.mark.parametrize(
    ("instance", "expected"),
    [
        ("ml.m5d.large", True),
        ("ml.c6gd.xlarge", True),
        ("ml.p3dn.24xlarge", True),
        ("ml.p4de.24xlarge", True),
        ("ml.p5en.48xlarge", True),
        ("ml.p6-b200.48xlarge", True),
        ("ml.g6e.xlarge", True),
        ("ml.gr6.4xlarge", True),
        ("ml.trn2.48xlarge", True),
        ("ml.m5.large", False),
        ("ml.p3.2xlarge", False),
        ("ml.c5n.xlarge", False),
        ("g5.xlarge", False),
        ("ml.g5", False),
        (None, False),
    ],
)
def test_disks_of_their_own_are_known_by_the_family(instance: Any, expected: bool) -> None:  # noqa: FBT001  a parametrized value
    """The d of m5d, and the accelerated families that always have some."""
    assert expected is has_own_disks(instance)


@pytest.mark.parametrize(
    ("validators", "expected"),
    [
        ([], FAIL),
        ([{"s3Uri": "s3://data/validate"}], PASS),
        ([{"s3Uri": "s3://data/train"}], FAIL),
        ([{"s3Uri": "s3://data/validate"}, {"s3Uri": "s3://data/train"}], FAIL),
        ([{"s3Uri": ""}], FAIL),
        ([{}], FAIL),
        ([{"s3Uri": UNKNOWN}], UNSURE),
        (UNKNOWN, UNSURE),
    ],
)
def test_what_a_model_was_trained_with_measures_nothing(validators: Any, expected: Verdict) -> None:
    """A set of its own, each of them."""
    stack = changed(
        CUSTOM,
        "custom",
        trainingDataConfig={"s3Uri": "s3://data/train"},
        validationDataConfig={"validators": validators},
    )

    assert expected is said("LZ-SM-036", *stack)


def test_validation_data_that_may_be_the_training_data_is_not_known_to_be_apart() -> None:
    """Where the training data are is not known yet."""
    assert UNSURE is said("LZ-SM-036", *changed(CUSTOM, "custom", trainingDataConfig={"s3Uri": UNKNOWN}))


def test_every_key_of_comprehend_is_asked_for() -> None:
    """Model, disks, output."""
    for name, prop in (
        ("classifier", "modelKmsKeyId"),
        ("classifier", "volumeKmsKeyId"),
        ("recognizer", "modelKmsKeyId"),
    ):
        assert FAIL is said("LZ-SM-039", *changed(COMPREHEND, name, **{prop: None}))
    assert FAIL is said("LZ-SM-039", *changed(COMPREHEND, "classifier", outputDataConfig={"s3Uri": "s3://models"}))


def test_a_custom_model_needs_groups_too() -> None:
    """Both ends, as everywhere."""
    stack = changed(CUSTOM, "custom", vpcConfig={"subnetIds": ["subnet-1"]})

    assert FAIL is said("LZ-SM-035", *stack)
