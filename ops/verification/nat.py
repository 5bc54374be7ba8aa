"""NAT gateways: available, and in a public subnet of the VPC."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts import NetworkContract
from config.vocabulary import Tier
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(network: NetworkContract, account: Account) -> Iterator[Line]:
    """Each gateway by its id."""
    ec2 = account.client("ec2", network.region)
    public = {subnet.id for subnet in network.subnets if subnet.tier is Tier.PUBLIC}
    for gateway in network.nat_gateways:
        thing = account.thing("NAT gateway", gateway)
        found = Once(lambda gateway=gateway: ec2.describe_nat_gateways(NatGatewayIds=[gateway]))
        yield thing.holds("state", "available", lambda found=found: jmespath.search("NatGateways[0].State", found()))
        yield thing.holds(
            "stands in",
            "a public subnet",
            lambda found=found: jmespath.search("NatGateways[0].SubnetId", found()),
            judge=lambda subnet, _: subnet in public,
        )
