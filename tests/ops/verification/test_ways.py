"""Ways in to models in a good and a bad account."""

from __future__ import annotations

from config.contracts import NetworkContract, PlatformContract
from ops.verification import ways
from ops.verification.account import Account
from tests.ops.verification import platform
from tests.ops.verification.reading import HERE, client, differing, kept


def contract(network: NetworkContract, *, scheme: str = "internal") -> PlatformContract:
    """A way, and the group of functions."""
    gate = platform.group(network, "functions")
    return PlatformContract.model_construct(
        region=HERE,
        cluster=None,
        functions_security_group=gate,
        ingresses={"support-assistant": platform.way(network, gate, scheme=scheme)},
    )


def test_a_good_way_keeps_what_was_promised(network: NetworkContract, account: Account) -> None:
    """Internal, by health, logged, and open to functions alone."""
    lines = list(ways.check(contract(network), account))

    assert {} == differing(lines)
    assert {
        "lets in",
        "targets",
        "port",
        "health asked by",
        "health asked at",
        "stands",
        "address",
        "logs",
        "protected from deletion",
        "open to",
    } == kept(lines)


def test_a_way_from_the_internet_differs(network: NetworkContract, account: Account) -> None:
    """A balancer with public addresses."""
    assert {"stands": "internet-facing"} == differing(ways.check(contract(network, scheme="internet-facing"), account))


def test_an_address_that_was_let_in_differs(network: NetworkContract, account: Account) -> None:
    """Beside the functions' group."""
    held = contract(network)
    elb, ec2 = client("elbv2", HERE), client("ec2", HERE)
    own = elb.describe_load_balancers()["LoadBalancers"][0]["SecurityGroups"]
    rule = {"IpProtocol": "tcp", "FromPort": 8000, "ToPort": 8000, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    ec2.authorize_security_group_ingress(GroupId=own[0], IpPermissions=[rule])

    assert {"open to": f"10.0.0.0/8, {held.functions_security_group}"} == differing(ways.check(held, account))


def test_a_health_check_by_port_differs(network: NetworkContract, account: Account) -> None:
    """Requests would reach a replica whose model is still loading."""
    held = contract(network)
    client("elbv2", HERE).modify_target_group(
        TargetGroupArn=held.ingresses["support-assistant"].target_group, HealthCheckPath="/"
    )

    assert {"health asked at": "/"} == differing(ways.check(held, account))
