"""VPC Block Public Access for the whole Region: no connection may begin on the internet and end in a VPC.

Guarantees: traffic in through an internet gateway is refused whatever a security group, route table or public address
says; egress through NAT gateways still works
(https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html). One setting an account and Region: own it in
one stack.
"""

from __future__ import annotations

import pulumi
from pulumi_aws import ec2

from components import kit

BLOCK_INGRESS = "block-ingress"


class PublicAccess(pulumi.ComponentResource):
    """The Region's block on connections from the internet; takes no arguments, because there is nothing to choose."""

    mode: pulumi.Output[str]
    """The mode in force: block-ingress."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:network:PublicAccess", name, None, opts)
        options = ec2.VpcBlockPublicAccessOptions(
            f"{name}-block", internet_gateway_block_mode=BLOCK_INGRESS, opts=kit.child(self)
        )

        self.mode = options.internet_gateway_block_mode
        self.register_outputs({"mode": self.mode})
