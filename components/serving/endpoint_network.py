"""EndpointNetwork: what a model's instances reach from inside the VPC.

Guarantees: nothing comes in; out goes TLS to S3 of the Region through its gateway endpoint, for the model and the
captures, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, vpc

from components import kit

TLS_PORT = 443


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointNetworkArgs:
    """Where it is."""

    vpc_id: pulumi.Input[str]
    s3: pulumi.Input[str]
    """Id of the prefix list of the S3 gateway endpoint."""


class EndpointNetwork(pulumi.ComponentResource):
    """The security group of a model's instances."""

    security_group_id: pulumi.Output[str]

    def __init__(self, name: str, args: EndpointNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:EndpointNetwork", name, None, opts)
        group = ec2.SecurityGroup(
            f"{name}-group",
            vpc_id=args.vpc_id,
            description="Model instances: TLS to S3",
            tags={"Name": name},
            opts=kit.child(self),
        )
        rule = vpc.SecurityGroupEgressRule(
            f"{name}-to-s3",
            security_group_id=group.id,
            description="TLS to S3 through its gateway endpoint",
            prefix_list_id=args.s3,
            ip_protocol="tcp",
            from_port=TLS_PORT,
            to_port=TLS_PORT,
            opts=kit.child(self),
        )
        self.security_group_id = rule.security_group_id
        self.register_outputs({"securityGroupId": self.security_group_id})
