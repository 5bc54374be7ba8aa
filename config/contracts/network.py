"""Where packets may go."""

from __future__ import annotations

from config.contracts.base import Contract, LayerContract
from config.vocabulary import Tier


class SubnetContract(Contract):
    """A subnet and the place in the plan it was given."""

    id: str
    cidr: str
    zone: str
    """The Availability Zone's id, the same in every account: euw1-az1."""
    zone_name: str
    """What this account calls the zone: eu-west-1a. Capacity reservations and node labels know no other name."""
    tier: Tier


class DnsFirewallContract(Contract):
    """What the resolver of the VPC answers."""

    rule_group: str
    """The id of the rule group."""
    domains: list[str]
    """The names that are answered; no others are."""


class NetworkContract(LayerContract):
    """The VPC and what hangs off it."""

    vpc_id: str
    cidr: str
    pods: str
    subnets: list[SubnetContract]
    nat_gateways: list[str]
    endpoints: dict[str, str]
    """Service name to VPC endpoint id."""
    prefix_lists: dict[str, str]
    """Service name to the prefix list of its gateway endpoint."""
    flow_log: str
    """The id of the flow log."""
    query_log: str
    """The id of the Route 53 Resolver query log configuration."""
    dns_firewall: DnsFirewallContract | None = None
    """None in a contract from before there was one."""
