"""Who may do what: every way to be granted something, and every way to be kept from it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.access import objects_of, policies_of, who_may
from policies.buckets import BUCKET, POLICY
from policies.documents import POLICY as MANAGED
from policies.documents import ROLE
from policies.example import graph_of
from policies.grants import held_for_emergencies
from policies.iam import read
from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, PROVIDER, aws, changed, document
from policies.value import wrap
from policies.verdict import Verdict
from policies.view import StackView

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
OBJECTS = "arn:aws:s3:::store/*"
PUT = "s3:PutObject"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/writer"

BUCKET_OF = aws(BUCKET, "store", bucket="store")
WRITER = aws(ROLE, "writer", name="writer")


def allow(**changes: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": PUT, "Resource": OBJECTS, **changes}


def deny(**changes: Any) -> dict[str, Any]:
    return allow(Effect="Deny", **changes)


def bucket_policy(*statements: Any) -> Example:
    return aws(POLICY.type, "store-policy", {"bucket": "store"}, policy=document(*statements))


def inline(*statements: Any, **changes: Any) -> Example:
    role = {} if "role" in changes else {"role": "writer"}
    return aws("aws:iam/rolePolicy:RolePolicy", "inline", role, **{"policy": document(*statements), **changes})


def answers(stack: Iterable[Example], action: str = PUT) -> dict[str, Verdict]:
    """ARN (empty: not known) to whether the identity may."""
    view = StackView(graph_of(tuple(stack)))
    [bucket] = view.of_type(BUCKET)
    return {p.who.arn: p.may for p in who_may(view, (action,), objects_of(bucket), policies_of(bucket))}


def of_the_writer(*stack: Example, action: str = PUT) -> Verdict:
    return answers((BUCKET_OF, WRITER, *stack), action).get(ROLE_ARN, FAIL)


def test_a_role_without_a_policy_may_nothing() -> None:
    """IAM begins with no."""
    assert {} == answers((BUCKET_OF, WRITER))


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (OBJECTS, PASS),
        ("*", PASS),
        ("arn:aws:s3:::store/records/*", PASS),
        ("arn:aws:s3:::st*", PASS),
        ("arn:aws:s3:::store", FAIL),
        ("arn:aws:s3:::other/*", FAIL),
        (["arn:aws:s3:::other/*", OBJECTS], PASS),
    ],
)
def test_a_grant_reaches_what_its_resources_touch(resource: Any, expected: Verdict) -> None:
    """A part of the bucket is enough; the bucket itself is none of its objects."""
    assert expected is of_the_writer(inline(allow(Resource=resource)))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (allow(Action="s3:*"), PASS),
        (allow(Action="s3:GetObject"), FAIL),
        ({"Effect": "Allow", "NotAction": "s3:Get*", "Resource": "*"}, PASS),
        ({"Effect": "Allow", "Action": PUT, "NotResource": "arn:aws:s3:::other/*"}, PASS),
        ({"Effect": "Allow", "Action": PUT, "NotResource": "arn:aws:s3:::st*"}, FAIL),
        (allow(Condition={"StringEquals": {"aws:SourceVpc": "vpc-1"}}), PASS),
        (allow(Condition={"ArnEquals": {"aws:PrincipalArn": f"{ROLE_ARN}-2"}}), FAIL),
        (allow(Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/wri*"}}), PASS),
        (allow(Condition={"ArnNotEquals": {"aws:PrincipalArn": ROLE_ARN}}), FAIL),
        (allow(Condition={"Null": {"aws:PrincipalArn": "false"}}), PASS),
    ],
)
def test_a_grant_is_an_upper_bound(statement: dict[str, Any], expected: Verdict) -> None:
    """A condition about anything but who asks may be met; one about who asks is answered."""
    assert expected is of_the_writer(inline(statement))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (deny(), FAIL),
        (deny(Resource="*"), FAIL),
        (deny(Resource="arn:aws:s3:::store/records/*"), FAIL),
        (deny(Resource="arn:aws:s3:::store/records/old/*"), PASS),
        (deny(Resource="arn:aws:s3:::other/*"), PASS),
        (deny(Action="s3:Delete*"), PASS),
        (deny(Condition={"Bool": {"aws:SecureTransport": "false"}}), PASS),
        (deny(Condition={"ArnNotEquals": {"aws:PrincipalArn": ROLE_ARN}}), PASS),
        (deny(Condition={"ArnNotEquals": {"aws:PrincipalArn": f"{ROLE_ARN}-2"}}), FAIL),
        (deny(Condition={"StringNotLike": {"aws:PrincipalArn": ["*:role/other", "*:role/wri*"]}}), PASS),
        (deny(Condition={"ArnEquals": {"aws:PrincipalArn": ROLE_ARN}}), FAIL),
        ({"Effect": "Deny", "Action": PUT, "NotResource": "arn:aws:s3:::store/records/*"}, PASS),
        ({"Effect": "Deny", "Action": PUT, "NotResource": "arn:aws:s3:::other/*"}, FAIL),
        ({"Effect": "Deny", "NotAction": "s3:Get*", "Resource": "*"}, FAIL),
    ],
)
def test_a_deny_keeps_from_what_it_covers_whole(statement: dict[str, Any], expected: Verdict) -> None:
    """A deny of a part, at times, or for others leaves a way."""
    records = allow(Resource="arn:aws:s3:::store/records/*")

    assert expected is of_the_writer(inline(records, statement))


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ({"Principal": "*"}, FAIL),
        ({"Principal": {"AWS": ROLE_ARN}}, FAIL),
        ({"Principal": {"AWS": ACCOUNT}}, FAIL),
        ({"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}, FAIL),
        ({"Principal": {"AWS": "999999999999"}}, PASS),
        ({"Principal": {"AWS": f"{ROLE_ARN}-2"}}, PASS),
        ({"NotPrincipal": {"AWS": ROLE_ARN}}, PASS),
        ({"NotPrincipal": {"AWS": f"{ROLE_ARN}-2"}}, FAIL),
    ],
)
def test_a_bucket_policy_denies_whom_it_names(principal: dict[str, Any], expected: Verdict) -> None:
    """Everybody, an account, a role, or everybody but."""
    assert expected is of_the_writer(inline(allow()), bucket_policy({**deny(), **principal}))


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ({"AWS": ROLE_ARN}, {ROLE_ARN: PASS}),
        ({"AWS": f"{ROLE_ARN}-2"}, {f"{ROLE_ARN}-2": PASS}),
        ({"AWS": ACCOUNT}, {}),
        ({"AWS": "999999999999"}, {"arn:aws:iam::999999999999:root": PASS}),
        ({"AWS": "arn:aws:iam::999999999999:root"}, {"arn:aws:iam::999999999999:root": PASS}),
        ({"Service": "delivery.logs.amazonaws.com"}, {"delivery.logs.amazonaws.com": PASS}),
        ("*", {"*": PASS}),
    ],
)
def test_a_bucket_policy_lets_whom_it_names(principal: Any, expected: dict[str, Verdict]) -> None:
    """The own account's root only leaves it to the account's policies; another's opens it to that account."""
    assert expected == answers((BUCKET_OF, WRITER, bucket_policy(allow(Principal=principal))))


def test_a_condition_on_the_caller_names_a_stranger() -> None:
    """A star with aws:PrincipalArn is the principal it demands, and nobody else."""
    stranger = "arn:aws:iam::999999999999:role/partner"
    policy = bucket_policy(allow(Principal="*", Condition={"ArnEquals": {"aws:PrincipalArn": stranger}}))

    assert {stranger: PASS} == answers((BUCKET_OF, WRITER, policy))


def test_everybody_is_kept_out_by_a_deny_for_all_but_one() -> None:
    """Of a grant to a whole organisation only the one is left whom the deny spares."""
    everybody = allow(Principal="*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})
    but = deny(Principal="*", Condition={"ArnNotEquals": {"aws:PrincipalArn": f"{ROLE_ARN}-2"}})

    assert {f"{ROLE_ARN}-2": PASS} == answers((BUCKET_OF, WRITER, bucket_policy(everybody, but)))


ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
OWN_POLICY = aws(MANAGED, "own", name="own", policy=document(allow()))


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


def bounded(*statements: Any) -> Examples:
    role = aws(ROLE, "writer", {"permissionsBoundary": "boundary"}, name="writer")
    return BUCKET_OF, role, aws(MANAGED, "boundary", name="boundary", policy=document(*statements)), inline(allow())


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([allow(Action="s3:*", Resource="*")], {ROLE_ARN: PASS}),
        ([allow(Action="s3:*", Resource="*"), deny()], {}),
        ([allow(Action="s3:Get*", Resource="*")], {}),
        ([allow(Resource="arn:aws:s3:::other/*")], {}),
        (
            [allow(Resource="*"), deny(Condition={"ArnNotEquals": {"aws:PrincipalArn": ROLE_ARN}})],
            {ROLE_ARN: PASS},
        ),
    ],
)
def test_a_boundary_caps_what_a_role_may(statements: list[Any], expected: dict[str, Verdict]) -> None:
    """It must allow the action too, and its denies hold."""
    assert expected == answers(bounded(*statements))


def test_a_boundary_that_is_not_known_yet_may_cap() -> None:
    """Neither yes nor no; one made elsewhere is taken to cap nothing."""
    stack = bounded(allow())
    unknown = changed(stack, "boundary", policy=UNKNOWN)
    elsewhere = changed(stack, "writer", permissionsBoundary=f"arn:aws:iam::{ACCOUNT}:policy/theirs")

    assert {ROLE_ARN: UNSURE} == answers(unknown)
    assert {ROLE_ARN: PASS} == answers(elsewhere)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        ([inline(allow(), policy=UNKNOWN)], {ROLE_ARN: UNSURE}),
        ([inline(allow(), policy={"Statement": [allow(Resource=UNKNOWN)]})], {ROLE_ARN: UNSURE}),
        ([inline(allow(), policy={"Statement": [allow(Condition=UNKNOWN)]})], {ROLE_ARN: UNSURE}),
        ([inline(allow(), role=UNKNOWN)], {"": PASS}),
        ([aws(ATTACHMENT, "a", {"role": "writer"}, policyArn=UNKNOWN)], {ROLE_ARN: UNSURE}),
        ([inline(allow()), aws(POLICY.type, "p", {"bucket": "store"}, policy=UNKNOWN)], {ROLE_ARN: UNSURE, "": UNSURE}),
        ([inline(allow()), aws(POLICY.type, "p", bucket=UNKNOWN, policy="{}")], {ROLE_ARN: UNSURE, "": UNSURE}),
        ([inline(allow(), policy={"Statement": [allow(), deny(Condition=UNKNOWN)]})], {ROLE_ARN: UNSURE}),
        ([inline(allow(), policy={"Statement": [allow(), deny(Resource=UNKNOWN)]})], {ROLE_ARN: UNSURE}),
        ([inline(allow(), policy=UNKNOWN), bucket_policy(deny(Principal="*"))], {}),
    ],
)
def test_what_is_not_known_yet_is_neither_let_nor_kept(stack: list[Example], expected: dict[str, Verdict]) -> None:
    """But what is denied for certain is denied, whatever is granted later."""
    assert expected == answers((BUCKET_OF, WRITER, *stack))


def test_a_bucket_without_a_name_may_be_any() -> None:
    """Only a grant on everything reaches it for certain, and only a deny on everything keeps from it."""
    nameless = aws(BUCKET, "store", bucket=UNKNOWN)

    assert {ROLE_ARN: UNSURE} == answers((nameless, WRITER, inline(allow())))
    assert {ROLE_ARN: PASS} == answers((nameless, WRITER, inline(allow(Resource="*"))))
    assert {} == answers((nameless, WRITER, inline(allow(Resource="*"), deny(Resource="*"))))


def test_a_role_without_a_name_is_told_by_its_edges() -> None:
    """What its policies say holds; whether a pattern of ARNs means it does not."""
    nameless = changed((WRITER,), "writer", name=None)
    mine = deny(Condition={"ArnNotEquals": {"aws:PrincipalArn": ROLE_ARN}}, Principal="*")

    assert {"": PASS} == answers((BUCKET_OF, *nameless, inline(allow())))
    assert {"": UNSURE} == answers((BUCKET_OF, *nameless, inline(allow()), bucket_policy(mine)))


def test_a_path_is_part_of_the_name() -> None:
    """As it is of the ARN."""
    below = aws(ROLE, "writer", name="writer", path="/team/")

    assert {f"arn:aws:iam::{ACCOUNT}:role/team/writer": PASS} == answers((BUCKET_OF, below, inline(allow())))


@pytest.mark.parametrize("accounts", [None, "[]", json.dumps([ACCOUNT, "999999999999"])])
def test_without_one_account_a_name_is_enough(accounts: str | None) -> None:
    """A program that does not pin its account still means its own roles."""
    free = {**PROVIDER, "allowedAccountIds": accounts} if accounts else {"region": "eu-west-1"}
    keeps = bucket_policy(
        deny(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, Condition={"ArnNotEquals": {"aws:PrincipalArn": "*"}}),
        deny(Principal="*", Condition={"ArnNotLike": {"aws:PrincipalArn": ROLE_ARN}}),
    )
    stack = [replace(one, provider=free) for one in (BUCKET_OF, WRITER, inline(allow()), keeps)]

    assert {"arn:aws:iam:::role/writer": PASS} == answers(stack)


def test_a_statement_about_every_action_says_so() -> None:
    """Rules that have another rule for such statements can leave them to it."""
    view = StackView(
        graph_of((BUCKET_OF, WRITER, inline(allow(Action="*"), allow(Action="s3:*"), allow(NotAction="x"))))
    )

    assert [True, False, True] == [permit.wide for permit in who_may(view, (PUT,), OBJECTS)]


def test_the_place_of_a_permit_is_its_statement() -> None:
    """So that a finding leads to the line to change."""
    view = StackView(graph_of((BUCKET_OF, WRITER, inline(allow(Action="s3:GetObject"), allow()))))
    [permit] = who_may(view, (PUT,), OBJECTS)

    assert ("policy.Statement[1]", True) == (permit.at.path, permit.at.urn.endswith("::inline"))


def test_a_target_may_be_anything_with_an_arn() -> None:
    """The bucket is one example; a policy in hand counts without a resource of the stack."""
    view = StackView(graph_of((WRITER,)))
    key = "arn:aws:kms:eu-west-1:111122223333:key/1"
    policy = read(
        wrap("urn", "policy", {"Statement": allow(Action="kms:*", Resource="*", Principal={"AWS": ROLE_ARN})})
    )

    assert [ROLE_ARN] == [permit.who.arn for permit in who_may(view, ("kms:Decrypt",), key, [policy])]


@pytest.mark.parametrize(("name", "expected"), [("lz-prod-break-glass", PASS), ("lz-prod-writer", FAIL)])
def test_what_only_emergency_roles_hold_is_for_emergencies(name: str, expected: Verdict) -> None:
    """By the name of the role; a policy nobody holds is for nobody's emergency."""
    stack = changed((WRITER, inline(allow()), OWN_POLICY), "writer", name=name)
    view = StackView(graph_of(stack))
    [policy], [unattached] = view.of_type("aws:iam/rolePolicy:RolePolicy"), view.of_type(MANAGED)

    assert expected is held_for_emergencies(policy)
    assert FAIL is held_for_emergencies(unattached)
