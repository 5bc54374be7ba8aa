"""What a node may do by itself."""

from __future__ import annotations

import json

import pytest

from components.compute.node_role import TRUST, NodeRole, NodeRoleArgs, permissions
from tests.components.compute.ground import BOUNDARY, CLUSTER_ARN, SCOPE, allowing, statements
from tests.synth import synth


def test_a_node_joins_its_own_cluster_only() -> None:
    """And hands out roles of that cluster's pods only."""
    found = statements(permissions(SCOPE))

    assert [CLUSTER_ARN] == found["JoinCluster"]["Resource"]
    assert [CLUSTER_ARN] == found["HandOutPodRoles"]["Resource"]


@pytest.mark.parametrize(
    "action",
    ["ec2:CreateNetworkInterface", "s3:GetObject", "ssm:StartSession", "ecr:PutImage", "sts:AssumeRole"],
)
def test_a_node_has_no_right_of_its_pods(action: str) -> None:
    """A pod that reaches the node's credentials wins little."""
    assert [] == allowing(permissions(SCOPE), action, "arn:aws:ecr:eu-west-1:111122223333:repository/lz-prod/vllm")


@pytest.mark.parametrize(
    ("repository", "pulled"),
    [
        ("arn:aws:ecr:eu-west-1:111122223333:repository/lz-prod/vllm", True),
        ("arn:aws:ecr:eu-west-1:602401143452:repository/amazon-k8s-cni", True),
        ("arn:aws:ecr:eu-west-1:111122223333:repository/other", False),
        ("arn:aws:ecr:eu-west-1:999999999999:repository/lz-prod/vllm", False),
    ],
)
def test_images_come_from_this_account_and_from_eks(repository: str, pulled: bool) -> None:  # noqa: FBT001  a parametrized value
    """An image of somebody else's registry does not start."""
    assert pulled is bool(allowing(permissions(SCOPE), "ecr:BatchGetImage", repository))


def test_ec2_alone_assumes_the_role() -> None:
    """EC2 names no source account: with such a condition no instance would get its role."""
    [found] = json.loads(TRUST)["Statement"]

    assert ({"Service": "ec2.amazonaws.com"}, False) == (found["Principal"], "Condition" in found)


@pytest.mark.parametrize("unknown", [False, True])
def test_the_role_is_named_and_bounded(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """Karpenter's rights name it before it exists."""
    declared = synth(
        lambda: NodeRole("node", NodeRoleArgs(scope=SCOPE, purpose="gpu-node")),
        unknown=unknown,
    )
    role = declared.only("aws:iam/role:Role")

    assert ("lz-prod-gpu-node", BOUNDARY) == (role["name"], role["permissionsBoundary"])
