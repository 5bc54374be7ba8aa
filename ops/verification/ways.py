"""Ways in to self-hosted models: internal, checked by health, protected, and open to functions alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts.platform import IngressContract, PlatformContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(contract: PlatformContract, account: Account) -> Iterator[Line]:
    """The functions' group, and each way."""
    gate = contract.functions_security_group
    if gate is not None:
        ec2 = account.client("ec2", contract.region)
        yield account.thing("security group", gate).holds(
            "lets in",
            0,
            lambda: len(ec2.describe_security_groups(GroupIds=[gate])["SecurityGroups"][0]["IpPermissions"]),
        )
    protected = contract.cluster.deletion_protected if contract.cluster else False
    for system, ingress in sorted(contract.ingresses.items()):
        yield from _way(system, ingress, contract, account, protected=protected)


def _way(
    system: str, ingress: IngressContract, contract: PlatformContract, account: Account, *, protected: bool
) -> Iterator[Line]:
    elb = account.client("elbv2", contract.region)
    thing = account.thing("way in", system)
    group = Once(lambda: elb.describe_target_groups(TargetGroupArns=[ingress.target_group])["TargetGroups"][0])
    balancer = Once(
        lambda: elb.describe_load_balancers(LoadBalancerArns=group()["LoadBalancerArns"])["LoadBalancers"][0]
    )

    def attribute(key: str) -> Any:
        held = elb.describe_load_balancer_attributes(LoadBalancerArn=balancer()["LoadBalancerArn"])["Attributes"]
        return next((item["Value"] for item in held if item["Key"] == key), None)

    for promise, expected, path in (
        ("targets", "ip", "TargetType"),
        ("port", ingress.port, "Port"),
        ("health asked by", "HTTP", "HealthCheckProtocol"),
        ("health asked at", "/health", "HealthCheckPath"),
    ):
        yield thing.holds(promise, expected, lambda path=path: jmespath.search(path, group()))
    yield thing.holds("stands", "internal", lambda: balancer()["Scheme"])
    yield thing.holds("address", ingress.url, lambda: f"http://{balancer()['DNSName']}:{ingress.port}")
    yield thing.holds("logs", "true", lambda: attribute("access_logs.s3.enabled"))
    yield thing.holds(
        "protected from deletion", str(protected).lower(), lambda: attribute("deletion_protection.enabled")
    )
    gate = contract.functions_security_group
    if gate is not None:
        ec2 = account.client("ec2", contract.region)
        yield thing.holds(
            "open to",
            [gate],
            lambda: sorted(
                pair["GroupId"]
                for permission in ec2.describe_security_groups(GroupIds=balancer()["SecurityGroups"])["SecurityGroups"][
                    0
                ]["IpPermissions"]
                for pair in (*permission["UserIdGroupPairs"], *_blocks(permission))
            ),
        )


def _blocks(permission: dict[str, Any]) -> list[dict[str, str]]:
    """Address blocks as if they were groups, so that one that is let in shows."""
    return [{"GroupId": block["CidrIp"]} for block in permission.get("IpRanges", [])]
