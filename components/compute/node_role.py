"""NodeRole: what a node may do by itself: join its cluster, pull images, and hand pods their own roles.

Guarantees: nothing of what pods may do; no right over network interfaces, which vpc-cni has by a role of its own; only
images of this account and of EKS.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import iam

from components import kit
from components.compute import names
from components.compute.scope import Scope

EKS_IMAGES = "602401143452"
"""The account whose registries hold the add-ons' images in most Regions, those of Europe among them
(https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeRoleArgs:
    """Whose nodes they are."""

    scope: Scope

    purpose: str
    """Which nodes: the end of the role's name."""


def permissions(scope: Scope) -> str:
    """The role's policy, JSON."""
    cluster = names.cluster_arn(scope.environment, scope.account, scope.region)
    repositories = [
        f"arn:aws:ecr:{scope.region}:{scope.account}:repository/{kit.PREFIX}-*",
        f"arn:aws:ecr:{scope.region}:{EKS_IMAGES}:repository/*",
    ]
    return kit.policy_document(
        kit.allow("JoinCluster", ["eks:DescribeCluster"], [cluster]),
        # Bottlerocket asks for the name it is known by.
        kit.allow("SeeItself", ["ec2:DescribeInstances"], ["*"]),
        kit.allow("HandOutPodRoles", ["eks-auth:AssumeRoleForPodIdentity"], [cluster]),
        kit.allow("EnterRegistry", ["ecr:GetAuthorizationToken"], ["*"]),
        kit.allow(
            "PullImages",
            ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            repositories,
        ),
    )


TRUST = kit.policy_document(
    {
        "Sid": "Assume",
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "ec2.amazonaws.com"},
    }
)
"""Instances assume their own role through EC2, which names no source account."""


class NodeRole(pulumi.ComponentResource):
    """The IAM role of nodes."""

    arn: pulumi.Output[str]
    """Waits for the role's permissions."""
    role: pulumi.Output[str]
    """The name; waits for the role's permissions."""

    def __init__(self, name: str, args: NodeRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:NodeRole", name, None, opts)
        role = iam.Role(
            f"{name}-role",
            name=kit.role_name(args.scope.environment, args.purpose),
            description="Nodes of the cluster",
            assume_role_policy=TRUST,
            permissions_boundary=args.scope.boundary,
            opts=kit.child(self),
        )
        policy = iam.RolePolicy(
            f"{name}-permissions", role=role.name, policy=permissions(args.scope), opts=kit.child(self)
        )

        def permitted(value: pulumi.Output[str]) -> pulumi.Output[str]:
            return pulumi.Output.all(value, policy.id).apply(lambda known: str(known[0]))

        self.arn, self.role = permitted(role.arn), permitted(role.name)
        self.register_outputs({"arn": self.arn, "role": self.role})
