"""The ways out of a VPC: an internet gateway for the public tier, NAT gateways for private and pod subnets.

Guarantees: data and endpoints subnets get no route to the internet, because their route table is never handed to this
component; each zone goes out through the gateway the plan gives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from components import kit
from components.network import plan
from config.vocabulary import NatMode, ZoneId

INTERNET = "0.0.0.0/0"


@dataclass(frozen=True, kw_only=True, slots=True)
class EgressArgs:
    """Which subnets and route tables get a way out."""

    vpc_id: pulumi.Input[str]
    """The VPC."""

    zones: tuple[ZoneId, ...]
    """Availability Zone ids; a single NAT gateway stands in the first."""

    nat: NatMode
    """One NAT gateway a zone, or a single one."""

    public_subnet_ids: Mapping[ZoneId, pulumi.Input[str]]
    """The public subnet of each zone: where its NAT gateway stands."""

    public_route_table_id: pulumi.Input[str]
    """The route table of the public tier."""

    egress_route_table_ids: Mapping[ZoneId, pulumi.Input[str]]
    """The route table that the private and pod subnets of a zone share."""


class Egress(pulumi.ComponentResource):
    """The internet gateway, the NAT gateways and the routes to them."""

    internet_gateway_id: pulumi.Output[str]
    """The id of the internet gateway."""

    nat_gateway_ids: Mapping[ZoneId, pulumi.Output[str]]
    """NAT gateway ids by the zone they stand in."""

    public_ips: Mapping[ZoneId, pulumi.Output[str]]
    """The addresses the outside sees, by zone: what a partner's allow list holds."""

    def __init__(self, name: str, args: EgressArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:network:Egress", name, None, opts)
        placement = plan.nat_placement(args.zones, args.nat)

        internet = ec2.InternetGateway(
            f"{name}-internet", vpc_id=args.vpc_id, tags={"Name": name}, opts=kit.child(self)
        )
        ec2.Route(
            f"{name}-public",
            route_table_id=args.public_route_table_id,
            destination_cidr_block=INTERNET,
            gateway_id=internet.id,
            opts=kit.child(self),
        )
        addresses: dict[str, ec2.Eip] = {}
        gateways: dict[str, ec2.NatGateway] = {}
        for zone in sorted(set(placement.values())):
            # Neither an address nor a gateway works before the VPC has its internet gateway, and neither refers to it.
            after = kit.child(self, depends_on=[internet])
            addresses[zone] = ec2.Eip(f"{name}-{zone}", domain="vpc", tags={"Name": f"{name}-{zone}"}, opts=after)
            gateways[zone] = ec2.NatGateway(
                f"{name}-{zone}",
                subnet_id=args.public_subnet_ids[zone],
                allocation_id=addresses[zone].id,
                connectivity_type="public",
                tags={"Name": f"{name}-{zone}"},
                opts=after,
            )
        for zone, through in placement.items():
            ec2.Route(
                f"{name}-{zone}",
                route_table_id=args.egress_route_table_ids[zone],
                destination_cidr_block=INTERNET,
                nat_gateway_id=gateways[through].id,
                opts=kit.child(self),
            )

        self.internet_gateway_id = internet.id
        self.nat_gateway_ids = {zone: gateway.id for zone, gateway in gateways.items()}
        self.public_ips = {zone: address.public_ip for zone, address in addresses.items()}
        self.register_outputs(
            {
                "internet_gateway_id": self.internet_gateway_id,
                "nat_gateway_ids": dict(self.nat_gateway_ids),
                "public_ips": dict(self.public_ips),
            }
        )
