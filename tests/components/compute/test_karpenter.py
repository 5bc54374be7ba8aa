"""What Karpenter has in AWS, and what it may do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.compute import karpenter_permissions
from components.compute.karpenter import Karpenter, KarpenterArgs
from tests.components.compute.ground import CLUSTER, SCOPE, allowing
from tests.synth import Declared, synth

DOCUMENT = karpenter_permissions.document(SCOPE)
OWNED = "kubernetes.io/cluster/lz-prod-cluster"


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: Karpenter("karpenter", KarpenterArgs(scope=SCOPE, cluster=CLUSTER)), unknown=unknown)


def ec2(kind: str) -> str:
    return f"arn:aws:ec2:eu-west-1:111122223333:{kind}/1"


def conditions(action: str, resource: str) -> list[dict[str, Any]]:
    return [s.get("Condition", {}) for s in allowing(DOCUMENT, action, resource)]


@pytest.mark.parametrize(
    ("action", "kind"),
    [("ec2:TerminateInstances", "instance"), ("ec2:DeleteLaunchTemplate", "launch-template")],
)
def test_it_ends_only_what_is_its_clusters(action: str, kind: str) -> None:
    """Another cluster in the account, and what people started, is out of its reach."""
    [condition] = conditions(action, ec2(kind))

    assert {f"aws:ResourceTag/{OWNED}": "owned"} == condition["StringEquals"]
    assert {"aws:ResourceTag/karpenter.sh/nodepool": "*"} == condition["StringLike"]


def test_what_it_starts_is_marked() -> None:
    """An instance without the marks could never be ended by it again."""
    [condition] = conditions("ec2:RunInstances", ec2("instance"))

    assert "owned" == condition["StringEquals"][f"aws:RequestTag/{OWNED}"]
    assert "lz-prod-cluster" == condition["StringEquals"]["aws:RequestTag/eks:eks-cluster-name"]


def test_tags_are_given_at_birth() -> None:
    """Tagging somebody's instance as its own would be a way round."""
    at_birth, later = conditions("ec2:CreateTags", ec2("instance"))

    assert {"CreateFleet", "CreateLaunchTemplate", "RunInstances"} == set(at_birth["StringEquals"]["ec2:CreateAction"])
    assert {f"aws:ResourceTag/{OWNED}": "owned"} == later["StringEquals"]


def test_it_passes_on_the_role_of_nodes_and_no_other() -> None:
    """Whoever may pass any role to an instance has it."""
    assert [{"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}] == conditions(
        "iam:PassRole", "arn:aws:iam::111122223333:role/lz-prod-gpu-node"
    )
    assert [] == conditions("iam:PassRole", "arn:aws:iam::111122223333:role/lz-prod-apply")


def test_it_changes_nothing_in_iam() -> None:
    """The instance profile is there."""
    granted = {action for s in json.loads(DOCUMENT)["Statement"] for action in s["Action"]}

    assert {"iam:GetInstanceProfile", "iam:ListInstanceProfiles", "iam:PassRole"} == {
        action for action in granted if action.startswith("iam:")
    }


@pytest.mark.parametrize("action", ["kms:Decrypt", "kms:CreateGrant"])
def test_it_uses_one_key_and_only_through_ec2(action: str) -> None:
    """For volumes, not for reading what others encrypted."""
    [condition] = conditions(action, "arn:aws:kms:eu-west-1:111122223333:key/1")

    assert {"kms:ResourceAliases": "alias/lz-prod-platform"} == condition["ForAnyValue:StringEquals"]
    assert "ec2.eu-west-1.amazonaws.com" == condition["StringEquals"]["kms:ViaService"]


def test_a_wildcard_stands_only_where_aws_knows_no_resource() -> None:
    """Descriptions, prices and the list of profiles."""
    wide = {s["Sid"] for s in json.loads(DOCUMENT)["Statement"] if s["Resource"] == ["*"]}

    assert {"See", "SeePrices", "SeeProfiles"} == wide


def test_the_document_fits_into_a_role() -> None:
    """IAM takes 10,240 characters of inline policies a role, without white space."""
    assert len(json.dumps(json.loads(DOCUMENT), separators=(",", ":"))) <= 10240


@pytest.mark.parametrize("unknown", [False, True])
def test_its_nodes_come_in_as_nodes(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """An entry of their own type grants what a kubelet needs, and nothing else."""
    declared = declare(unknown=unknown)

    assert "EC2_LINUX" == declared.only("aws:eks/accessEntry:AccessEntry")["type"]
    profile = declared.only("aws:iam/instanceProfile:InstanceProfile")
    assert "lz-prod-gpu-node" == profile["name"]


def test_outputs_are_names() -> None:
    """A NodeClass names the profile, a check the roles."""
    assert {
        "controller_role": "lz-prod-karpenter",
        "node_role": "lz-prod-gpu-node",
        "instance_profile": "lz-prod-gpu-node",
    } == declare().outputs_of("lz:compute:Karpenter")
