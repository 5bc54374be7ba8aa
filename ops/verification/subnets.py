"""Subnets: where the plan put them, and with the way out that their tier may have and no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from config.contracts import NetworkContract
from config.vocabulary import Tier
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_ALL = ("0.0.0.0/0", "::/0")
_WAYS = {
    Tier.PUBLIC: "internet gateway",
    Tier.PRIVATE: "NAT gateway",
    Tier.POD: "NAT gateway",
    Tier.DATA: "none",
    Tier.ENDPOINTS: "none",
}
"""A tier is no attribute of a subnet in AWS; the way out is what makes it one."""


def check(network: NetworkContract, account: Account) -> Iterator[Line]:
    """Each subnet's block, zone, tier, and that nothing in it gets a public address by itself."""
    ec2 = account.client("ec2", network.region)
    of_vpc = [{"Name": "vpc-id", "Values": [network.vpc_id]}]

    def all_of(operation: str, key: str) -> list[dict[str, Any]]:
        return [item for page in ec2.get_paginator(operation).paginate(Filters=of_vpc) for item in page[key]]

    subnets = Once(lambda: {s["SubnetId"]: s for s in all_of("describe_subnets", "Subnets")})
    tables = Once(lambda: all_of("describe_route_tables", "RouteTables"))
    for subnet in network.subnets:
        thing = account.thing("subnet", f"{subnet.tier}-{subnet.zone} {subnet.id}")

        def found(key: str, identity: str = subnet.id) -> Any:
            return subnets().get(identity, {}).get(key)

        def way(identity: str = subnet.id) -> str | None:
            return way_out(tables(), identity) if identity in subnets() else None

        yield thing.holds("block", subnet.cidr, lambda found=found: found("CidrBlock"))
        yield thing.holds("zone", subnet.zone, lambda found=found: found("AvailabilityZoneId"))
        yield thing.holds("zone name", subnet.zone_name, lambda found=found: found("AvailabilityZone"))
        yield thing.holds("way out", _WAYS[subnet.tier], way)
        yield thing.holds("public address on launch", False, lambda found=found: found("MapPublicIpOnLaunch"))


def way_out(tables: list[dict[str, Any]], subnet: str) -> str:
    """How a subnet reaches the internet: by its own route table, else by the VPC's main one."""
    own = [t for t in tables if any(a.get("SubnetId") == subnet for a in t.get("Associations", []))]
    main = [t for t in tables if any(a.get("Main") for a in t.get("Associations", []))]
    routes = (own or main or [{}])[0].get("Routes", [])
    ways = {
        _way(route)
        for route in routes
        if (route.get("DestinationCidrBlock") or route.get("DestinationIpv6CidrBlock")) in _ALL
    }
    return ", ".join(sorted(ways)) or "none"


def _way(route: dict[str, Any]) -> str:
    if str(route.get("GatewayId", "")).startswith("igw-"):
        return "internet gateway"
    return "NAT gateway" if route.get("NatGatewayId") else "something else"
