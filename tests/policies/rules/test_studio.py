"""Notebooks and Studio: every default and every form AWS takes."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rule import Example
from policies.rules.examples.build import aws, changed, linked, placed
from policies.rules.examples.studio import NOTEBOOKS, STUDIO, settings, sharing
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
SUBNET, GROUP = "aws:ec2/subnet:Subnet", "aws:ec2/securityGroup:SecurityGroup"


def said(rule: str, *stack: Example) -> Verdict:
    return verdict(RULES[rule], stack)


@pytest.mark.parametrize(("version", "expected"), [("2", PASS), (2, PASS), ("1", FAIL), (True, FAIL), (None, FAIL)])
def test_a_notebook_asks_for_a_token_in_version_two(version: Any, expected: Verdict) -> None:
    """Written as text or as a number."""
    said_ = {"minimumInstanceMetadataServiceVersion": version}

    assert expected is said("LZ-SM-017", *changed(NOTEBOOKS, "notebook", instanceMetadataServiceConfiguration=said_))


@pytest.mark.parametrize("lost", ["subnetId", "securityGroups"])
def test_a_notebook_in_the_vpc_has_both_ends(lost: str) -> None:
    """A subnet without groups gets the default group."""
    assert FAIL is said("LZ-SM-016", *changed(NOTEBOOKS, "notebook", **{lost: None}))


@pytest.mark.parametrize(
    ("prop", "source", "expected"),
    [
        ("subnetId", SUBNET, PASS),
        ("subnetId", "aws:ec2/defaultSubnet:DefaultSubnet", PASS),
        ("subnetId", "pulumi:pulumi:StackReference", UNSURE),
        ("securityGroups", GROUP, PASS),
        ("securityGroups", SUBNET, UNSURE),
    ],
)
def test_a_place_in_the_vpc_is_known_by_where_it_comes_from(prop: str, source: str, expected: Verdict) -> None:
    """At the first preview no subnet has an id yet; what comes from elsewhere may turn out to be nothing."""
    stack = (*linked(NOTEBOOKS, "notebook", **{prop: "place"}), aws(source, "place"))

    assert expected is said("LZ-SM-016", *stack)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"notebookOutputOption": "Disabled", "s3KmsKeyId": None}, PASS),
        ({"notebookOutputOption": None, "s3KmsKeyId": None}, PASS),
        ({"notebookOutputOption": "Allowed", "s3KmsKeyId": None}, FAIL),
        ({"notebookOutputOption": "Allowed", "s3KmsKeyId": "alias/aws/s3"}, FAIL),
        ({"notebookOutputOption": UNKNOWN, "s3KmsKeyId": None}, UNSURE),
        ({}, PASS),
    ],
)
@pytest.mark.parametrize(("name", "prop"), [("domain", "defaultUserSettings"), ("profile", "userSettings")])
def test_a_profile_may_share_no_more_than_its_domain(
    name: str, prop: str, changes: dict[str, Any], expected: Verdict
) -> None:
    """What a profile sets goes before what its domain sets."""
    stack = changed(STUDIO, name, **{prop: {"sharingSettings": sharing(**changes)}})

    assert expected is said("LZ-SM-022", *stack)


@pytest.mark.parametrize("app", ["jupyterLabAppSettings", "codeEditorAppSettings"])
@pytest.mark.parametrize(
    ("idle", "expected"),
    [
        ({"lifecycleManagement": "ENABLED", "idleTimeoutInMinutes": 1440}, PASS),
        ({"lifecycleManagement": "ENABLED", "idleTimeoutInMinutes": "60"}, PASS),
        ({"lifecycleManagement": "ENABLED", "idleTimeoutInMinutes": 1441}, FAIL),
        ({"lifecycleManagement": "ENABLED"}, FAIL),
        ({"lifecycleManagement": "DISABLED", "idleTimeoutInMinutes": 60}, FAIL),
        ({"idleTimeoutInMinutes": 60}, FAIL),
        ({"lifecycleManagement": UNKNOWN, "idleTimeoutInMinutes": 60}, UNSURE),
    ],
)
def test_both_kinds_of_application_end(app: str, idle: dict[str, Any], expected: Verdict) -> None:
    """A day at most, and switched on."""
    path = ("defaultUserSettings", app, "appLifecycleManagement", "idleSettings")

    assert expected is said(
        "LZ-SM-023", *placed(changed(STUDIO, "domain", defaultUserSettings=settings()), "domain", path, idle)
    )


@pytest.mark.parametrize("docker", ["DISABLED", None])
def test_docker_is_off_unless_it_is_on(docker: str | None) -> None:
    """Not said is off."""
    assert PASS is said(
        "LZ-SM-021", *placed(STUDIO, "domain", ("domainSettings", "dockerSettings", "enableDockerAccess"), docker)
    )
