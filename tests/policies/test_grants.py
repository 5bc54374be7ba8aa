"""Who holds which policies: every way to be granted something."""

from __future__ import annotations

import pytest

from graph.model import UNKNOWN
from policies.documents import POLICY as MANAGED
from policies.documents import ROLE
from policies.example import graph_of
from policies.grants import held_for_emergencies
from policies.rule import Example
from policies.rules.examples.build import ACCOUNT, aws, changed, document
from policies.verdict import Verdict
from policies.view import StackView
from tests.policies.granted import (
    ATTACHMENT,
    BUCKET_OF,
    FAIL,
    OWN_POLICY,
    PASS,
    ROLE_ARN,
    UNSURE,
    WRITER,
    allow,
    answers,
    inline,
    of_the_writer,
)


@pytest.mark.parametrize(
    "attached",
    [
        [aws(ATTACHMENT, "a", {"role": "writer", "policyArn": "own"})],
        [aws(ATTACHMENT, "a", {"policyArn": "own"}, role="writer")],
        [aws(ATTACHMENT, "a", {"role": "writer"}, policyArn=f"arn:aws:iam::{ACCOUNT}:policy/team/own")],
        [aws("aws:iam/policyAttachment:PolicyAttachment", "a", {"policyArn": "own"}, roles=["other", "writer"])],
        [aws("aws:iam/policyAttachment:PolicyAttachment", "a", {"policyArn": "own", "roles": "writer"})],
    ],
)
def test_an_attached_policy_is_the_roles(attached: list[Example]) -> None:
    """By edge or by name, whichever way it was attached."""
    assert PASS is of_the_writer(OWN_POLICY, *attached)


def test_a_policy_that_nobody_holds_lets_nobody() -> None:
    """It grants nothing until it is attached."""
    assert {} == answers((BUCKET_OF, WRITER, OWN_POLICY))


def test_policies_of_the_role_itself_count() -> None:
    """Inline, and by managedPolicyArns."""
    within = aws(ROLE, "writer", name="writer", inlinePolicies=[{"policy": document(allow())}])
    named = aws(ROLE, "writer", {"managedPolicyArns": "own"}, name="writer")

    assert {ROLE_ARN: PASS} == answers((BUCKET_OF, within))
    assert {ROLE_ARN: PASS} == answers((BUCKET_OF, named, OWN_POLICY))


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("arn:aws:iam::aws:policy/AdministratorAccess", PASS),
        ("arn:aws:iam::aws:policy/AmazonS3FullAccess", PASS),
        ("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", FAIL),
        ("arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy", FAIL),
        ("arn:aws:iam::aws:policy/job-function/ReadOnlyAccess", FAIL),
        (f"arn:aws:iam::{ACCOUNT}:policy/of-another-program", UNSURE),
    ],
)
def test_a_policy_from_elsewhere_is_known_by_its_name_or_not_at_all(policy: str, expected: Verdict) -> None:
    """AWS's own are listed; what another program wrote nobody can say."""
    attached = aws(ATTACHMENT, "a", {"role": "writer"}, policyArn=policy)

    assert expected is of_the_writer(attached)


def test_reading_policies_of_aws_read() -> None:
    """Their names say what for."""
    attached = aws(ATTACHMENT, "a", {"role": "writer"}, policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")

    assert PASS is of_the_writer(attached, action="s3:GetObject")


@pytest.mark.parametrize(
    ("type_", "prop", "expected"),
    [
        ("aws:iam/rolePolicy:RolePolicy", "role", f"arn:aws:iam::{ACCOUNT}:role/elsewhere"),
        ("aws:iam/userPolicy:UserPolicy", "user", f"arn:aws:iam::{ACCOUNT}:user/elsewhere"),
        ("aws:iam/groupPolicy:GroupPolicy", "group", f"arn:aws:iam::{ACCOUNT}:group/elsewhere"),
    ],
)
def test_who_is_made_elsewhere_is_somebody_too(type_: str, prop: str, expected: str) -> None:
    """A policy for a role of another program lets that role."""
    policy = aws(type_, "inline", policy=document(allow()), **{prop: "elsewhere"})

    assert {expected: PASS} == answers((BUCKET_OF, WRITER, policy))


def test_a_policy_of_a_permission_set_lets_somebody() -> None:
    """Who gets the set, Identity Center knows."""
    type_ = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"
    policy = aws(type_, "inline", inlinePolicy=document(allow()), permissionSetArn=UNKNOWN)

    assert {"": PASS} == answers((BUCKET_OF, WRITER, policy))


@pytest.mark.parametrize(("name", "expected"), [("lz-prod-break-glass", PASS), ("lz-prod-writer", FAIL)])
def test_what_only_emergency_roles_hold_is_for_emergencies(name: str, expected: Verdict) -> None:
    """By the name of the role; a policy nobody holds is for nobody's emergency."""
    stack = changed((WRITER, inline(allow()), OWN_POLICY), "writer", name=name)
    view = StackView(graph_of(stack))
    [policy], [unattached] = view.of_type("aws:iam/rolePolicy:RolePolicy"), view.of_type(MANAGED)

    assert expected is held_for_emergencies(policy)
    assert FAIL is held_for_emergencies(unattached)
