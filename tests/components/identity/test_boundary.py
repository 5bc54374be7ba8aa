from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from components.identity.boundary import Boundary, BoundaryArgs, ceiling, document
from graph.model import UNKNOWN
from tests.synth import Declared, synth

ARGS = BoundaryArgs(
    environment="prod-dr",
    account="111122223333",
    regions=("eu-west-1", "eu-central-1"),
    trails=("lz-prod-trail",),
    record_buckets=("lz-prod-archive-111122223333-eu-west-1", "lz-prod-decisions-111122223333-eu-west-1"),
    record_key_aliases=("alias/lz-prod-decisions", "alias/lz-prod-security-logs"),
)
BOUNDARY = "arn:aws:iam::111122223333:policy/lz-prod-dr-boundary"
BREAK_GLASS = "arn:aws:iam::111122223333:role/lz-prod-dr-break-glass"


def a_boundary(*, unknown: bool = False) -> Declared:
    return synth(lambda: Boundary("boundary", ARGS), unknown=unknown)


def denials() -> dict[str, dict[str, Any]]:
    return {s["Sid"]: s for s in json.loads(document(ARGS))["Statement"] if s["Effect"] == "Deny"}


def allowed() -> list[str]:
    return [action for statement in ceiling("111122223333") for action in statement["Action"]]


def denied(action: str, resource: str = "*") -> list[dict[str, Any]]:
    return [
        s
        for s in denials().values()
        if any(fnmatchcase(action, a) for a in s["Action"]) and any(fnmatchcase(resource, r) for r in s["Resource"])
    ]


@pytest.mark.parametrize("action", ["iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:SetDefaultPolicyVersion"])
@pytest.mark.parametrize("environment", ["prod-dr", "prod"])
def test_who_carries_a_boundary_cannot_change_one(action: str, environment: str) -> None:
    """Nor that of another environment in the account, or two pipelines could lift each other's ceiling."""
    found = denied(action, f"arn:aws:iam::111122223333:policy/lz-{environment}-boundary")

    assert 1 == len(found)
    assert "Condition" not in found[0]


@pytest.mark.parametrize("action", ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:AttachRolePolicy"])
def test_no_role_is_made_or_widened_without_the_boundary(action: str) -> None:
    """A pipeline cannot make a role that may do more than itself; a missing boundary matches StringNotEquals too."""
    found = denied(action)

    assert [{"StringNotEquals": {"iam:PermissionsBoundary": BOUNDARY}}] == [s["Condition"] for s in found]


def test_the_boundary_is_never_taken_off_a_role() -> None:
    """There is no condition under which it may be."""
    assert [True] == ["Condition" not in s for s in denied("iam:DeleteRolePermissionsBoundary")]


@pytest.mark.parametrize("action", ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"])
def test_the_trail_keeps_running(action: str) -> None:
    """Whoever acts is recorded, and cannot blind the record first."""
    trail = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/lz-prod-trail"

    assert 1 == len([s for s in denied(f"cloudtrail:{action}", trail) if "Condition" not in s])


@pytest.mark.parametrize("store", ["archive", "decisions"])
@pytest.mark.parametrize("action", ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"])
def test_only_break_glass_destroys_records_or_bypasses_retention(action: str, store: str) -> None:
    """An attacker with a pipeline's credentials cannot erase what he did."""
    found = [s for s in denied(action, f"arn:aws:s3:::lz-prod-{store}-111122223333-eu-west-1/key") if "Condition" in s]

    assert {"ArnNotEquals": {"aws:PrincipalArn": BREAK_GLASS}} in [s["Condition"] for s in found]


@pytest.mark.parametrize("action", ["kms:ScheduleKeyDeletion", "kms:DisableKey"])
def test_records_stay_readable(action: str) -> None:
    """Without its key a record is as good as deleted."""
    found = next(s for s in denied(action, "arn:aws:kms:eu-west-1:111122223333:key/1") if s["Sid"] != "StayInRegions")

    assert ["alias/lz-prod-decisions", "alias/lz-prod-security-logs"] == found["Condition"]["ForAnyValue:StringEquals"][
        "kms:ResourceAliases"
    ]


@pytest.mark.parametrize("action", ["kms:DeleteAlias", "kms:UpdateAlias"])
def test_a_records_key_cannot_be_stripped_of_the_name_that_protects_it(action: str) -> None:
    """The protection of a key looks at its alias, so the alias is protected as well."""
    found = denied(action, "arn:aws:kms:eu-central-1:111122223333:alias/lz-prod-decisions")

    assert "KeepRecordAliases" in [s["Sid"] for s in found]


@pytest.mark.parametrize("action", ["iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile"])
def test_no_user_and_no_long_lived_key_comes_into_being(action: str) -> None:
    """Credentials live an hour or less."""
    assert 1 == len(denied(action))
    assert [] == [a for a in allowed() if fnmatchcase(action, a)], "the ceiling does not hold it either"


@pytest.mark.parametrize("action", ["ec2:RunInstances", "s3:CreateBucket", "sagemaker:CreateEndpoint", "kms:CreateKey"])
def test_nothing_happens_outside_the_allowed_regions(action: str) -> None:
    """Data and cost stay where the configuration says."""
    found = [s for s in denied(action) if s["Sid"] == "StayInRegions"]

    assert [{"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]}}] == [
        s["Condition"] for s in found
    ]


@pytest.mark.parametrize("action", ["bedrock:InvokeModel", "bedrock:CreateGuardrail"])
def test_only_a_profile_of_the_account_computes_elsewhere(action: str) -> None:
    """A geography's profile is called here and computes there; a call without one is an attempt to leave."""
    [found] = denied(action)

    assert {
        "StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]},
        "ArnNotLike": {"bedrock:InferenceProfileArn": "arn:aws:bedrock:*:111122223333:application-inference-profile/*"},
    } == found["Condition"]


@pytest.mark.parametrize("action", ["iam:CreateRole", "sts:AssumeRole", "budgets:ModifyBudget"])
def test_services_without_a_region_are_not_cut_off(action: str) -> None:
    """Their calls go to us-east-1, which need not be an allowed Region."""
    assert "StayInRegions" not in [s["Sid"] for s in denied(action)]


def test_the_ceiling_names_services_and_never_everything() -> None:
    """A service that the zone does not use is closed without anybody having to forbid it."""
    assert "*" not in allowed()
    assert {True} == {":" in action for action in allowed()}
    assert [] == [a for a in allowed() if a.startswith("organizations:") or a in {"iam:*", "account:*"}]


def test_only_the_zones_roles_are_handed_on_and_only_to_named_services() -> None:
    """A role passed to a service is a role for whoever reaches the service: an administrator's is not among them.

    The one beside the zone's own is AWS's, which only AWS Config can assume.
    """
    passing = [s for s in ceiling("111122223333") if any(fnmatchcase("iam:PassRole", a) for a in s["Action"])]

    of_config = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/*"
    assert [sorted([of_config, "arn:aws:iam::111122223333:role/lz-*"])] == [s["Resource"] for s in passing]
    assert [True] == ["iam:PassedToService" in s["Condition"]["StringEquals"] for s in passing]


def test_the_document_fits_into_a_managed_policy() -> None:
    """IAM takes 6,144 characters without white space."""
    text = json.dumps(json.loads(document(ARGS)), separators=(",", ":"))

    assert len(text) <= 6144


def test_the_policy_is_known_before_anything_exists() -> None:
    """It can be judged in a first preview, under the name that roles refer to."""
    policy = a_boundary(unknown=True).only("aws:iam/policy:Policy")

    assert document(ARGS) == policy["policy"]
    assert "lz-prod-dr-boundary" == policy["name"]


def test_the_output_is_the_arn_that_roles_carry() -> None:
    """The ARN built from names and the one AWS gives are the same."""
    assert {"arn": BOUNDARY} == a_boundary().outputs_of("lz:identity:Boundary")
    assert {"arn": UNKNOWN} == a_boundary(unknown=True).outputs_of("lz:identity:Boundary")
