"""Cluster: an EKS control plane that only the VPC reaches, and that says who did what in it.

Guarantees: no public API endpoint; Kubernetes secrets encrypted with a customer key; every kind of control plane log,
in a log group that existed first; access by entries only, so that nobody is an administrator for having created it;
the version that was asked for, until another is asked for; traffic can be shifted away from an Availability Zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import eks, iam, vpc

from components import kit
from components.compute import names
from components.compute.scope import Scope
from config.vocabulary import Cidr, Deletion, ZoneId

LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")
"""All that EKS has."""

TLS_PORT = 443

PERMISSIONS = (
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeInstanceTopology",
    "ec2:DescribeInstances",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeVpcs",
    "kms:DescribeKey",
)
"""What a control plane asks that makes neither volumes nor load balancers for pods
(https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterArgs:
    """What the cluster is made of."""

    scope: Scope

    version: str
    """The Kubernetes minor version."""

    subnet_ids: Mapping[ZoneId, pulumi.Input[str]]
    """Private subnets, where the control plane puts its network interfaces."""

    cidr: Cidr
    """The VPC's routable block: from there the API may be called."""

    key_arn: pulumi.Input[str]
    """The key of Kubernetes secrets."""

    log_group: pulumi.Resource
    """The log group of names.cluster_log_group: were it not there first, EKS would make it, without key and end."""

    deletion: Deletion
    """Whether AWS lets the cluster be deleted."""


class Cluster(pulumi.ComponentResource):
    """The control plane, its role, and who may call its API from where."""

    cluster: pulumi.Output[str]
    """The cluster's name, once it is active."""
    arn: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    """URL of the private API endpoint."""
    certificate_authority: pulumi.Output[str]
    """Base64 of the PEM."""
    security_group: pulumi.Output[str]
    """The id of the group that EKS made for the control plane."""

    def __init__(self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:Cluster", name, None, opts)
        role, permissions = self._role(name, args.scope)
        cluster = eks.Cluster(
            f"{name}-cluster",
            name=names.cluster_name(args.scope.environment),
            role_arn=role.arn,
            version=args.version,
            access_config={"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False},
            # The self-managed copies of the add-ons would stand in the way of the pinned ones.
            bootstrap_self_managed_addons=False,
            deletion_protection=args.deletion is Deletion.PROTECTED,
            enabled_cluster_log_types=list(LOG_TYPES),
            encryption_config={"provider": {"key_arn": args.key_arn}, "resources": ["secrets"]},
            # STANDARD would let AWS upgrade the control plane on a day of its own choice.
            upgrade_policy={"support_type": "EXTENDED"},
            vpc_config={
                "subnet_ids": [args.subnet_ids[zone] for zone in sorted(args.subnet_ids)],
                "endpoint_private_access": True,
                "endpoint_public_access": False,
            },
            zonal_shift_config={"enabled": True},
            opts=kit.child(self, depends_on=[permissions, args.log_group]),
        )
        # A preview knows the block as it was given, without the group; the id makes the result as unknown as it is.
        self.security_group = cluster.id.apply(
            lambda _: cluster.vpc_config.apply(lambda made: str(made.cluster_security_group_id))
        )
        vpc.SecurityGroupIngressRule(
            f"{name}-from-vpc",
            security_group_id=self.security_group,
            description="The API, from the VPC: a deploy's runner, and nodes",
            cidr_ipv4=str(args.cidr),
            ip_protocol="tcp",
            from_port=TLS_PORT,
            to_port=TLS_PORT,
            opts=kit.child(self),
        )

        self.cluster, self.arn, self.endpoint = cluster.name, cluster.arn, cluster.endpoint
        self.certificate_authority = cluster.certificate_authority.apply(lambda made: str(made.data))
        self.register_outputs(
            {
                "cluster": self.cluster,
                "arn": self.arn,
                "endpoint": self.endpoint,
                "certificate_authority": self.certificate_authority,
                "security_group": self.security_group,
            }
        )

    def _role(self, name: str, scope: Scope) -> tuple[iam.Role, iam.RolePolicy]:
        role = iam.Role(
            f"{name}-role",
            name=kit.role_name(scope.environment, "cluster"),
            description="The EKS control plane",
            assume_role_policy=kit.trust("eks.amazonaws.com", scope.account),
            permissions_boundary=scope.boundary,
            opts=kit.child(self),
        )
        document = kit.policy_document(
            kit.allow("SeeNodes", PERMISSIONS, ["*"]),
            kit.allow("TagNodes", ["ec2:CreateTags"], [f"arn:aws:ec2:{scope.region}:{scope.account}:instance/*"]),
        )
        return role, iam.RolePolicy(f"{name}-permissions", role=role.name, policy=document, opts=kit.child(self))
