"""Evidence in safe hands, and duties apart: the ways to get round it that the rules know."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.documents import ROLE
from policies.example import graph_of
from policies.organisation import Organisation, organisation
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, changed, document, placed
from policies.rules.examples.custody import CUSTODY, DUTIES, STORE_NAME, package_access, store_access
from policies.rules.examples.storage import tls_only
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, verdict

DELETES, READS, APPROVES = RULES["LZ-LOG-020"], RULES["LZ-LOG-021"], RULES["LZ-IAM-013"]
WHOLE = f"arn:aws:s3:::{STORE_NAME}/*"


def with_bucket_policy(stack: Examples, **statement: Any) -> Examples:
    return changed(stack, "store-policy", policy=document(tls_only(STORE_NAME), {"Resource": WHOLE, **statement}))


@pytest.mark.parametrize("action", ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"])
def test_each_way_to_destroy_evidence_is_found(action: str) -> None:
    """A lock that can be bypassed holds as little as one that is not there."""
    assert Verdict.FAIL is verdict(DELETES, changed(CUSTODY, "writer-policy", policy=store_access(action)))


def test_the_bucket_itself_may_let_somebody_delete() -> None:
    """A grant of the bucket's policy needs no policy of the role."""
    let = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/other"}, "Action": "s3:DeleteObject"}

    assert Verdict.FAIL is verdict(DELETES, with_bucket_policy(CUSTODY, **let))


def test_a_deny_for_all_but_emergencies_is_enough() -> None:
    """What a role is granted the bucket may refuse."""
    break_glass = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-break-glass"
    but = {"Principal": "*", "Effect": "Deny", "Condition": {"ArnNotEquals": {"aws:PrincipalArn": break_glass}}}
    wide = changed(CUSTODY, "writer-policy", policy=store_access("s3:Delete*"))

    assert Verdict.PASS is verdict(DELETES, with_bucket_policy(wide, Action="s3:Delete*", **but))


def test_an_emergency_may_destroy_and_read() -> None:
    """The role of emergency-roles, whose use raises an alarm."""
    stack = changed(CUSTODY, "writer", name="lz-prod-break-glass")
    stack = changed(stack, "writer-policy", policy=store_access("s3:Delete*", "s3:Get*", resource="*"))

    assert Verdict.PASS is verdict(DELETES, stack)
    assert Verdict.PASS is verdict(READS, stack)


@pytest.mark.parametrize(
    ("data_class", "deletes", "reads"),
    [
        ("decisions", Verdict.FAIL, Verdict.FAIL),
        ("models", Verdict.FAIL, Verdict.PASS),
        ("security-logs", Verdict.FAIL, Verdict.PASS),
        ("operations", Verdict.PASS, Verdict.PASS),
    ],
)
def test_the_class_decides(data_class: str, deletes: Verdict, reads: Verdict) -> None:
    """All evidence is kept; what is read whole by few are the decisions."""
    stack = placed(CUSTODY, "store", ("tags", "lz:data-class"), data_class)
    stack = changed(stack, "writer-policy", policy=store_access("s3:Delete*", "s3:Get*", resource=WHOLE))

    assert (deletes, reads) == (verdict(DELETES, stack), verdict(READS, stack))


@pytest.mark.parametrize("action", ["s3:GetObject", "s3:GetObjectVersion"])
def test_only_who_may_audit_reads_everything(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The organisation says who audits."""
    stack = changed(CUSTODY, "reader-policy", policy=store_access(action, resource=WHOLE))
    assert Verdict.FAIL is verdict(READS, stack)

    def with_auditors() -> Organisation:
        return organisation().model_copy(update={"audit_roles": ("lz-*-reader",)})

    monkeypatch.setattr("policies.rules.custody.organisation", with_auditors)

    assert Verdict.PASS is verdict(READS, stack)


def test_a_store_without_a_name_is_not_known_to_be_read_whole() -> None:
    """The deploy will tell."""
    stack = changed(CUSTODY, "store", bucket=None)
    deleting = changed(stack, "writer-policy", policy=store_access("s3:DeleteObject"))

    assert Verdict.UNKNOWN is verdict(READS, stack)
    assert Verdict.PASS is verdict(DELETES, stack)
    assert Verdict.UNKNOWN is verdict(DELETES, deleting)


@pytest.mark.parametrize("action", ["CreateEndpoint", "UpdateEndpoint"])
def test_each_way_to_deploy_is_kept_from_approval(action: str) -> None:
    """A new endpoint, or another model behind the old one."""
    both = changed(DUTIES, "approver-policy", policy=package_access("UpdateModelPackage", action))

    assert Verdict.FAIL is verdict(APPROVES, both)


def test_emergencies_and_grants_of_everything_are_others_matters() -> None:
    """LZ-IAM-001 refuses Action `*`; the role for emergencies may be wide."""
    everything = document({"Effect": "Allow", "Action": "*", "Resource": "*"})
    wide = changed(DUTIES, "deployer-policy", policy=package_access("*"))

    assert Verdict.PASS is verdict(APPROVES, changed(DUTIES, "deployer-policy", policy=everything))
    assert Verdict.FAIL is verdict(APPROVES, wide)
    assert Verdict.PASS is verdict(APPROVES, changed(wide, "deployer", name="lz-prod-break-glass"))


def test_approval_by_one_policy_and_deployment_by_another_is_one_hand() -> None:
    """What counts is the role, not the policy."""
    stack = changed(DUTIES, "deployer-policy", role="lz-prod-approver")

    assert [ROLE, ROLE] == [example.type for example in stack if example.type == ROLE]
    assert Verdict.FAIL is verdict(APPROVES, stack)


def test_a_store_that_nobody_touches_is_in_safe_hands() -> None:
    """Also then both rules say something of it."""
    alone = tuple(example for example in CUSTODY if not example.name.startswith(("writer", "reader")))

    for rule in (DELETES, READS):
        assert {Verdict.PASS} == {outcome.verdict for outcome in outcomes(rule, graph_of(alone))}


@pytest.mark.parametrize(
    ("tags", "deletes", "reads"),
    [
        (UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN),
        ({"lz:data-class": UNKNOWN}, Verdict.UNKNOWN, Verdict.UNKNOWN),
        ({}, Verdict.PASS, Verdict.PASS),
    ],
)
def test_a_class_that_is_not_known_may_be_evidence(tags: Any, deletes: Verdict, reads: Verdict) -> None:
    """What says no class is a finding of another rule."""
    stack = changed(CUSTODY, "writer-policy", policy=store_access("s3:Delete*", "s3:Get*", resource=WHOLE))
    stack = changed(stack, "store", tags=tags)

    assert (deletes, reads) == (verdict(DELETES, stack), verdict(READS, stack))


def test_whom_a_bucket_lets_in_is_for_emergencies_or_nobody() -> None:
    """The bucket's own policy can name a role that the stack does not make."""
    let = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:DeleteObject"]}
    stranger = with_bucket_policy(CUSTODY, **let, Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/other"})
    urgent = with_bucket_policy(CUSTODY, **let, Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/lz-prod-break-glass"})

    assert [Verdict.FAIL] * 2 == [verdict(DELETES, stranger), verdict(READS, stranger)]
    assert [Verdict.PASS] * 2 == [verdict(DELETES, urgent), verdict(READS, urgent)]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (f"arn:aws:s3:::{STORE_NAME}/records/*", Verdict.PASS),
        (f"arn:aws:s3:::{STORE_NAME}/any-other", Verdict.FAIL),
        (f"arn:aws:s3:::{STORE_NAME}*", Verdict.FAIL),
        ("arn:aws:s3:::lz-prod-*", Verdict.FAIL),
        ("*", Verdict.FAIL),
        ("arn:aws:s3:::another/*", Verdict.PASS),
    ],
)
def test_to_read_everything_is_to_read_below_no_prefix(resource: str, expected: Verdict) -> None:
    """A grant that names a prefix ends there."""
    stack = changed(CUSTODY, "reader-policy", policy=store_access("s3:GetObject", resource=resource))

    assert expected is verdict(READS, stack)
