"""NodeSecurity: the security group of nodes and of pods, and what passes between them and the control plane.

Guarantees: nothing comes in but from nodes themselves and, on the ports of kubelets and of webhooks, from the control
plane; nothing goes out but to nodes, to the API, and by TLS. Which pod may call which is the matter of NetworkPolicies,
which vpc-cni enforces.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, vpc

from components import kit

CONTROL_PLANE_PORTS = {"webhooks": 9443, "external-metrics": 6443, "kubelet": 10250}
"""What the control plane calls on nodes and pods: KEDA's metrics, admission webhooks of controllers, kubelets."""

TLS_PORT = 443
_EVERYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeSecurityArgs:
    """Where the nodes stand, and whom they obey."""

    vpc_id: pulumi.Input[str]

    control_plane: pulumi.Input[str]
    """The id of the group that EKS made for the control plane."""


class NodeSecurity(pulumi.ComponentResource):
    """One security group and its rules."""

    security_group: pulumi.Output[str]
    """The id of the group."""

    def __init__(self, name: str, args: NodeSecurityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:NodeSecurity", name, None, opts)
        group = ec2.SecurityGroup(
            f"{name}-nodes",
            vpc_id=args.vpc_id,
            description="Nodes and pods of the cluster",
            tags={"Name": name},
            opts=kit.child(self),
        )
        self._among_themselves(name, group)
        for what, port in CONTROL_PLANE_PORTS.items():
            vpc.SecurityGroupIngressRule(
                f"{name}-{what}",
                security_group_id=group.id,
                description=f"The control plane to {what}",
                referenced_security_group_id=args.control_plane,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                opts=kit.child(self),
            )
        vpc.SecurityGroupEgressRule(
            f"{name}-tls",
            security_group_id=group.id,
            description="TLS to the API, to AWS and to registries",
            cidr_ipv4=_EVERYWHERE,
            ip_protocol="tcp",
            from_port=TLS_PORT,
            to_port=TLS_PORT,
            opts=kit.child(self),
        )
        vpc.SecurityGroupIngressRule(
            f"{name}-to-api",
            security_group_id=args.control_plane,
            description="Nodes and pods to the API",
            referenced_security_group_id=group.id,
            ip_protocol="tcp",
            from_port=TLS_PORT,
            to_port=TLS_PORT,
            opts=kit.child(self),
        )

        self.security_group = group.id
        self.register_outputs({"security_group": self.security_group})

    def _among_themselves(self, name: str, group: ec2.SecurityGroup) -> None:
        for rule, direction in (
            (vpc.SecurityGroupIngressRule, "from"),
            (vpc.SecurityGroupEgressRule, "to"),
        ):
            rule(
                f"{name}-{direction}-nodes",
                security_group_id=group.id,
                description="Between nodes and pods",
                referenced_security_group_id=group.id,
                ip_protocol="-1",
                opts=kit.child(self),
            )
