"""Who may do what: the spellings of everything, of passing a role on, and of a credential that lasts."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.documents import ATTACHMENTS
from policies.example import graph_of
from policies.rules.examples.build import ACCOUNT, REGION, aws, changed, document
from policies.rules.examples.custody import DUTIES
from policies.rules.examples.identity import IDENTITY, POLICY, ROLE, grant
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
NAMED = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-replication"
TO_S3 = {"StringEquals": {"iam:PassedToService": "s3.amazonaws.com"}}


def granted(rule: str, **statement: Any) -> Verdict:
    """What the rule says of a policy with one statement."""
    return said(rule, changed(IDENTITY, "read-models", policy=grant(**statement)))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Action": "*"}, FAIL),
        ({"Action": "*:*"}, FAIL),
        ({"Action": ["s3:GetObject", "**"]}, FAIL),
        ({"Action": "s3:*"}, PASS),
        ({"Action": "*", "Effect": "Deny"}, PASS),
    ],
)
def test_every_action_has_more_than_one_spelling(statement: dict[str, Any], expected: Verdict) -> None:
    """All the actions of one service are not every action."""
    assert expected is granted("LZ-IAM-001", **statement)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"NotAction": "iam:*", "Action": None}, FAIL),
        ({"NotResource": NAMED, "Resource": None}, FAIL),
        ({"NotAction": "iam:*", "Action": None, "Effect": "Deny"}, PASS),
    ],
)
def test_what_is_left_out_is_no_name(statement: dict[str, Any], expected: Verdict) -> None:
    """Of actions and of resources; a deny may say it."""
    whole = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": NAMED, **statement}
    policy = document({key: value for key, value in whole.items() if value is not None})

    assert expected is said("LZ-IAM-009", changed(IDENTITY, "read-models", policy=policy))


@pytest.mark.parametrize("name", ["AdministratorAccess", "IAMFullAccess", "PowerUserAccess", "ReadOnlyAccess"])
def test_three_policies_of_aws_administer(name: str) -> None:
    """However they reach an identity: attached, or listed by a role."""
    arn = f"arn:aws:iam::aws:policy/{name}"
    expected = PASS if name == "ReadOnlyAccess" else FAIL
    attached = [said("LZ-IAM-010", (aws(type_, "attachment", policyArn=arn),)) for type_ in ATTACHMENTS]

    assert [expected] * 4 == attached
    assert expected is said("LZ-IAM-010", changed(IDENTITY, "apply-role", managedPolicyArns=[arn]))


def test_a_policy_of_the_stack_is_no_administrator_of_aws() -> None:
    """Before it has an ARN; where it comes from anything else nobody knows."""
    role, policy = IDENTITY[1], IDENTITY[2]
    listing = aws(ROLE, "lists", {"managedPolicyArns": "read-models"}, managedPolicyArns=[UNKNOWN])
    elsewhere = aws(ROLE, "lists", {"managedPolicyArns": "apply-role"}, managedPolicyArns=[UNKNOWN])

    assert PASS is said("LZ-IAM-010", (policy, listing))
    assert UNSURE is said("LZ-IAM-010", (role, elsewhere))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({}, PASS),
        ({"Action": "iam:*"}, PASS),
        ({"Condition": {}}, FAIL),
        ({"Condition": {}, "Action": "iam:Pass*"}, FAIL),
        ({"Condition": {}, "Action": "iam:GetRole"}, PASS),
        ({"Condition": {}, "Action": "*"}, PASS),
        ({"Condition": {}, "Action": "*:*"}, PASS),
        ({"Condition": {}, "Effect": "Deny"}, PASS),
        ({"Condition": {"StringLike": {"iam:PassedToService": "*"}}}, FAIL),
        ({"Resource": "*"}, FAIL),
        ({"Resource": [NAMED, f"arn:aws:iam::{ACCOUNT}:role/*"]}, FAIL),
        ({"Resource": f"arn:aws:iam::{ACCOUNT}:role/lz-prod-*"}, PASS),
        ({"Resource": "*", "Condition": {}}, FAIL),
    ],
)
def test_a_role_is_passed_on_by_name_and_to_a_service(statement: dict[str, Any], expected: Verdict) -> None:
    """Both; every action there is belongs to LZ-IAM-001."""
    passing = {"Action": "iam:PassRole", "Resource": NAMED, "Condition": TO_S3, **statement}

    assert expected is granted("LZ-IAM-005", **passing)


@pytest.mark.parametrize(
    "type_",
    [
        "aws:iam/accessKey:AccessKey",
        "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
        "aws:iam/user:User",
        "aws:iam/userLoginProfile:UserLoginProfile",
    ],
)
@pytest.mark.parametrize(
    ("status", "expected"), [(None, FAIL), ("Active", FAIL), ("Inactive", PASS), (UNKNOWN, UNSURE)]
)
def test_a_credential_lasts_until_it_is_withdrawn(type_: str, status: Any, expected: Verdict) -> None:
    """AWS makes it active; a user without a status is one who needs a credential."""
    given = {} if status is None else {"status": status}
    (told,) = outcomes(RULES["LZ-IAM-006"], graph_of((aws(type_, "one", **given),)))

    assert (expected, "status") == (told.verdict, told.path)


def test_a_boundary_may_come_from_a_policy_of_the_stack() -> None:
    """Before it has an ARN; what comes from anything else is not known."""
    policy, role = aws(POLICY, "boundary", policy=grant()), aws(ROLE, "role", {"permissionsBoundary": "boundary"})
    strange = aws(ROLE, "strange", {"permissionsBoundary": "role"})

    assert PASS is said("LZ-IAM-007", (policy, role))
    assert UNSURE is said("LZ-IAM-007", (policy, role, strange))
    assert FAIL is said("LZ-IAM-007", (aws(ROLE, "role", permissionsBoundary=""),))


def test_each_document_of_a_role_is_read() -> None:
    """Its trust and its inline policies."""
    inline = [{"name": "one", "policy": grant()}, {"name": "two", "policy": "no json"}]

    assert FAIL is said("LZ-IAM-008", changed(IDENTITY, "apply-role", assumeRolePolicy="no json"))
    assert FAIL is said("LZ-IAM-008", changed(IDENTITY, "apply-role", inlinePolicies=inline))
    assert PASS is said("LZ-IAM-008", changed(IDENTITY, "apply-role", inlinePolicies=inline[:1]))


@pytest.mark.parametrize(("kind", "name"), [("endpoint", "lz-prod-x"), ("endpoint", "*"), ("*", "*")])
def test_whatever_is_deployed_is_not_approved_by_the_same_hand(kind: str, name: str) -> None:
    """Also when each is about one thing by its name."""
    place = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}"
    approves = {"Effect": "Allow", "Action": "sagemaker:UpdateModelPackage", "Resource": f"{place}:model-package/one"}
    deploys = {"Effect": "Allow", "Action": "sagemaker:CreateEndpoint", "Resource": f"{place}:{kind}/{name}"}

    assert FAIL is said("LZ-IAM-013", changed(DUTIES, "approver-policy", policy=document(approves, deploys)))
