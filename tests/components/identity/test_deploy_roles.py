from __future__ import annotations

import json
from typing import Any

import pytest

from components.identity import names
from components.identity.deploy_roles import DeployRoles, DeployRolesArgs, Workflows
from graph.model import UNKNOWN
from tests.synth import Declared, synth

ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/rolePolicy:RolePolicy"
BOUNDARY = "arn:aws:iam::111122223333:policy/lz-prod-boundary"


def the_roles(*, unknown: bool = False) -> Declared:
    args = DeployRolesArgs(
        environment="prod",
        family="prod",
        account="111122223333",
        workflows=Workflows(owner="example-org", repository="ai-landing-zone", branch="main"),
        record_buckets=("lz-prod-decisions-111122223333-eu-west-1",),
        boundary=BOUNDARY,
    )
    return synth(lambda: DeployRoles("deploy", args), unknown=unknown)


def trusted(role: str) -> dict[str, Any]:
    [statement] = json.loads(the_roles().named(f"deploy-{role}", ROLE)["assumeRolePolicy"])["Statement"]
    return statement


def test_a_pull_request_can_preview_and_not_apply() -> None:
    """Code that nobody reviewed changes nothing."""
    subject = "token.actions.githubusercontent.com:sub"
    pull_request = "repo:example-org/ai-landing-zone:pull_request"

    assert pull_request in trusted("preview")["Condition"]["StringEquals"][subject]
    assert pull_request not in trusted("apply")["Condition"]["StringEquals"][subject]


def test_only_the_branch_and_its_environment_can_apply() -> None:
    """Exact claims: no wildcard lets another branch, tag or repository in."""
    condition = trusted("apply")["Condition"]

    assert {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": [
                "repo:example-org/ai-landing-zone:environment:prod",
                "repo:example-org/ai-landing-zone:ref:refs/heads/main",
            ],
        }
    } == condition


@pytest.mark.parametrize("role", ["preview", "apply"])
def test_nobody_but_github_is_trusted(role: str) -> None:
    """No user, role or service can assume what the pipeline assumes."""
    statement = trusted(role)

    assert {"Federated": names.github_arn("111122223333")} == statement["Principal"]
    assert "sts:AssumeRoleWithWebIdentity" == statement["Action"]


@pytest.mark.parametrize("unknown", [False, True])
def test_both_roles_carry_the_boundary_and_a_short_session(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """Whatever is attached to them later stays under the ceiling."""
    roles = the_roles(unknown=unknown).of_type(ROLE)

    assert {"lz-prod-preview", "lz-prod-apply"} == {r["name"] for r in roles}
    assert {BOUNDARY} == {r["permissionsBoundary"] for r in roles}
    assert {3600} == {r["maxSessionDuration"] for r in roles}


def test_permissions_are_known_before_anything_exists() -> None:
    """A first preview can judge what the pipeline will be able to do."""
    policies = the_roles(unknown=True).of_type(POLICY)

    assert 2 == len(policies)
    assert {True} == {"NoSecrets" in p["policy"] for p in policies}


def test_outputs_are_the_arns_that_names_foretell() -> None:
    """Key and bucket policies can name the roles before they exist."""
    assert {
        "preview_arn": names.preview_arn("prod", "111122223333"),
        "apply_arn": names.apply_arn("prod", "111122223333"),
    } == the_roles().outputs_of("lz:identity:DeployRoles")
    assert {"preview_arn": UNKNOWN, "apply_arn": UNKNOWN} == the_roles(unknown=True).outputs_of(
        "lz:identity:DeployRoles"
    )


def test_only_the_branch_shapes_the_platform_decisions_and_ways_in() -> None:
    """What does not fit into an inline policy is a managed one, attached to the role that applies and to no other."""
    roles = the_roles()
    attachments = roles.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    names = {f"lz-prod-apply-{about}" for about in ("decisions", "detection", "entry", "platform")}

    assert {"lz-prod-apply"} == {attachment["role"] for attachment in attachments}
    assert names == {policy["name"] for policy in roles.of_type("aws:iam/policy:Policy")}
    assert names == {attachment["policyArn"].rpartition("/")[2] for attachment in attachments}
