"""Around a model: what watches it, its features, its batches and its people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rule import Example, Examples
from policies.rules.examples.build import aws, changed, placed
from policies.rules.examples.endpoints import CONFIGURATION
from policies.rules.examples.lifecycle import (
    BATCH,
    FEATURE_STORE,
    FEATURES,
    IN_BATCH,
    LABELLING,
    LATER,
    MONITORING,
    PACKAGES_POLICY,
    REVIEW,
    REVIEWED,
    WORKTEAM,
    answered_later,
    cluster,
    crowd,
    features,
    network,
    written,
)
from policies.rules.examples.studio import DOMAIN, NOTEBOOK, PROFILE
from policies.rules.examples.training import (
    CLASSIFIER,
    CUSTOM_MODEL,
    JOB,
    RECOGNIZER,
    TUNING,
)
from policies.verdict import Verdict
from policies.watching import DATA_QUALITY, SCHEDULE
from tests.policies.rules.judged import RULES, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
KEY = "aws:kms/key:Key"


def edged(stack: Examples, name: str, **refs: str) -> Examples:
    """The stack with properties of one resource coming from others, what is known of them kept."""
    return tuple(replace(e, refs={**e.refs, **refs}) if e.name == name else e for e in stack)


def said(rule: str, *stack: Example) -> Verdict:
    return verdict(RULES[rule], stack)


@pytest.mark.parametrize(
    ("rule", "type_"),
    [
        *((f"LZ-SM-0{number}", NOTEBOOK) for number in (13, 14, 15, 16, 17)),
        *((f"LZ-SM-0{number}", DOMAIN) for number in (18, 19, 20, 23)),
        *((f"LZ-SM-0{number}", JOB) for number in (24, 25, 26, 27)),
        *((f"LZ-SM-0{number}", DATA_QUALITY) for number in (28, 29, 30)),
        ("LZ-SM-033", PACKAGES_POLICY),
        *((f"LZ-SM-0{number}", CUSTOM_MODEL) for number in (34, 35, 36)),
        *((f"LZ-SM-0{number}", BATCH) for number in (37, 38)),
        *((f"LZ-SM-0{number}", type_) for number in (39, 40) for type_ in (CLASSIFIER, RECOGNIZER)),
        *(("LZ-SM-044", type_) for type_ in (REVIEW, LABELLING)),
    ],
)
def test_what_is_not_said_is_what_aws_takes(rule: str, type_: str) -> None:
    """AWS's default is the open one nearly everywhere; a policy that is not given allows nobody."""
    assert (PASS if type_ == PACKAGES_POLICY else FAIL) is said(rule, aws(type_, "bare"))


@pytest.mark.parametrize(
    ("rule", "type_"),
    [
        ("LZ-SM-021", DOMAIN),
        ("LZ-SM-022", DOMAIN),
        ("LZ-SM-022", PROFILE),
        *((f"LZ-SM-0{number}", TUNING) for number in (24, 25, 26, 27)),
        *((f"LZ-SM-0{number}", SCHEDULE) for number in (28, 29, 30)),
        *((f"LZ-SM-0{number}", FEATURES) for number in (31, 32)),
        *((f"LZ-SM-0{number}", CONFIGURATION) for number in (41, 42)),
    ],
)
def test_what_is_not_there_is_not_asked_for(rule: str, type_: str) -> None:
    """Docker and sharing are off by themselves; a schedule may name a definition, a model may answer at once."""
    assert PASS is said(rule, aws(type_, "bare"))


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (network(), PASS),
        (network(vpcConfig=None, enableNetworkIsolation=True), PASS),
        (network(vpcConfig=None), FAIL),
        (network(vpcConfig={"subnets": []}), FAIL),
        (network(vpcConfig=None, enableNetworkIsolation=None), FAIL),
        (network(vpcConfig=None, enableNetworkIsolation=UNKNOWN), UNSURE),
    ],
)
def test_a_watching_job_is_isolated_or_placed(held: dict[str, Any], expected: Verdict) -> None:
    """Clarify asks the model through the VPC; everything else needs no network at all."""
    inline = ("monitoringScheduleConfig", "monitoringJobDefinition", "networkConfig")

    assert expected is said("LZ-SM-028", *changed(MONITORING, "definition", networkConfig=held))
    assert expected is said("LZ-SM-028", *placed(MONITORING, "schedule", inline, held))


@pytest.mark.parametrize(
    ("rule", "path", "value"),
    [
        ("LZ-SM-029", ("networkConfig", "enableInterContainerTrafficEncryption"), False),
        ("LZ-SM-030", ("monitoringOutputConfig", "kmsKeyId"), None),
        ("LZ-SM-030", ("monitoringResources", "clusterConfig", "volumeKmsKeyId"), None),
    ],
)
def test_a_definition_inside_a_schedule_is_judged_too(rule: str, path: tuple[str, ...], value: Any) -> None:
    """Wherever it is written."""
    within = ("monitoringScheduleConfig", "monitoringJobDefinition", *path)

    assert PASS is said(rule, *MONITORING)
    assert FAIL is said(rule, *placed(MONITORING, "schedule", within, value))


def test_findings_without_a_key_are_in_clear() -> None:
    """Output and disks, the one as the other."""
    findings = {**written("data-quality"), "kmsKeyId": None}

    assert FAIL is said("LZ-SM-030", *changed(MONITORING, "definition", dataQualityJobOutputConfig=findings))
    own = {"clusterConfig": cluster(instanceType="ml.m5d.large", volumeKmsKeyId=None)}
    assert PASS is said("LZ-SM-030", *changed(MONITORING, "definition", jobResources=own))


@pytest.mark.parametrize(
    ("online", "encrypted", "forgotten"),
    [
        (features(securityConfig=None), FAIL, PASS),
        (features(ttlDuration={"unit": "Days", "value": 0}), PASS, FAIL),
        ({"enableOnlineStore": False}, PASS, PASS),
        ({"securityConfig": {}}, PASS, PASS),
        ({"enableOnlineStore": UNKNOWN}, UNSURE, UNSURE),
    ],
)
def test_a_store_that_is_off_needs_nothing(online: dict[str, Any], encrypted: Verdict, forgotten: Verdict) -> None:
    """Key and time are asked of a store that is switched on."""
    stack = changed(FEATURE_STORE, "features", onlineStoreConfig=online)

    assert (encrypted, forgotten) == (said("LZ-SM-031", *stack), said("LZ-SM-032", *stack))


def test_features_offline_are_encrypted_too() -> None:
    """The history of a feature group lies in a bucket."""
    offline = {"s3StorageConfig": {"s3Uri": "s3://features"}}

    assert FAIL is said("LZ-SM-031", *changed(FEATURE_STORE, "features", offlineStoreConfig=offline))


@pytest.mark.parametrize(
    ("team", "expected"),
    [
        (crowd(), PASS),
        (crowd("vendor-crowd"), FAIL),
        (crowd("public-crowd", "394669845002"), FAIL),
        ({**crowd(), "publicWorkforceTaskPrice": {"amountInUsd": {"cents": 12}}}, FAIL),
        ({**crowd(), "publicWorkforceTaskPrice": UNKNOWN}, UNSURE),
        ({"workteamArn": UNKNOWN}, UNSURE),
        ({"workteamArn": 7}, FAIL),
    ],
)
def test_cases_go_to_people_of_our_own(team: dict[str, Any], expected: Verdict) -> None:
    """No crowd, no vendor, no price for the public."""
    assert expected is said("LZ-SM-044", *changed(REVIEWED, "review", humanLoopConfig=team))
    assert expected is said("LZ-SM-044", *changed(REVIEWED, "labels", humanTaskConfig=team))


@pytest.mark.parametrize(("source", "expected"), [(WORKTEAM, PASS), (KEY, UNSURE)])
def test_a_team_of_the_stack_is_our_own(source: str, expected: Verdict) -> None:
    """A work team that a program makes is private: there is no other kind to make."""
    stack = edged(
        changed(REVIEWED, "labels", humanTaskConfig={"workteamArn": UNKNOWN}), "labels", humanTaskConfig="team"
    )

    assert expected is said("LZ-SM-044", *stack, aws(source, "team"))


@pytest.mark.parametrize(("source", "expected"), [("aws:sns/topic:Topic", PASS), (KEY, UNSURE)])
def test_failures_go_to_a_topic_of_the_stack(source: str, expected: Verdict) -> None:
    """Its ARN is not known yet."""
    held = answered_later(notificationConfig={"errorTopic": UNKNOWN})
    stack = edged(changed(LATER, "later", asyncInferenceConfig=held), "later", asyncInferenceConfig="source")

    assert expected is said("LZ-SM-042", *stack, aws(source, "source"))


@pytest.mark.parametrize("subnets", [[], UNKNOWN])
def test_a_batch_in_the_vpc_names_subnets(subnets: Any) -> None:
    """An empty list is no place."""
    stack = changed(IN_BATCH, "batch", vpcConfig={"subnetIds": subnets, "securityGroupIds": ["sg-1"]})

    assert (UNSURE if subnets is UNKNOWN else FAIL) is said("LZ-SM-038", *stack)
