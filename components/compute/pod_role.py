"""PodRole: an IAM role for one Kubernetes service account, by EKS Pod Identity.

Guarantees: only pods of that service account in that cluster get it; it carries the permissions boundary; no key that
lasts is anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import eks, iam

from components import kit
from components.compute import names
from components.compute.scope import Scope

PRINCIPAL = "pods.eks.amazonaws.com"


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceAccount:
    """A Kubernetes service account."""

    namespace: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PodRoleArgs:
    """Who gets which rights."""

    scope: Scope

    cluster: pulumi.Input[str]
    """The cluster's name."""

    purpose: str
    """The end of the role's name."""

    description: str

    service_account: ServiceAccount

    policy: str
    """What the pods may do, JSON."""


def trust(scope: Scope, service_account: ServiceAccount) -> str:
    """The trust policy: EKS tags a session with what it is for, and the condition reads the tags. JSON.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
    """
    cluster = names.cluster_arn(scope.environment, scope.account, scope.region)
    return kit.policy_document(
        {
            "Sid": "Assume",
            "Effect": "Allow",
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Principal": {"Service": PRINCIPAL},
            "Condition": {
                "StringEquals": {
                    "aws:SourceAccount": scope.account,
                    "aws:RequestTag/kubernetes-namespace": service_account.namespace,
                    "aws:RequestTag/kubernetes-service-account": service_account.name,
                },
                "ArnEquals": {"aws:SourceArn": cluster},
            },
        }
    )


class PodRole(pulumi.ComponentResource):
    """The role, its permissions and its association."""

    arn: pulumi.Output[str]
    """Waits for the role's permissions."""
    role: pulumi.Output[str]
    """The role's name, once pods can get it."""
    service_account: ServiceAccount

    def __init__(self, name: str, args: PodRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:PodRole", name, None, opts)
        role = iam.Role(
            f"{name}-role",
            name=kit.role_name(args.scope.environment, args.purpose),
            description=args.description,
            assume_role_policy=trust(args.scope, args.service_account),
            permissions_boundary=args.scope.boundary,
            opts=kit.child(self),
        )
        policy = iam.RolePolicy(f"{name}-permissions", role=role.name, policy=args.policy, opts=kit.child(self))
        self.arn = pulumi.Output.all(role.arn, policy.id).apply(lambda known: str(known[0]))
        association = eks.PodIdentityAssociation(
            f"{name}-association",
            cluster_name=args.cluster,
            namespace=args.service_account.namespace,
            service_account=args.service_account.name,
            role_arn=self.arn,
            opts=kit.child(self),
        )

        self.service_account = args.service_account
        self.role = pulumi.Output.all(role.name, association.id).apply(lambda known: str(known[0]))
        self.register_outputs({"arn": self.arn, "role": self.role})
