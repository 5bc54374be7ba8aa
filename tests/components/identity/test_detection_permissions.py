"""What a deploy may do to detection, and to settings of the whole account."""

from __future__ import annotations

import json

import pytest

from components.identity import deploy_permissions, detection_permissions
from tests.components.identity.granting import reader

ACCOUNT = "111122223333"

granting = reader(detection_permissions.apply_document(ACCOUNT))


@pytest.mark.parametrize(
    "action",
    [
        "config:PutConfigurationRecorder",
        "config:StartConfigurationRecorder",
        "guardduty:CreateDetector",
        "guardduty:GetDetector",
        "guardduty:TagResource",
    ],
)
def test_a_deploy_can_shape_detection(action: str) -> None:
    """The policy is enough for what the foundation declares."""
    assert granting(action, "*")


@pytest.mark.parametrize(
    "action",
    ["guardduty:ArchiveFindings", "guardduty:GetFindings", "guardduty:CreateFilter", "guardduty:StopMonitoringMembers"],
)
def test_a_deploy_reads_and_hides_no_finding(action: str) -> None:
    """Whoever took the pipeline cannot see whether they were seen, nor see to it that they are not."""
    assert [] == granting(action, "*")


def test_a_service_makes_its_own_role_and_no_other() -> None:
    """On first use, by its name."""
    [found] = granting("iam:CreateServiceLinkedRole", f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/x")

    assert list(detection_permissions.SERVICE_LINKED) == found["Condition"]["StringEquals"]["iam:AWSServiceName"]


def test_a_deploy_hands_config_its_own_role_and_no_other() -> None:
    """A role of the zone that Config carried would be cut off by its boundary from what it is to record."""
    own = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    [found] = granting("iam:PassRole", own)

    assert {"iam:PassedToService": "config.amazonaws.com"} == found["Condition"]["StringEquals"]
    assert granting("iam:DeleteServiceLinkedRole", own)
    assert [] == granting("iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/lz-prod-apply")
    assert [] == granting(
        "iam:DeleteServiceLinkedRole", f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/eks.amazonaws.com/x"
    )


def test_a_preview_sees_what_a_deploy_makes() -> None:
    """Or a pull request could not be previewed."""
    seen = {
        action
        for statement in json.loads(deploy_permissions.preview_document("prod", ACCOUNT, ()))["Statement"]
        if statement["Effect"] == "Allow"
        for action in statement["Action"]
    }

    assert set(detection_permissions.READ_ACTIONS) <= seen


def test_the_document_fits_into_a_managed_policy() -> None:
    """IAM takes 6,144 characters without white space."""
    assert 6144 >= len(json.dumps(json.loads(detection_permissions.apply_document(ACCOUNT)), separators=(",", ":")))
