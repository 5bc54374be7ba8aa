"""A good VPC in moto: two zones, every tier, one NAT gateway, two endpoints, a flow log and a query log."""

from __future__ import annotations

import json
from typing import Any

from config.contracts import NetworkContract
from config.contracts.network import SubnetContract
from config.vocabulary import Tier
from tests.ops.verification.reading import ACCOUNT, HERE, client

CIDR, PODS = "10.16.0.0/16", "100.64.0.0/16"
ARCHIVE = "arn:aws:s3:::lz-test-archive"
EVERYWHERE = "0.0.0.0/0"
ZONES = ("euw1-az1", "euw1-az2")
NARROW = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}],
    }
)


def build() -> NetworkContract:
    """Make the VPC and say what was promised about it."""
    ec2 = client("ec2", HERE)
    vpc = str(ec2.create_vpc(CidrBlock=CIDR)["Vpc"]["VpcId"])
    ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock=PODS)
    _close_default_group(ec2, vpc)
    subnets = [_subnet(ec2, vpc, tier, zone, index) for index, (tier, zone) in enumerate(_places())]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    public = [s.id for s in subnets if s.tier is Tier.PUBLIC]
    nat = ec2.create_nat_gateway(SubnetId=public[0], ConnectivityType="private")["NatGateway"]["NatGatewayId"]
    ways: dict[Tier, dict[str, str]] = {
        Tier.PUBLIC: {"GatewayId": gateway},
        Tier.PRIVATE: {"NatGatewayId": nat},
        Tier.POD: {"NatGatewayId": nat},
        Tier.DATA: {},
        Tier.ENDPOINTS: {},
    }
    for tier, way in ways.items():
        _route(ec2, vpc, [s.id for s in subnets if s.tier is tier], way)
    return NetworkContract(
        environment="test",
        account=ACCOUNT,
        region=HERE,
        vpc_id=vpc,
        cidr=CIDR,
        pods=PODS,
        subnets=subnets,
        nat_gateways=[nat],
        endpoints={service: _endpoint(ec2, vpc, service) for service in ("dynamodb", "s3")},
        prefix_lists={"s3": "pl-1", "dynamodb": "pl-2"},
        flow_log=_flow_log(ec2, vpc),
        query_log=_query_log(vpc),
    )


def _places() -> list[tuple[Tier, str]]:
    return [(tier, zone) for tier in Tier for zone in ZONES]


def _close_default_group(ec2: Any, vpc: str) -> None:
    of_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    group = ec2.describe_security_groups(Filters=of_vpc)["SecurityGroups"][0]
    for permissions, revoke in (
        (group["IpPermissions"], ec2.revoke_security_group_ingress),
        (group["IpPermissionsEgress"], ec2.revoke_security_group_egress),
    ):
        if permissions:
            revoke(GroupId=group["GroupId"], IpPermissions=permissions)


def _subnet(ec2: Any, vpc: str, tier: Tier, zone: str, index: int) -> SubnetContract:
    block = f"100.64.{index}.0/24" if tier is Tier.POD else f"10.16.{index}.0/24"
    made = ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZoneId=zone)["Subnet"]
    # moto takes the first subnet of a zone for the zone's default one, which gives public addresses.
    ec2.modify_subnet_attribute(SubnetId=made["SubnetId"], MapPublicIpOnLaunch={"Value": False})
    return SubnetContract(id=made["SubnetId"], cidr=block, zone=zone, zone_name=made["AvailabilityZone"], tier=tier)


def _route(ec2: Any, vpc: str, subnets: list[str], way: dict[str, str]) -> None:
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    if way:
        ec2.create_route(RouteTableId=table, DestinationCidrBlock=EVERYWHERE, **way)
    for subnet in subnets:
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)


def _endpoint(ec2: Any, vpc: str, service: str) -> str:
    name = f"com.amazonaws.{HERE}.{service}"
    return str(
        ec2.create_vpc_endpoint(VpcId=vpc, VpcEndpointType="Gateway", ServiceName=name, PolicyDocument=NARROW)[
            "VpcEndpoint"
        ]["VpcEndpointId"]
    )


def _flow_log(ec2: Any, vpc: str) -> str:
    client("s3", HERE).create_bucket(
        Bucket=ARCHIVE.rpartition(":")[2], CreateBucketConfiguration={"LocationConstraint": HERE}
    )
    made = ec2.create_flow_logs(
        ResourceIds=[vpc], ResourceType="VPC", TrafficType="ALL", LogDestinationType="s3", LogDestination=ARCHIVE
    )
    return str(made["FlowLogIds"][0])


def _query_log(vpc: str) -> str:
    resolver = client("route53resolver", HERE)
    made = resolver.create_resolver_query_log_config(Name="test", DestinationArn=ARCHIVE, CreatorRequestId="test")[
        "ResolverQueryLogConfig"
    ]["Id"]
    resolver.associate_resolver_query_log_config(ResolverQueryLogConfigId=made, ResourceId=vpc)
    return str(made)
