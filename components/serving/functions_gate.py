"""FunctionsGate: the security group that decision functions stand in; the only one that a way to a model lets in.

Guarantees: nothing comes in; out goes TLS, to AWS and to nobody in clear text, and what a way to a model adds.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, vpc

from components import kit

TLS_PORT = 443


@dataclass(frozen=True, kw_only=True, slots=True)
class FunctionsGateArgs:
    """Where the functions stand."""

    vpc_id: pulumi.Input[str]


class FunctionsGate(pulumi.ComponentResource):
    """A security group without a way in."""

    security_group: pulumi.Output[str]
    """The id of the group."""

    def __init__(self, name: str, args: FunctionsGateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:FunctionsGate", name, None, opts)
        group = ec2.SecurityGroup(
            f"{name}-functions",
            vpc_id=args.vpc_id,
            description="Decision functions",
            tags={"Name": name},
            opts=kit.child(self),
        )
        # Most of it ends at the VPC's endpoints; a service without one there is reached through NAT.
        vpc.SecurityGroupEgressRule(
            f"{name}-tls",
            security_group_id=group.id,
            description="TLS to AWS",
            cidr_ipv4="0.0.0.0/0",
            ip_protocol="tcp",
            from_port=TLS_PORT,
            to_port=TLS_PORT,
            opts=kit.child(self),
        )

        self.security_group = group.id
        self.register_outputs({"security_group": self.security_group})
