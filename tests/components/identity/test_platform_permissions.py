"""What a deploy may do to the platform."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest

from components.identity import deploy_permissions, platform_permissions
from tests.components.identity.granting import reader, statements

ACCOUNT = "111122223333"


STATEMENTS = statements(platform_permissions.apply_document(ACCOUNT))
granting = reader(platform_permissions.apply_document(ACCOUNT))


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("eks:CreateCluster", "arn:aws:eks:eu-west-1:111122223333:cluster/lz-prod-cluster"),
        ("eks:UpdateNodegroupConfig", "arn:aws:eks:eu-west-1:111122223333:nodegroup/lz-prod-cluster/lz-prod-system/1"),
        ("eks:CreateAddon", "arn:aws:eks:eu-west-1:111122223333:addon/lz-prod-cluster/vpc-cni/1"),
        ("ecr:SetRepositoryPolicy", "arn:aws:ecr:eu-central-1:111122223333:repository/lz-prod/vllm"),
        ("sqs:SetQueueAttributes", "arn:aws:sqs:eu-west-1:111122223333:lz-prod-interruptions"),
        ("events:PutTargets", "arn:aws:events:eu-west-1:111122223333:rule/lz-prod-cluster-spot"),
        (
            "elasticloadbalancing:ModifyLoadBalancerAttributes",
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/lz-20261125/1",
        ),
        (
            "logs:PutRetentionPolicy",
            "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/lz-prod-cluster/cluster",
        ),
        ("ec2:CreateCapacityReservation", "*"),
        ("iam:CreateInstanceProfile", "arn:aws:iam::111122223333:instance-profile/lz-prod-gpu-node"),
    ],
)
def test_a_deploy_can_shape_the_platform(action: str, resource: str) -> None:
    """The policy is enough for what the layer declares."""
    assert granting(action, resource)


@pytest.mark.parametrize(
    ("action", "outside"),
    [
        ("eks:DeleteCluster", "arn:aws:eks:eu-west-1:111122223333:cluster/other"),
        ("ecr:DeleteRepository", "arn:aws:ecr:eu-west-1:111122223333:repository/other"),
        ("ecr:BatchDeleteImage", "arn:aws:ecr:eu-west-1:111122223333:repository/lz-prod/vllm"),
        ("ecr:PutImage", "arn:aws:ecr:eu-west-1:111122223333:repository/lz-prod/vllm"),
        ("eks:AccessKubernetesApi", "arn:aws:eks:eu-west-1:111122223333:cluster/lz-prod-cluster"),
        ("sqs:ReceiveMessage", "arn:aws:sqs:eu-west-1:111122223333:lz-prod-interruptions"),
        ("ec2:TerminateInstances", "*"),
        ("iam:PassRole", "arn:aws:iam::111122223333:role/administrator"),
    ],
)
def test_a_deploy_touches_neither_others_nor_what_is_inside(action: str, outside: str) -> None:
    """Images, messages and instances are made and read by those who run, not by those who deploy."""
    assert [] == granting(action, outside)


def test_an_instance_is_started_only_by_a_template() -> None:
    """EKS asks for the right when a node group is made; alone it would start anything."""
    [found] = granting("ec2:RunInstances", "*")

    assert {"ec2:LaunchTemplate": "arn:aws:ec2:*:111122223333:launch-template/*"} == found["Condition"]["ArnLike"]


def test_roles_are_handed_only_to_the_services_that_need_one() -> None:
    """A role passed to a machine is a role for whoever reaches the machine."""
    [found] = granting("iam:PassRole", "arn:aws:iam::111122223333:role/lz-prod-cluster")

    assert {"iam:PassedToService": list(platform_permissions.PASSED_TO)} == found["Condition"]["StringEquals"]


def test_a_preview_sees_the_shape_and_pulls_no_image() -> None:
    """ecr:Get* would hand out credentials of the registry, and layers."""
    [shape] = [
        s
        for s in json.loads(deploy_permissions.preview_document("prod", ACCOUNT, ()))["Statement"]
        if s["Sid"] == "ReadShape"
    ]

    for seen in ("eks:DescribeCluster", "ecr:DescribeRepositories", "sqs:GetQueueAttributes"):
        assert any(fnmatchcase(seen, action) for action in shape["Action"]), seen
    for hidden in ("ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer", "sqs:ReceiveMessage"):
        assert not any(fnmatchcase(hidden, action) for action in shape["Action"]), hidden


def test_the_document_fits_into_a_managed_policy() -> None:
    """IAM takes 6,144 characters without white space."""
    assert len(json.dumps({"Version": "2012-10-17", "Statement": STATEMENTS}, separators=(",", ":"))) <= 6144
