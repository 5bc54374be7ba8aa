"""Deletions that AWS refuses because something still stands there, and that moto would make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.standin.errors import RefusedError
from engine.standin.row import Ask, Change

_GONE = ["deleting", "deleted"]


def _gateways(ask: Ask, change: Change) -> list[str]:
    found: list[Any] = ask("DescribeNatGateways")["NatGateways"]
    return [
        gateway["NatGatewayId"]
        for gateway in found
        if gateway["State"] not in _GONE
        and change.id in {gateway.get("SubnetId"), *(a.get("AllocationId") for a in gateway["NatGatewayAddresses"])}
    ]


def _endpoints(ask: Ask, change: Change) -> list[str]:
    found: list[Any] = ask("DescribeVpcEndpoints")["VpcEndpoints"]
    return [
        endpoint["VpcEndpointId"]
        for endpoint in found
        if endpoint["State"] not in _GONE
        and change.id in {*endpoint.get("SubnetIds", []), *(group["GroupId"] for group in endpoint.get("Groups", []))}
    ]


def _internet_gateways(ask: Ask, change: Change) -> list[str]:
    found: list[Any] = ask("DescribeInternetGateways", Filters=[{"Name": "attachment.vpc-id", "Values": [change.id]}])[
        "InternetGateways"
    ]
    return [gateway["InternetGatewayId"] for gateway in found]


def _guard(
    operation: str, code: str, holders: Sequence[Callable[[Ask, Change], list[str]]]
) -> Callable[[Ask, Change], None]:
    def refuse(ask: Ask, change: Change) -> None:
        standing = [found for holder in holders for found in holder(ask, change)]
        if standing:
            raise RefusedError(operation, code, f"{change.id} is in use by {', '.join(sorted(standing))}")

    return refuse


VPC_WITHOUT_GATEWAY = _guard("DeleteVpc", "DependencyViolation", [_internet_gateways])
SUBNET_WITHOUT_INTERFACES = _guard("DeleteSubnet", "DependencyViolation", [_gateways, _endpoints])
GROUP_OUT_OF_USE = _guard("DeleteSecurityGroup", "DependencyViolation", [_endpoints])
ADDRESS_OUT_OF_USE = _guard("ReleaseAddress", "InvalidIPAddress.InUse", [_gateways])


def delete_nat_gateway(ask: Ask, change: Change) -> None:
    """With a NAT gateway goes its network interface; moto would leave it behind."""
    found: list[Any] = ask("DescribeNatGateways", NatGatewayIds=[change.id])["NatGateways"]
    ask("DeleteNatGateway", NatGatewayId=change.id)
    for address in (address for gateway in found for address in gateway["NatGatewayAddresses"]):
        held = ask(
            "DescribeNetworkInterfaces",
            Filters=[{"Name": "network-interface-id", "Values": [address["NetworkInterfaceId"]]}],
        )
        for interface in held["NetworkInterfaces"]:
            ask("DeleteNetworkInterface", NetworkInterfaceId=interface["NetworkInterfaceId"])
