"""Roles in a good and a bad account."""

from __future__ import annotations

import json

import pytest

from config.contracts.foundation import RolesContract
from ops.verification import roles
from ops.verification.account import Account
from tests.ops.verification.reading import ACCOUNT, HERE, client, differing, kept

ROOT = f"arn:aws:iam::{ACCOUNT}"
BOUNDARY = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
)
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": f"{ROOT}:root"}}],
    }
)


@pytest.fixture
def contract(account: Account) -> RolesContract:
    """Three roles within a boundary."""
    del account
    iam = client("iam", HERE)
    boundary = iam.create_policy(PolicyName="lz-test-boundary", PolicyDocument=BOUNDARY)["Policy"]["Arn"]
    for name in ("preview", "apply", "break-glass"):
        iam.create_role(RoleName=f"lz-test-{name}", AssumeRolePolicyDocument=TRUST, PermissionsBoundary=boundary)
    return RolesContract(
        boundary=boundary,
        preview=f"{ROOT}:role/lz-test-preview",
        apply=f"{ROOT}:role/lz-test-apply",
        break_glass=f"{ROOT}:role/lz-test-break-glass",
    )


def test_good_roles_exist_within_the_boundary(contract: RolesContract, account: Account) -> None:
    """Two promises a role, one about the boundary."""
    lines = list(roles.check(contract, HERE, account))

    assert {} == differing(lines)
    assert {"is", "bounded by"} == kept(lines)
    assert 7 == len(lines)


def test_a_role_without_its_boundary_differs(contract: RolesContract, account: Account) -> None:
    """It could grant itself anything."""
    client("iam", HERE).delete_role_permissions_boundary(RoleName="lz-test-apply")

    lines = list(roles.check(contract, HERE, account))

    assert {"bounded by": "nothing"} == differing(lines)
    assert ["role lz-test-apply"] == [line.thing for line in lines if line.found == "nothing"]


def test_a_role_under_another_boundary_differs(contract: RolesContract, account: Account) -> None:
    """A boundary that is not ours bounds nothing we know."""
    iam = client("iam", HERE)
    other = iam.create_policy(PolicyName="other", PolicyDocument=BOUNDARY)["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName="lz-test-preview", PermissionsBoundary=other)

    assert {"bounded by": other} == differing(roles.check(contract, HERE, account))


def test_a_missing_role_differs(contract: RolesContract, account: Account) -> None:
    """Break-glass must be there on the day it is needed."""
    client("iam", HERE).delete_role(RoleName="lz-test-break-glass")

    assert {"is": "nothing", "bounded by": "nothing"} == differing(roles.check(contract, HERE, account))


def test_a_missing_boundary_differs(contract: RolesContract, account: Account) -> None:
    """Roles that name a policy that is gone are denied everything, or bounded by nothing anybody reviewed."""
    gone = contract.model_copy(update={"boundary": f"{ROOT}:policy/none"})

    found = [line for line in roles.check(gone, HERE, account) if line.thing == "policy none"]

    assert {"is": "nothing"} == differing(found)
