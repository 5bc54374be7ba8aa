"""Subnets in a good and a bad account."""

from __future__ import annotations

import pytest

from config.contracts import NetworkContract
from config.vocabulary import Tier
from ops.verification import subnets
from ops.verification.account import Account
from ops.verification.outcome import Verdict
from tests.ops.verification.network import EVERYWHERE
from tests.ops.verification.reading import HERE, client, differing, kept


def _of(network: NetworkContract, tier: Tier) -> str:
    return next(s.id for s in network.subnets if s.tier is tier)


def _table(subnet: str) -> str:
    ec2 = client("ec2", HERE)
    found = ec2.describe_route_tables(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])
    return str(found["RouteTables"][0]["RouteTableId"])


def _gateway() -> str:
    found = client("ec2", HERE).describe_internet_gateways()["InternetGateways"]
    return str(found[-1]["InternetGatewayId"])


def test_good_subnets_stand_where_the_plan_put_them(network: NetworkContract, account: Account) -> None:
    """Block, zone and way out of every tier."""
    lines = list(subnets.check(network, account))

    assert {} == differing(lines)
    assert {"block", "zone", "zone name", "way out", "public address on launch"} == kept(lines)
    assert 5 * len(network.subnets) == len(lines)
    assert {"internet gateway", "NAT gateway", "none"} == {line.found for line in lines if line.promise == "way out"}


@pytest.mark.parametrize("tier", [Tier.DATA, Tier.ENDPOINTS])
def test_a_way_out_for_data_differs(tier: Tier, network: NetworkContract, account: Account) -> None:
    """A route nobody planned."""
    client("ec2", HERE).create_route(
        RouteTableId=_table(_of(network, tier)), DestinationCidrBlock=EVERYWHERE, GatewayId=_gateway()
    )

    lines = [line for line in subnets.check(network, account) if line.verdict is Verdict.DIFFERS]

    assert {"internet gateway"} == {line.found for line in lines}
    assert {f"subnet {s.tier}-{s.zone} {s.id}" for s in network.subnets if s.tier is tier} == {
        line.thing for line in lines
    }


def test_private_subnets_beside_an_internet_gateway_differ(network: NetworkContract, account: Account) -> None:
    """Out by NAT is not out by a public address."""
    client("ec2", HERE).replace_route(
        RouteTableId=_table(_of(network, Tier.PRIVATE)), DestinationCidrBlock=EVERYWHERE, GatewayId=_gateway()
    )

    assert {"way out": "internet gateway"} == differing(subnets.check(network, account))


def test_a_subnet_that_gives_public_addresses_differs(network: NetworkContract, account: Account) -> None:
    """Whatever is started there would be on the internet."""
    client("ec2", HERE).modify_subnet_attribute(
        SubnetId=_of(network, Tier.PRIVATE), MapPublicIpOnLaunch={"Value": True}
    )

    assert {"public address on launch": "yes"} == differing(subnets.check(network, account))


def test_a_subnet_elsewhere_differs(network: NetworkContract, account: Account) -> None:
    """In another zone, with another block."""
    moved = network.subnets[0].model_copy(update={"zone": "euw1-az3", "cidr": "10.16.200.0/24"})

    found = differing(subnets.check(network.model_copy(update={"subnets": [moved]}), account))

    assert {"zone": "euw1-az1", "block": "10.16.0.0/24"} == found


def test_a_subnet_that_is_gone_differs_in_everything(network: NetworkContract, account: Account) -> None:
    """Also in its way out: the main route table's is not its own."""
    subnet = _of(network, Tier.DATA)
    ec2 = client("ec2", HERE)
    for table in ec2.describe_route_tables()["RouteTables"]:
        for association in table["Associations"]:
            if association.get("SubnetId") == subnet:
                ec2.disassociate_route_table(AssociationId=association["RouteTableAssociationId"])
    ec2.delete_subnet(SubnetId=subnet)

    assert dict.fromkeys(("block", "zone", "zone name", "way out", "public address on launch"), "nothing") == differing(
        subnets.check(network, account)
    )


def test_a_subnet_without_a_table_of_its_own_uses_the_main_one() -> None:
    """As AWS does, silently."""
    tables = [
        {"Associations": [{"Main": True}], "Routes": [{"DestinationCidrBlock": EVERYWHERE, "GatewayId": "igw-1"}]},
        {"Associations": [{"SubnetId": "subnet-1"}], "Routes": [{"DestinationCidrBlock": "10.0.0.0/8"}]},
    ]

    assert "internet gateway" == subnets.way_out(tables, "subnet-2")
    assert "none" == subnets.way_out(tables, "subnet-1")


def test_a_way_that_is_neither_is_named_as_such() -> None:
    """A transit gateway or an appliance was never promised."""
    routes = [{"DestinationCidrBlock": EVERYWHERE, "TransitGatewayId": "tgw-1"}]

    assert "something else" == subnets.way_out([{"Associations": [{"SubnetId": "s"}], "Routes": routes}], "s")
