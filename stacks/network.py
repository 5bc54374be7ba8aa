"""The layer network: where packets may go."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.network import plan
from components.network.dns_firewall import DnsFirewall, DnsFirewallArgs
from components.network.egress import Egress, EgressArgs
from components.network.endpoints import Endpoints, EndpointsArgs
from components.network.flow_logs import FlowLogs, FlowLogsArgs
from components.network.public_access import PublicAccess
from components.network.query_logs import QueryLogs, QueryLogsArgs
from components.network.vpc import Vpc, VpcArgs
from config.kubernetes import CALLED
from config.model import LandingZone
from config.vocabulary import Layer, Service, Tier
from stacks.references import Published, Upstream

DECIDED_WITH = frozenset({Service.FIREHOSE, Service.XRAY})
"""What decision functions call beside the services that every environment names: their record stream, their traces."""


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> Published:
    """The VPC, its ways out, its endpoints and its records, delivered to the archive."""
    here = pulumi.ResourceOptions(providers=[using])
    network = zone.network
    archive = upstream.value(Layer.FOUNDATION, "archive", "arn")

    blocked = PublicAccess("public-access", here)
    vpc = Vpc("network", VpcArgs(cidr=network.cidr, pods=network.pods, zones=network.zones), here)
    egress = Egress(
        "egress",
        EgressArgs(
            vpc_id=vpc.vpc_id,
            zones=network.zones,
            nat=network.nat,
            public_subnet_ids={z: vpc.subnet_ids[Tier.PUBLIC, z] for z in network.zones},
            public_route_table_id=vpc.route_table_ids["public"],
            egress_route_table_ids={z: vpc.route_table_ids[plan.egress_table(z)] for z in network.zones},
        ),
        pulumi.ResourceOptions(providers=[using], depends_on=[blocked]),
    )
    endpoints = Endpoints(
        "endpoints",
        EndpointsArgs(
            vpc_id=vpc.vpc_id,
            account=zone.account,
            region=zone.region,
            services=_services(zone),
            cidr=network.cidr,
            pods=network.pods,
            subnet_ids={z: vpc.subnet_ids[Tier.ENDPOINTS, z] for z in network.zones},
            route_table_ids=vpc.route_table_ids,
        ),
        here,
    )
    flows = FlowLogs("flow-logs", FlowLogsArgs(vpc_id=vpc.vpc_id, archive_bucket_arn=archive), here)
    queries = QueryLogs("query-logs", QueryLogsArgs(vpc_id=vpc.vpc_id, archive_bucket_arn=archive), here)
    firewall = DnsFirewall("dns-firewall", DnsFirewallArgs(vpc_id=vpc.vpc_id, domains=names(zone)), here)

    return {
        "environment": zone.environment,
        "account": zone.account,
        "region": zone.region,
        "vpc_id": vpc.vpc_id,
        "cidr": str(network.cidr),
        "pods": str(network.pods),
        "subnets": [
            {
                "id": vpc.subnet_ids[s.tier, s.zone],
                "cidr": str(s.cidr),
                "zone": s.zone,
                "zone_name": vpc.zone_names[s.zone],
                "tier": str(s.tier),
            }
            for s in vpc.subnets
        ],
        "nat_gateways": [egress.nat_gateway_ids[z] for z in sorted(egress.nat_gateway_ids)],
        "endpoints": dict(endpoints.endpoint_ids),
        "prefix_lists": dict(endpoints.prefix_list_ids),
        "flow_log": flows.flow_log_id,
        "query_log": queries.query_log_id,
        "dns_firewall": {"rule_group": firewall.rule_group_id, "domains": list(names(zone))},
    }


def names(zone: LandingZone) -> tuple[str, ...]:
    """What the resolver of the VPC answers: AWS, our own zone, and what the environment names."""
    dns = zone.recovery.dns
    own = () if dns is None else (dns.zone, f"*.{dns.zone}")
    return plan.answered((zone.region, zone.recovery.region), (*own, *zone.network.egress.domains))


def _services(zone: LandingZone) -> frozenset[Service]:
    """What workloads call, what a cluster calls, and what the functions of systems call."""
    cluster = CALLED if zone.self_hosted else frozenset[Service]()
    functions = DECIDED_WITH if zone.cards else frozenset[Service]()
    return frozenset(zone.network.services) | cluster | functions
