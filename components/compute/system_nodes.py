"""SystemNodes: the managed node group that the cluster's own pods run on: Karpenter, KEDA, CoreDNS.

Guarantees: nodes that nobody logs into and whose image nobody changes (Bottlerocket, arm64); in every zone; a node that
breaks is replaced by EKS; an update takes a third of them at a time.

They have no taint: GPU nodes have one, so that whatever asks for no GPU runs here, also a chart that tolerates nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import eks

from components import kit
from components.compute.addons import SYSTEM
from components.compute.node_role import NodeRole, NodeRoleArgs
from components.compute.node_template import NodeTemplate, NodeTemplateArgs
from components.compute.scope import Scope
from config.vocabulary import InstanceType, ZoneId

UNAVAILABLE = 33
"""Percent of the nodes that an update may take away at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SystemNodesArgs:
    """Which nodes, how many, and where."""

    scope: Scope

    cluster: pulumi.Input[str]
    """The cluster's name."""

    version: str
    """The Kubernetes minor version of the kubelets."""

    instances: tuple[InstanceType, ...]
    """arm64 instance types, the preferred first."""

    smallest: int
    """Nodes that are always there."""

    largest: int
    """The most nodes."""

    subnet_ids: Mapping[ZoneId, pulumi.Input[str]]
    """Private subnets."""

    security_group: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    """The key of volumes."""

    after: pulumi.Resource
    """What nodes need to become ready: EKS waits for them, in vain without it."""


class SystemNodes(pulumi.ComponentResource):
    """A managed node group for system pods."""

    node_group: pulumi.Output[str]
    """The group's name, once its nodes are ready."""

    def __init__(self, name: str, args: SystemNodesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:SystemNodes", name, None, opts)
        role = NodeRole(f"{name}-role", NodeRoleArgs(scope=args.scope, purpose="system-node"), kit.child(self))
        template = NodeTemplate(
            name,
            NodeTemplateArgs(
                security_group=args.security_group,
                key_arn=args.key_arn,
                tags={"Name": name, "lz:environment": args.scope.environment},
            ),
            kit.child(self),
        )
        group = eks.NodeGroup(
            f"{name}-group",
            node_group_name=kit.resource_name(args.scope.environment, "system"),
            cluster_name=args.cluster,
            node_role_arn=role.arn,
            version=args.version,
            ami_type="BOTTLEROCKET_ARM_64",
            instance_types=list(args.instances),
            subnet_ids=[args.subnet_ids[zone] for zone in sorted(args.subnet_ids)],
            scaling_config={"min_size": args.smallest, "max_size": args.largest, "desired_size": args.smallest},
            launch_template={"id": template.template_id, "version": template.version},
            labels=SYSTEM,
            node_repair_config={"enabled": True},
            update_config={"max_unavailable_percentage": UNAVAILABLE},
            opts=kit.child(self, depends_on=[args.after]),
        )

        self.node_group = group.node_group_name
        self.register_outputs({"node_group": self.node_group})
