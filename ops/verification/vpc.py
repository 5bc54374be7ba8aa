"""The VPC: its two blocks, and a default security group that lets nothing through."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import NetworkContract
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(network: NetworkContract, account: Account) -> Iterator[Line]:
    """The routable block and the pods' block, associated; no rule in the default group."""
    ec2 = account.client("ec2", network.region)
    thing = account.thing("VPC", network.vpc_id)
    of_vpc = {"Name": "vpc-id", "Values": [network.vpc_id]}

    def blocks() -> set[str] | None:
        found = ec2.describe_vpcs(Filters=[of_vpc])["Vpcs"]
        kept = ("associated", "associating")
        parts = [a for vpc in found for a in vpc.get("CidrBlockAssociationSet", [])]
        return {a["CidrBlock"] for a in parts if a["CidrBlockState"]["State"] in kept} or None

    def rules() -> int | None:
        named = {"Name": "group-name", "Values": ["default"]}
        groups = ec2.describe_security_groups(Filters=[of_vpc, named])["SecurityGroups"]
        return len(groups[0]["IpPermissions"]) + len(groups[0]["IpPermissionsEgress"]) if groups else None

    yield thing.holds("blocks", {network.cidr, network.pods}, blocks)
    yield thing.holds("rules of the default security group", 0, rules)
