"""NAT gateways in a good and a bad account."""

from __future__ import annotations

from config.contracts import NetworkContract
from config.vocabulary import Tier
from ops.verification import nat
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing, kept


def test_a_good_gateway_is_available_in_a_public_subnet(network: NetworkContract, account: Account) -> None:
    """Where it can reach the internet gateway."""
    assert {"state", "stands in"} == kept(nat.check(network, account))


def test_a_deleted_gateway_differs(network: NetworkContract, account: Account) -> None:
    """AWS still answers for it for an hour, as deleted."""
    client("ec2", HERE).delete_nat_gateway(NatGatewayId=network.nat_gateways[0])

    assert "deleted" == differing(nat.check(network, account))["state"]


def test_a_gateway_in_a_private_subnet_differs(network: NetworkContract, account: Account) -> None:
    """It has no way out itself."""
    private = next(s.id for s in network.subnets if s.tier is Tier.PRIVATE)
    made = client("ec2", HERE).create_nat_gateway(SubnetId=private, ConnectivityType="private")
    wrong = network.model_copy(update={"nat_gateways": [made["NatGateway"]["NatGatewayId"]]})

    assert {"stands in": private} == differing(nat.check(wrong, account))


def test_a_gateway_that_never_was_differs(network: NetworkContract, account: Account) -> None:
    """An empty answer is no gateway."""
    gone = network.model_copy(update={"nat_gateways": ["nat-00000000"]})

    assert {"state": "nothing", "stands in": "nothing"} == differing(nat.check(gone, account))
