"""An EKS cluster in moto, for tests of what stands in one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.standin_kubernetes.address import Cluster, parse


def create_cluster(client: Callable[[str], Any], name: str) -> Cluster:
    """A cluster of this name, in a subnet of its own; `client` makes clients of the account and Region."""
    ec2, eks = client("ec2"), client("eks")
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
    made = eks.create_cluster(
        name=name, roleArn="arn:aws:iam::111122223333:role/c", resourcesVpcConfig={"subnetIds": [subnet]}
    )
    found = parse(made["cluster"]["endpoint"])
    assert found is not None, "the sandbox's EKS gives addresses of its own"
    return found
