"""Route tables, routes, associations and VPC endpoints."""

from __future__ import annotations

from typing import Any

from engine.standin.names import convert
from engine.standin.row import Ask, Call, Change, Lookup, Params, Props, Row, Scope, Step
from engine.standin.shapes import input_shape
from engine.standin.types.ec2 import ec2_arn, ec2_tagging

_DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
_INLINE = {"cidrBlock": "DestinationCidrBlock", "ipv6CidrBlock": "DestinationIpv6CidrBlock"}
_EGRESS_ONLY = {"egressOnlyGatewayId": "EgressOnlyInternetGatewayId", "coreNetworkArn": "CoreNetworkArn"}


def _inline_routes(ask: Ask, change: Change) -> None:
    """Routes inside the table's own properties: what is no longer listed goes, the rest is put."""
    shape = input_shape("ec2", "CreateRoute")
    old: list[Any] = change.old.get("routes") or []
    new: list[Any] = change.new.get("routes") or []
    for route in old:
        if route not in new:
            ask("DeleteRoute", RouteTableId=change.id, **_destination(route))
    for route in new:
        if route not in old:
            params = convert(shape, route, {**_INLINE, **_EGRESS_ONLY}).params
            ask("CreateRoute", RouteTableId=change.id, **params)


def _destination(route: Props) -> dict[str, Any]:
    return {member: route[prop] for prop, member in _INLINE.items() if route.get(prop)}


ROUTE_TABLE = Row(
    type="aws:ec2/routeTable:RouteTable",
    service="ec2",
    create=Call(operation="CreateRouteTable", carries=None),
    id="RouteTable.RouteTableId",
    read=Call(operation="DescribeRouteTables", takes={"RouteTableIds": "$id"}),
    entity="RouteTables[0]",
    absent=("InvalidRouteTableID.NotFound",),
    delete=(Call(operation="DeleteRouteTable", takes={"RouteTableId": "$id"}),),
    steps=(Step(carries=("routes",), run=(_inline_routes,)),),
    outputs={"ownerId": "OwnerId"},
    built={"arn": ec2_arn("route-table")},
    observed={"vpcId": "VpcId"},
    replace=("vpcId",),
    kept={"propagatingVgws": "moto propagates no routes"},
    tagging=ec2_tagging("route-table"),
    listing=(Call(operation="DescribeRouteTables"), "RouteTables[].RouteTableId"),
)

_TARGETS = (
    "carrierGatewayId",
    "coreNetworkArn",
    "egressOnlyGatewayId",
    "gatewayId",
    "localGatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "transitGatewayId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
)

ROUTE = Row(
    type="aws:ec2/route:Route",
    service="ec2",
    create=Call(operation="CreateRoute", carries=None, rename=_EGRESS_ONLY),
    id_format="{routeTableId}_{destinationCidrBlock|destinationIpv6CidrBlock|destinationPrefixListId}",
    read=Call(operation="DescribeRouteTables", takes={"RouteTableIds": "routeTableId"}),
    entity=(
        "RouteTables[0].Routes | [?join('_', ['$routeTableId', "
        "not_null(DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, '')])=='$id'] | [0]"
    ),
    absent=("InvalidRouteTableID.NotFound", "InvalidRoute.NotFound"),
    delete=(Call(operation="DeleteRoute", carries=("routeTableId", *_DESTINATIONS)),),
    steps=(
        Step(
            carries=_TARGETS,
            run=(
                Call(
                    operation="ReplaceRoute",
                    carries=("routeTableId", *_DESTINATIONS, *_TARGETS),
                    rename=_EGRESS_ONLY,
                ),
            ),
            at_create=False,
        ),
    ),
    outputs={"origin": "Origin", "state": "State"},
    observed={
        "destinationCidrBlock": "DestinationCidrBlock",
        "natGatewayId": "NatGatewayId",
        "gatewayId": "GatewayId",
    },
    replace=("routeTableId", *_DESTINATIONS),
    delete_first=True,
)

ROUTE_TABLE_ASSOCIATION = Row(
    type="aws:ec2/routeTableAssociation:RouteTableAssociation",
    service="ec2",
    create=Call(operation="AssociateRouteTable", carries=None),
    id="AssociationId",
    read=Call(
        operation="DescribeRouteTables",
        takes={"Filters": "$id"},
        hook=lambda params, _props, _scope: {
            "Filters": [{"Name": "association.route-table-association-id", "Values": params["Filters"]}]
        },
    ),
    entity="RouteTables[].Associations[] | [?RouteTableAssociationId=='$id'] | [0]",
    absent=("InvalidAssociationID.NotFound",),
    delete=(Call(operation="DisassociateRouteTable", takes={"AssociationId": "$id"}),),
    observed={"routeTableId": "RouteTableId", "subnetId": "SubnetId", "gatewayId": "GatewayId"},
    listing=(Call(operation="DescribeRouteTables"), "RouteTables[].Associations[].RouteTableAssociationId"),
    # AWS swaps the table in place under a new association id; a provider cannot change an id, so this is a replacement.
    replace=("routeTableId", "subnetId", "gatewayId"),
    delete_first=True,
)

_ENDPOINT_LISTS = {"routeTableIds": "RouteTableIds", "subnetIds": "SubnetIds", "securityGroupIds": "SecurityGroupIds"}


def _endpoint_lists(ask: Ask, change: Change) -> None:
    """ModifyVpcEndpoint takes what to add and what to remove, not what shall be."""
    params: Params = {}
    for prop, member in _ENDPOINT_LISTS.items():
        old, new = set(change.old.get(prop) or []), set(change.new.get(prop) or [])
        if new - old:
            params[f"Add{member}"] = sorted(new - old)
        if old - new:
            params[f"Remove{member}"] = sorted(old - new)
    if params:
        ask("ModifyVpcEndpoint", VpcEndpointId=change.id, **params)


def _of_service(params: Params, props: Props, scope: Scope) -> Params:
    del scope
    return {**params, "Filters": [{"Name": "prefix-list-name", "Values": [str(props.get("serviceName"))]}]}


def _delete_endpoint(ask: Ask, change: Change) -> None:
    ask("DeleteVpcEndpoints", VpcEndpointIds=[change.id])


VPC_ENDPOINT = Row(
    type="aws:ec2/vpcEndpoint:VpcEndpoint",
    service="ec2",
    create=Call(operation="CreateVpcEndpoint", carries=None, rename={"policy": "PolicyDocument"}),
    id="VpcEndpoint.VpcEndpointId",
    read=Call(operation="DescribeVpcEndpoints", takes={"VpcEndpointIds": "$id"}),
    entity="VpcEndpoints[?State!='deleted'] | [0]",
    absent=("InvalidVpcEndpointId.NotFound",),
    delete=(_delete_endpoint,),
    steps=(
        Step(carries=tuple(_ENDPOINT_LISTS), run=(_endpoint_lists,), at_create=False),
        Step(
            carries=("policy", "privateDnsEnabled"),
            run=(
                Call(
                    operation="ModifyVpcEndpoint",
                    takes={
                        "VpcEndpointId": "$id",
                        "PolicyDocument": "policy",
                        "PrivateDnsEnabled": "privateDnsEnabled",
                    },
                ),
            ),
            at_create=False,
        ),
    ),
    outputs={
        "state": "State",
        "networkInterfaceIds": "NetworkInterfaceIds",
        "dnsEntries": "DnsEntries[].{dnsName: DnsName, hostedZoneId: HostedZoneId}",
        "ownerId": "OwnerId",
        "requesterManaged": "RequesterManaged",
        "policy": "PolicyDocument",
    },
    built={"arn": ec2_arn("vpc-endpoint")},
    lookups={
        # What a gateway endpoint puts into route tables; AWS keeps it by the service's name, not by the endpoint.
        "prefixListId": Lookup(
            call=Call(operation="DescribePrefixLists", hook=_of_service),
            path="PrefixLists[0].PrefixListId",
        )
    },
    observed={
        "vpcId": "VpcId",
        "serviceName": "ServiceName",
        "vpcEndpointType": "VpcEndpointType",
        "policy": "PolicyDocument",
    },
    replace=("vpcId", "serviceName", "vpcEndpointType", "serviceRegion"),
    kept={"autoAccept": "moto accepts endpoints at once"},
    tagging=ec2_tagging("vpc-endpoint"),
    listing=(Call(operation="DescribeVpcEndpoints"), "VpcEndpoints[].VpcEndpointId"),
)

ENDPOINT_ROUTE_TABLE = Row(
    type="aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
    service="ec2",
    create=Call(
        operation="ModifyVpcEndpoint", takes={"VpcEndpointId": "vpcEndpointId", "AddRouteTableIds": "routeTableId"}
    ),
    id_format="{vpcEndpointId}/{routeTableId}",
    read=Call(operation="DescribeVpcEndpoints", takes={"VpcEndpointIds": "vpcEndpointId"}),
    entity="VpcEndpoints[?contains(RouteTableIds || `[]`, '$routeTableId')] | [0]",
    absent=("InvalidVpcEndpointId.NotFound",),
    delete=(
        Call(
            operation="ModifyVpcEndpoint",
            takes={"VpcEndpointId": "vpcEndpointId", "RemoveRouteTableIds": "routeTableId"},
        ),
    ),
    replace=("vpcEndpointId", "routeTableId"),
)

ROWS = (ROUTE_TABLE, ROUTE, ROUTE_TABLE_ASSOCIATION, VPC_ENDPOINT, ENDPOINT_ROUTE_TABLE)
