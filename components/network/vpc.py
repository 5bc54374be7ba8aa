"""The VPC of an environment: its blocks, its subnets in every zone and tier, and its route tables, still empty.

Guarantees: no subnet gives a public address on launch; the default security group lets nothing through; subnets are
placed by Availability Zone id, because zone names differ from account to account; route tables hold no route but the
local one until another component adds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from components import kit
from components.network import plan
from config.vocabulary import Cidr, Tier, ZoneId

COMPUTING = frozenset({Tier.POD, Tier.PRIVATE})
"""Where something runs that could call another Region; six subnets in three zones, the most one experiment targets."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VpcArgs:
    """What the VPC is made of."""

    cidr: Cidr
    """The routable block, /16 to /20."""

    pods: Cidr
    """The block pods are addressed from, a /16 of 100.64.0.0/10 (RFC 6598)."""

    zones: tuple[ZoneId, ...]
    """Availability Zone ids; adding one moves no subnet that exists."""


class Vpc(pulumi.ComponentResource):
    """A VPC with a subnet of every tier in every zone, laid out by the address plan."""

    vpc_id: pulumi.Output[str]
    """The id of the VPC."""

    subnets: tuple[plan.PlannedSubnet, ...]
    """The plan, by zone and tier: known before anything is created."""

    subnet_ids: Mapping[tuple[Tier, str], pulumi.Output[str]]
    """Subnet ids by tier and zone."""

    zone_names: Mapping[ZoneId, pulumi.Output[str]]
    """What this account calls each zone, eu-west-1a, by the zone's id."""

    route_table_ids: Mapping[str, pulumi.Output[str]]
    """Route table ids: public, isolated, and egress-ZONE for each zone."""

    def __init__(self, name: str, args: VpcArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:network:Vpc", name, None, opts)
        self.subnets = plan.subnets(args.cidr, args.pods, args.zones)

        vpc = ec2.Vpc(
            f"{name}-vpc",
            cidr_block=str(args.cidr),
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": name},
            opts=kit.child(self),
        )
        pods = ec2.VpcIpv4CidrBlockAssociation(
            f"{name}-pods", vpc_id=vpc.id, cidr_block=str(args.pods), opts=kit.child(self)
        )
        ec2.DefaultSecurityGroup(
            f"{name}-closed",
            vpc_id=vpc.id,
            ingress=[],
            egress=[],
            tags={"Name": f"{name}-closed"},
            opts=kit.child(self),
        )
        # The association's vpc_id exists only once the block is attached, and a pod subnet needs the block.
        owner = {tier: pods.vpc_id if tier is Tier.POD else vpc.id for tier in Tier}
        tables = {
            key: ec2.RouteTable(f"{name}-{key}", vpc_id=vpc.id, tags={"Name": f"{name}-{key}"}, opts=kit.child(self))
            for key in sorted({plan.route_table(s.tier, s.zone) for s in self.subnets})
        }
        subnets = {(s.tier, s.zone): self._subnet(name, s, owner[s.tier]) for s in self.subnets}
        for (tier, zone), subnet in subnets.items():
            ec2.RouteTableAssociation(
                f"{name}-{tier}-{zone}",
                subnet_id=subnet.id,
                route_table_id=tables[plan.route_table(tier, zone)].id,
                opts=kit.child(self),
            )

        self.vpc_id = vpc.id
        self.subnet_ids = {key: subnet.id for key, subnet in subnets.items()}
        self.zone_names = {
            zone: subnet.availability_zone for (tier, zone), subnet in subnets.items() if tier is Tier.PRIVATE
        }
        self.route_table_ids = {key: table.id for key, table in tables.items()}
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "subnet_ids": {s.key: self.subnet_ids[s.tier, s.zone] for s in self.subnets},
                "zone_names": dict(self.zone_names),
                "route_table_ids": dict(self.route_table_ids),
            }
        )

    def _subnet(self, name: str, planned: plan.PlannedSubnet, vpc_id: pulumi.Input[str]) -> ec2.Subnet:
        return ec2.Subnet(
            f"{name}-{planned.key}",
            vpc_id=vpc_id,
            cidr_block=str(planned.cidr),
            availability_zone_id=planned.zone,
            map_public_ip_on_launch=False,
            tags={
                "Name": f"{name}-{planned.key}",
                "lz:tier": str(planned.tier),
                **(dict([kit.DISRUPT_SUBNET]) if planned.tier in COMPUTING else {}),
            },
            opts=kit.child(self),
        )
