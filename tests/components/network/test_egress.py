from __future__ import annotations

from components.network.egress import Egress, EgressArgs
from config.vocabulary import NatMode
from graph.model import UNKNOWN
from tests.synth import Declared, synth

ZONES = ("euw1-az2", "euw1-az1", "euw1-az3")
NAT = "aws:ec2/natGateway:NatGateway"
EIP = "aws:ec2/eip:Eip"
ROUTE = "aws:ec2/route:Route"


def an_egress(nat: NatMode = NatMode.PER_ZONE, *, unknown: bool = False) -> Declared:
    args = EgressArgs(
        vpc_id="vpc-1",
        zones=ZONES,
        nat=nat,
        public_subnet_ids={zone: f"subnet-{zone}" for zone in ZONES},
        public_route_table_id="rtb-public",
        egress_route_table_ids={zone: f"rtb-{zone}" for zone in ZONES},
    )
    return synth(lambda: Egress("egress", args), unknown=unknown)


def test_each_zone_goes_out_through_the_gateway_in_its_zone() -> None:
    """The loss of a zone costs only that zone its egress."""
    declared = an_egress()
    gateways = {g["subnetId"]: g.urn for g in declared.of_type(NAT)}
    routes = {r["routeTableId"]: r for r in declared.of_type(ROUTE)}

    assert {f"subnet-{zone}" for zone in ZONES} == set(gateways)
    for zone in ZONES:
        through = routes[f"rtb-{zone}"].property_dependencies["natGatewayId"]
        assert (gateways[f"subnet-{zone}"],) == through, zone


def test_a_single_gateway_stands_in_the_first_zone_of_the_list() -> None:
    """One gateway and one address, and every zone is routed to it."""
    declared = an_egress(NatMode.SINGLE)
    gateway = declared.only(NAT)
    nat_routes = [r for r in declared.of_type(ROUTE) if "natGatewayId" in r.inputs]

    assert "subnet-euw1-az2" == gateway["subnetId"]
    assert 1 == len(declared.of_type(EIP))
    assert {f"rtb-{zone}" for zone in ZONES} == {r["routeTableId"] for r in nat_routes}
    assert {(gateway.urn,)} == {r.property_dependencies["natGatewayId"] for r in nat_routes}


def test_only_the_public_tier_is_routed_to_the_internet_gateway() -> None:
    """Private and pod subnets can open connections, and nobody can open one to them."""
    declared = an_egress()
    to_internet = [r for r in declared.of_type(ROUTE) if "gatewayId" in r.inputs]

    assert ["rtb-public"] == [r["routeTableId"] for r in to_internet]
    assert (declared.only("aws:ec2/internetGateway:InternetGateway").urn,) == to_internet[0].dependencies


def test_addresses_and_gateways_wait_for_the_internet_gateway() -> None:
    """AWS refuses a NAT gateway in a VPC without an internet gateway, and neither names the other."""
    declared = an_egress()
    internet = declared.only("aws:ec2/internetGateway:InternetGateway").urn

    assert {True} == {internet in r.dependencies for token in (EIP, NAT) for r in declared.of_type(token)}


def test_outputs_hold_what_a_partner_allows() -> None:
    """The addresses the outside sees are published by zone."""
    outputs = an_egress().outputs_of("lz:network:Egress")

    assert set(ZONES) == set(outputs["public_ips"])
    assert set(ZONES) == set(outputs["nat_gateway_ids"])
    assert outputs["nat_gateway_ids"]["euw1-az1"].startswith("nat-")


def test_a_first_preview_shows_every_route() -> None:
    """Routes can be judged while their gateways have no id yet."""
    declared = an_egress(unknown=True)

    assert {"0.0.0.0/0"} == {r["destinationCidrBlock"] for r in declared.of_type(ROUTE)}
    assert {UNKNOWN} == {r.inputs.get("natGatewayId", r.inputs.get("gatewayId")) for r in declared.of_type(ROUTE)}
