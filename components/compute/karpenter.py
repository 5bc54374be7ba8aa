"""Karpenter: everything in AWS that the autoscaler of GPU nodes needs; its pods and NodePools are Kubernetes objects.

Guarantees: a controller that makes and ends nodes of this cluster only, by a role that only its own service account
gets; nodes with a role of their own, let into the cluster as nodes and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import eks, iam

from components import kit
from components.compute import karpenter_permissions, names
from components.compute.node_role import NodeRole, NodeRoleArgs
from components.compute.pod_role import PodRole, PodRoleArgs, ServiceAccount
from components.compute.scope import Scope

CONTROLLER = ServiceAccount(namespace="kube-system", name="karpenter")
"""In kube-system its pods have the priority of the cluster's own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KarpenterArgs:
    """Which cluster gets nodes."""

    scope: Scope

    cluster: pulumi.Input[str]
    """The cluster's name."""


class Karpenter(pulumi.ComponentResource):
    """The controller's role, the nodes' role and instance profile, and the nodes' way into the cluster."""

    controller_role: pulumi.Output[str]
    """The name of the controller's role, once its pods can get it."""
    node_role: pulumi.Output[str]
    """The name of the nodes' role, once the cluster lets them in."""
    instance_profile: pulumi.Output[str]
    """The name of the nodes' instance profile."""

    def __init__(self, name: str, args: KarpenterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:Karpenter", name, None, opts)
        controller = PodRole(
            f"{name}-controller",
            PodRoleArgs(
                scope=args.scope,
                cluster=args.cluster,
                purpose="karpenter",
                description="Karpenter: makes and ends GPU nodes of this cluster",
                service_account=CONTROLLER,
                policy=karpenter_permissions.document(args.scope),
            ),
            kit.child(self),
        )
        nodes = NodeRole(f"{name}-node", NodeRoleArgs(scope=args.scope, purpose=names.NODE_PURPOSE), kit.child(self))
        profile = iam.InstanceProfile(
            f"{name}-node",
            name=kit.role_name(args.scope.environment, names.NODE_PURPOSE),
            role=nodes.role,
            opts=kit.child(self),
        )
        entry = eks.AccessEntry(
            f"{name}-nodes",
            cluster_name=args.cluster,
            principal_arn=nodes.arn,
            type="EC2_LINUX",
            opts=kit.child(self),
        )

        self.controller_role = controller.role
        self.node_role = pulumi.Output.all(nodes.role, entry.id).apply(lambda known: str(known[0]))
        self.instance_profile = profile.name
        self.register_outputs(
            {
                "controller_role": self.controller_role,
                "node_role": self.node_role,
                "instance_profile": self.instance_profile,
            }
        )
