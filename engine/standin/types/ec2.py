"""VPCs, subnets, addresses and gateways."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Ask, Call, Change, Lookup, Params, Props, Row, Scope, Step, Tagging
from engine.standin.types import dependants


def ec2_tagging(resource_type: str, *, at_create: bool = True) -> Tagging:
    """How EC2 tags a type; every taggable creation takes TagSpecifications."""
    return Tagging(
        at_create="TagSpecifications" if at_create else "",
        put="CreateTags",
        drop="DeleteTags",
        target="Resources",
        tags="Tags",
        keys="Tags",
        listed="DescribeTags",
        resource_type=resource_type,
    )


def ec2_arn(kind: str) -> str:
    """An EC2 ARN as a format over the id."""
    return f"arn:aws:ec2:{{region}}:{{account}}:{kind}/{{id}}"


def of_vpc(operation: str, *filters: tuple[str, str]) -> Call:
    """A describe call for what AWS made together with a VPC, which is the resource itself."""

    def narrow(params: Params, props: Props, scope: Scope) -> Params:
        del props, scope
        vpc = params.pop("Filters")
        return {"Filters": [{"Name": "vpc-id", "Values": vpc}, *({"Name": n, "Values": [v]} for n, v in filters)]}

    return Call(operation=operation, takes={"Filters": "$id"}, hook=narrow)


def _attribute(operation: str, target: str, prop: str, *, plain: bool = False) -> Call:
    """ModifyVpcAttribute and ModifySubnetAttribute take one attribute a call, a boolean inside a structure."""
    member = prop[:1].upper() + prop[1:]

    def boxed(params: Params, props: Props, scope: Scope) -> Params:
        del scope
        return {**params, member: props.get(prop) if plain else {"Value": props.get(prop, False)}}

    return Call(operation=operation, takes={target: "$id"}, hook=boxed)


def _vpc_attribute(prop: str, *, aws_default: bool) -> Step:
    return Step(carries=(prop,), run=(_attribute("ModifyVpcAttribute", "VpcId", prop),), unless=aws_default)


def _subnet_attribute(prop: str, *, plain: bool = False) -> Step:
    run = _attribute("ModifySubnetAttribute", "SubnetId", prop, plain=plain)
    return Step(carries=(prop,), run=(run,), unless=None if plain else False)


VPC = Row(
    type="aws:ec2/vpc:Vpc",
    service="ec2",
    create=Call(
        operation="CreateVpc", carries=None, rename={"assignGeneratedIpv6CidrBlock": "AmazonProvidedIpv6CidrBlock"}
    ),
    id="Vpc.VpcId",
    read=Call(operation="DescribeVpcs", takes={"VpcIds": "$id"}),
    entity="Vpcs[0]",
    absent=("InvalidVpcID.NotFound",),
    delete=(dependants.VPC_WITHOUT_GATEWAY, Call(operation="DeleteVpc", takes={"VpcId": "$id"})),
    steps=(
        _vpc_attribute("enableDnsSupport", aws_default=True),
        _vpc_attribute("enableDnsHostnames", aws_default=False),
        _vpc_attribute("enableNetworkAddressUsageMetrics", aws_default=False),
    ),
    outputs={"ownerId": "OwnerId", "dhcpOptionsId": "DhcpOptionsId", "instanceTenancy": "InstanceTenancy"},
    built={"arn": ec2_arn("vpc")},
    lookups={
        "defaultSecurityGroupId": Lookup(
            call=of_vpc("DescribeSecurityGroups", ("group-name", "default")), path="SecurityGroups[0].GroupId"
        ),
        "mainRouteTableId": Lookup(
            call=of_vpc("DescribeRouteTables", ("association.main", "true")), path="RouteTables[0].RouteTableId"
        ),
        "defaultRouteTableId": Lookup(
            call=of_vpc("DescribeRouteTables", ("association.main", "true")), path="RouteTables[0].RouteTableId"
        ),
        "defaultNetworkAclId": Lookup(
            call=of_vpc("DescribeNetworkAcls", ("default", "true")), path="NetworkAcls[0].NetworkAclId"
        ),
    },
    observed={"cidrBlock": "CidrBlock", "instanceTenancy": "InstanceTenancy"},
    replace=("cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"),
    tagging=ec2_tagging("vpc"),
    listing=(Call(operation="DescribeVpcs"), "Vpcs[].VpcId"),
)

VPC_CIDR = Row(
    type="aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
    service="ec2",
    create=Call(operation="AssociateVpcCidrBlock", carries=None),
    id="CidrBlockAssociation.AssociationId",
    read=Call(
        operation="DescribeVpcs",
        takes={"Filters": "$id"},
        hook=lambda params, _props, _scope: {
            "Filters": [{"Name": "cidr-block-association.association-id", "Values": params["Filters"]}]
        },
    ),
    entity="Vpcs[].CidrBlockAssociationSet[] | [?AssociationId=='$id' && CidrBlockState.State=='associated'] | [0]",
    absent=("InvalidVpcCidrBlockAssociationIdError.NotFound", "InvalidVpcCidrBlockAssociationID.NotFound"),
    delete=(Call(operation="DisassociateVpcCidrBlock", takes={"AssociationId": "$id"}),),
    observed={"cidrBlock": "CidrBlock"},
    listing=(Call(operation="DescribeVpcs"), "Vpcs[].CidrBlockAssociationSet[].AssociationId"),
    replace=("cidrBlock", "vpcId", "ipv4IpamPoolId", "ipv4NetmaskLength"),
)


def _no_public_addresses(ask: Ask, change: Change) -> None:
    """For moto the first subnet of a zone is the default one and gives public addresses; in AWS no new subnet does."""
    if change.new.get("mapPublicIpOnLaunch") is not True:
        ask("ModifySubnetAttribute", SubnetId=change.id, MapPublicIpOnLaunch={"Value": False})


SUBNET = Row(
    type="aws:ec2/subnet:Subnet",
    service="ec2",
    create=Call(operation="CreateSubnet", carries=None),
    id="Subnet.SubnetId",
    read=Call(operation="DescribeSubnets", takes={"SubnetIds": "$id"}),
    entity="Subnets[0]",
    absent=("InvalidSubnetID.NotFound",),
    delete=(dependants.SUBNET_WITHOUT_INTERFACES, Call(operation="DeleteSubnet", takes={"SubnetId": "$id"})),
    after_create=(_no_public_addresses,),
    steps=(
        _subnet_attribute("mapPublicIpOnLaunch"),
        _subnet_attribute("assignIpv6AddressOnCreation"),
        _subnet_attribute("enableDns64"),
        _subnet_attribute("enableResourceNameDnsARecordOnLaunch"),
        _subnet_attribute("enableResourceNameDnsAaaaRecordOnLaunch"),
        _subnet_attribute("privateDnsHostnameTypeOnLaunch", plain=True),
    ),
    outputs={
        "ownerId": "OwnerId",
        "availabilityZone": "AvailabilityZone",
        "availabilityZoneId": "AvailabilityZoneId",
    },
    built={"arn": ec2_arn("subnet")},
    observed={
        "vpcId": "VpcId",
        "cidrBlock": "CidrBlock",
        "availabilityZone": "AvailabilityZone",
        "availabilityZoneId": "AvailabilityZoneId",
        "mapPublicIpOnLaunch": "MapPublicIpOnLaunch",
    },
    replace=("vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId", "ipv6Native", "outpostArn"),
    tagging=ec2_tagging("subnet"),
    listing=(Call(operation="DescribeSubnets"), "Subnets[].SubnetId"),
)


def _attach(ask: Ask, change: Change) -> None:
    old, new = change.old.get("vpcId"), change.new.get("vpcId")
    if old:
        ask("DetachInternetGateway", InternetGatewayId=change.id, VpcId=old)
    if new:
        ask("AttachInternetGateway", InternetGatewayId=change.id, VpcId=new)


INTERNET_GATEWAY = Row(
    type="aws:ec2/internetGateway:InternetGateway",
    service="ec2",
    create=Call(operation="CreateInternetGateway"),
    id="InternetGateway.InternetGatewayId",
    read=Call(operation="DescribeInternetGateways", takes={"InternetGatewayIds": "$id"}),
    entity="InternetGateways[0]",
    absent=("InvalidInternetGatewayID.NotFound",),
    delete=(_attach, Call(operation="DeleteInternetGateway", takes={"InternetGatewayId": "$id"})),
    steps=(Step(carries=("vpcId",), run=(_attach,)),),
    outputs={"ownerId": "OwnerId"},
    built={"arn": ec2_arn("internet-gateway")},
    observed={"vpcId": "Attachments[0].VpcId"},
    tagging=ec2_tagging("internet-gateway"),
    listing=(Call(operation="DescribeInternetGateways"), "InternetGateways[].InternetGatewayId"),
)

EIP = Row(
    type="aws:ec2/eip:Eip",
    service="ec2",
    create=Call(operation="AllocateAddress", carries=None),
    id="AllocationId",
    read=Call(operation="DescribeAddresses", takes={"AllocationIds": "$id"}),
    entity="Addresses[0]",
    absent=("InvalidAllocationID.NotFound", "InvalidAddress.NotFound"),
    delete=(dependants.ADDRESS_OUT_OF_USE, Call(operation="ReleaseAddress", takes={"AllocationId": "$id"})),
    outputs={
        "allocationId": "AllocationId",
        "publicIp": "PublicIp",
        "associationId": "AssociationId",
        "privateIp": "PrivateIpAddress",
        "domain": "Domain",
    },
    built={"arn": ec2_arn("elastic-ip")},
    observed={"domain": "Domain"},
    replace=("domain", "address", "publicIpv4Pool", "networkBorderGroup"),
    kept=dict.fromkeys(
        ("instance", "networkInterface"), "an address is associated by its NAT gateway or load balancer"
    ),
    tagging=ec2_tagging("elastic-ip"),
    listing=(Call(operation="DescribeAddresses"), "Addresses[].AllocationId"),
)

NAT_GATEWAY = Row(
    type="aws:ec2/natGateway:NatGateway",
    service="ec2",
    create=Call(operation="CreateNatGateway", carries=None),
    id="NatGateway.NatGatewayId",
    read=Call(operation="DescribeNatGateways", takes={"NatGatewayIds": "$id"}),
    entity="NatGateways[?State!='deleted' && State!='deleting'] | [0]",
    absent=("NatGatewayNotFound",),
    delete=(dependants.delete_nat_gateway,),
    outputs={
        "networkInterfaceId": "NatGatewayAddresses[0].NetworkInterfaceId",
        "publicIp": "NatGatewayAddresses[0].PublicIp",
        "privateIp": "NatGatewayAddresses[0].PrivateIp",
        "associationId": "NatGatewayAddresses[0].AssociationId",
    },
    observed={
        "subnetId": "SubnetId",
        "connectivityType": "ConnectivityType",
        "allocationId": "NatGatewayAddresses[0].AllocationId",
    },
    replace=("subnetId", "allocationId", "connectivityType", "privateIp", "availabilityMode"),
    tagging=ec2_tagging("natgateway"),
    listing=(Call(operation="DescribeNatGateways"), "NatGateways[].NatGatewayId"),
)


def _flow_log(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    kinds = {"vpcId": "VPC", "subnetId": "Subnet", "eniId": "NetworkInterface", "transitGatewayId": "TransitGateway"}
    watched: dict[str, Any] = {}
    for prop, kind in kinds.items():
        if props.get(prop) is not None:
            watched = {"ResourceIds": [props[prop]], "ResourceType": kind}
    return {**params, **watched}


FLOW_LOG = Row(
    type="aws:ec2/flowLog:FlowLog",
    service="ec2",
    create=Call(
        operation="CreateFlowLogs",
        carries=None,
        rename={"iamRoleArn": "DeliverLogsPermissionArn"},
        hook=_flow_log,
        claims=("vpcId", "subnetId", "eniId", "transitGatewayId"),
    ),
    id="FlowLogIds[0]",
    read=Call(operation="DescribeFlowLogs", takes={"FlowLogIds": "$id"}),
    entity="FlowLogs[0]",
    absent=("InvalidFlowLogId.NotFound",),
    delete=(Call(operation="DeleteFlowLogs", takes={"FlowLogIds": "$id"}),),
    built={"arn": ec2_arn("vpc-flow-log")},
    observed={
        "logDestination": "LogDestination",
        "logDestinationType": "LogDestinationType",
        "trafficType": "TrafficType",
        "logFormat": "LogFormat",
        "maxAggregationInterval": "MaxAggregationInterval",
        "vpcId": "ResourceId",
    },
    replace=(
        "logDestination",
        "logDestinationType",
        "trafficType",
        "logFormat",
        "maxAggregationInterval",
        "vpcId",
        "subnetId",
        "eniId",
        "iamRoleArn",
        "deliverCrossAccountRole",
        "destinationOptions",
    ),
    tagging=ec2_tagging("vpc-flow-log"),
    listing=(Call(operation="DescribeFlowLogs"), "FlowLogs[].FlowLogId"),
)

BLOCK_PUBLIC_ACCESS = Row(
    type="aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
    service="ec2",
    create=Call(operation="ModifyVpcBlockPublicAccessOptions", carries=None),
    built={"awsAccountId": "{account}", "awsRegion": "{region}"},
    provider_only=("timeouts",),
    state_only="moto has no ModifyVpcBlockPublicAccessOptions",
)

ROWS = (VPC, VPC_CIDR, SUBNET, INTERNET_GATEWAY, EIP, NAT_GATEWAY, FLOW_LOG, BLOCK_PUBLIC_ACCESS)
