"""Who may do what: every way to be granted something, and every way to be kept from it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.access import policies_of, who_may
from policies.buckets import BUCKET, POLICY
from policies.documents import POLICY as MANAGED
from policies.documents import ROLE
from policies.example import graph_of
from policies.iam import read
from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, PROVIDER, aws, changed, document
from policies.value import wrap
from policies.verdict import Verdict
from policies.view import StackView
from tests.policies.granted import (
    ATTACHMENT,
    BUCKET_OF,
    FAIL,
    OBJECTS,
    PASS,
    PUT,
    ROLE_ARN,
    UNSURE,
    WRITER,
    allow,
    answers,
    bucket_policy,
    deny,
    inline,
    of_the_writer,
)


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


def test_roles_for_emergencies_can_be_left_out() -> None:
    """But not somebody who is not known yet, and nobody who is only called alike."""
    stack = (BUCKET_OF, *changed((WRITER,), "writer", name="lz-prod-break-glass"), inline(allow()))
    let = allow(Principal={"AWS": [f"{ROLE_ARN}-2", f"arn:aws:iam::{ACCOUNT}:role/elsewhere-break-glass"]})
    graph = graph_of((*stack, bucket_policy(let)))
    [bucket] = (view := StackView(graph)).of_type(BUCKET)
    own = policies_of(bucket)

    def names(*, in_emergencies: bool) -> list[str]:
        found = who_may(view, (PUT,), OBJECTS, own, in_emergencies=in_emergencies)
        return sorted(permit.who.arn.rpartition("/")[2] for permit in found)

    assert ["elsewhere-break-glass", "lz-prod-break-glass", "writer-2"] == names(in_emergencies=True)
    assert ["writer-2"] == names(in_emergencies=False)


@pytest.mark.parametrize("resource", [OBJECTS, "arn:aws:s3:::st*", "*", "arn:aws:s3:::?tore/*", ["x", OBJECTS]])
def test_a_statement_is_found_by_its_place(resource: Any) -> None:
    """Whether it names the bucket or may mean it; statements come in the order of the program, each once."""
    both = inline(allow(Resource=resource), allow(Action=["s3:Put*", "s3:*"], Resource=resource))
    view = StackView(graph_of((BUCKET_OF, WRITER, both)))
    paths = [permit.at.path for permit in who_may(view, (PUT, "s3:PutObjectAcl"), OBJECTS)]

    assert ["policy.Statement[0]", "policy.Statement[1]"] == paths
