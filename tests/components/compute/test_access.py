"""Who administers the cluster."""

from __future__ import annotations

import pytest

from components.compute.access import ADMINISTRATOR, Access, AccessArgs
from tests.components.compute.ground import CLUSTER
from tests.synth import Declared, synth

ROLES = {
    "apply": "arn:aws:iam::111122223333:role/lz-prod-apply",
    "break_glass": "arn:aws:iam::111122223333:role/lz-prod-break-glass",
}


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: Access("access", AccessArgs(cluster=CLUSTER, administrators=ROLES)), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_each_role_has_an_entry_and_a_scope(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """The roles named, and nobody else."""
    declared = declare(unknown=unknown)

    entries = declared.of_type("aws:eks/accessEntry:AccessEntry")
    assert set(ROLES.values()) == {entry["principalArn"] for entry in entries}
    assert {"STANDARD"} == {entry["type"] for entry in entries}
    assert not any(entry.inputs.get("kubernetesGroups") for entry in entries), "no group is granted by the way"


def test_a_scope_waits_for_its_entry() -> None:
    """EKS refuses to scope a role that has no entry yet."""
    declared = declare()
    scopes = declared.of_type("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")

    assert {ADMINISTRATOR} == {scope["policyArn"] for scope in scopes}
    for scope in scopes:
        [entry] = scope.property_dependencies["principalArn"]
        assert "accessEntry" in entry
