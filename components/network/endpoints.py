"""Private ways from the VPC to AWS services: gateway endpoints in route tables, interface endpoints in their own tier.

Guarantees: each endpoint carries a policy that lets through only run-time calls by principals of this account;
interface endpoints answer under the service's own name inside the VPC, and take only TLS, only from the VPC's two
blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, vpc

from components import kit
from components.network import endpoint_policy, plan
from config.vocabulary import AccountId, Cidr, RegionName, Service

TLS_PORT = 443


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointsArgs:
    """Which services, and from where."""

    vpc_id: pulumi.Input[str]
    """The VPC."""

    account: AccountId
    """The account whose principals may pass."""

    region: RegionName
    """The Region of the services."""

    services: frozenset[Service]
    """What workloads call; the endpoints follow."""

    cidr: Cidr
    """The routable block of the VPC."""

    pods: Cidr
    """The pods' block."""

    subnet_ids: Mapping[str, pulumi.Input[str]]
    """The endpoints-tier subnet of each zone."""

    route_table_ids: Mapping[str, pulumi.Input[str]]
    """Route tables that get the gateway endpoints' entries, by any stable key."""


class Endpoints(pulumi.ComponentResource):
    """The VPC endpoints that an environment's services need."""

    endpoint_ids: Mapping[str, pulumi.Output[str]]
    """Endpoint ids by the last part of the service name: s3, kms, ecr.api."""

    prefix_list_ids: Mapping[str, pulumi.Output[str]]
    """Ids of the prefix lists of the gateway endpoints, by service: what a security group names to let out."""

    security_group_id: pulumi.Output[str]
    """The group of the interface endpoints."""

    def __init__(self, name: str, args: EndpointsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:network:Endpoints", name, None, opts)
        wanted = plan.endpoints(args.services)
        group = self._group(name, args)
        gateways = {
            service: ec2.VpcEndpoint(
                f"{name}-{service}",
                vpc_id=args.vpc_id,
                service_name=f"com.amazonaws.{args.region}.{service}",
                vpc_endpoint_type="Gateway",
                route_table_ids=[args.route_table_ids[key] for key in sorted(args.route_table_ids)],
                policy=endpoint_policy.document(service, args.account, args.region),
                tags={"Name": f"{name}-{service}"},
                opts=kit.child(self),
            )
            for service in wanted.gateway
        }
        interfaces = {
            service: ec2.VpcEndpoint(
                f"{name}-{service}",
                vpc_id=args.vpc_id,
                service_name=f"com.amazonaws.{args.region}.{service}",
                vpc_endpoint_type="Interface",
                private_dns_enabled=True,
                subnet_ids=[args.subnet_ids[zone] for zone in sorted(args.subnet_ids)],
                security_group_ids=[group.id],
                policy=endpoint_policy.document(service, args.account, args.region),
                tags={"Name": f"{name}-{service}"},
                opts=kit.child(self),
            )
            for service in wanted.interface
        }

        self.endpoint_ids = {service: endpoint.id for service, endpoint in (gateways | interfaces).items()}
        self.prefix_list_ids = {service: endpoint.prefix_list_id for service, endpoint in gateways.items()}
        self.security_group_id = group.id
        self.register_outputs(
            {
                "endpoint_ids": dict(self.endpoint_ids),
                "prefix_list_ids": dict(self.prefix_list_ids),
                "security_group_id": self.security_group_id,
            }
        )

    def _group(self, name: str, args: EndpointsArgs) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            f"{name}-interfaces",
            vpc_id=args.vpc_id,
            description="TLS from the VPC to interface endpoints",
            tags={"Name": f"{name}-interfaces"},
            opts=kit.child(self),
        )
        for source, block in (("vpc", args.cidr), ("pods", args.pods)):
            vpc.SecurityGroupIngressRule(
                f"{name}-from-{source}",
                security_group_id=group.id,
                description=f"TLS from the {source} block",
                cidr_ipv4=str(block),
                ip_protocol="tcp",
                from_port=TLS_PORT,
                to_port=TLS_PORT,
                opts=kit.child(self),
            )
        return group
