"""ManagedPool: a pool of GPU nodes that are always there, as EKS managed node groups, one for each way of buying.

Guarantees: those of a node template; GPU nodes run only pods that ask for GPUs; a node whose GPU breaks is replaced;
the pool is as large as its shares and never larger.

For placement groups, capacity blocks and what must not come and go; a pool that follows demand is of kind karpenter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import eks

from components import kit
from components.compute import plan
from components.compute.node_role import NodeRole, NodeRoleArgs
from components.compute.node_template import NodeTemplate, NodeTemplateArgs
from components.compute.reservations import POOL_TAG
from components.compute.scope import Scope
from components.kit_kubernetes import GPU, POOL_LABEL
from config.vocabulary import Capacity, InstanceType, PoolName, ZoneId


@dataclass(frozen=True, kw_only=True, slots=True)
class ManagedPoolArgs:
    """Which nodes, how bought, and where."""

    scope: Scope

    cluster: pulumi.Input[str]
    """The cluster's name."""

    version: str
    """The Kubernetes minor version of the kubelets."""

    pool: PoolName
    capacity: tuple[plan.Share, ...]

    instances: tuple[InstanceType, ...]
    """x86-64 instance types with NVIDIA GPUs, the preferred first; what is reserved is of the first."""

    subnet_ids: Mapping[ZoneId, pulumi.Input[str]]
    """Private subnets."""

    reservation_ids: Mapping[ZoneId, pulumi.Input[str]]
    """The pool's reservations by zone id."""

    security_group: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    """The key of volumes."""


class ManagedPool(pulumi.ComponentResource):
    """The node groups of a pool."""

    node_groups: tuple[pulumi.Output[str], ...]
    """Their names, once their nodes are ready."""

    def __init__(self, name: str, args: ManagedPoolArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:ManagedPool", name, None, opts)
        purpose = f"{args.pool}-node"
        role = NodeRole(f"{name}-role", NodeRoleArgs(scope=args.scope, purpose=purpose), kit.child(self))
        groups = plan.node_groups(args.capacity, args.subnet_ids)
        self.node_groups = tuple(self._group(f"{name}-{group.key}", args, group, role.arn) for group in groups)
        self.register_outputs({"node_groups": list(self.node_groups)})

    def _group(
        self, name: str, args: ManagedPoolArgs, group: plan.PlannedGroup, role: pulumi.Input[str]
    ) -> pulumi.Output[str]:
        kept = group.buy is Capacity.RESERVED
        template = NodeTemplate(
            name,
            NodeTemplateArgs(
                security_group=args.security_group,
                key_arn=args.key_arn,
                tags={"Name": name, "lz:environment": args.scope.environment, POOL_TAG: args.pool},
                reservation=args.reservation_ids[group.zones[0]] if kept else None,
            ),
            kit.child(self),
        )
        return eks.NodeGroup(
            f"{name}-group",
            node_group_name=kit.resource_name(args.scope.environment, f"{args.pool}-{group.key}"),
            cluster_name=args.cluster,
            node_role_arn=role,
            version=args.version,
            ami_type="BOTTLEROCKET_x86_64_NVIDIA",
            capacity_type="SPOT" if group.buy is Capacity.SPOT else "ON_DEMAND",
            instance_types=[args.instances[0]] if kept else list(args.instances),
            subnet_ids=[args.subnet_ids[zone] for zone in group.zones],
            scaling_config={"min_size": group.size, "max_size": group.size, "desired_size": group.size},
            launch_template={"id": template.template_id, "version": template.version},
            labels={POOL_LABEL: args.pool},
            # Keeps pods that ask for no GPU off the nodes that have one.
            taints=[{"key": GPU, "value": "true", "effect": "NO_SCHEDULE"}],
            node_repair_config={"enabled": True},
            update_config={"max_unavailable": 1},
            opts=kit.child(self),
        ).node_group_name
