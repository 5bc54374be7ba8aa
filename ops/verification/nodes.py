"""What Karpenter makes nodes with: a role by a profile, one closed security group, a queue of warnings, capacity."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts.platform import NodesContract, PlatformContract, PoolContract
from config.vocabulary import Capacity
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_ANYWHERE = frozenset({"0.0.0.0/0", "::/0"})
_KEPT = "300"


def check(contract: PlatformContract, account: Account) -> Iterator[Line]:
    """The nodes' role and group, the interruption queue, and every pool."""
    if contract.nodes is not None and contract.node_role is not None:
        yield from _place(contract.nodes, contract.node_role, contract.region, account)
    if contract.interruption_queue is not None:
        yield from _queue(contract.interruption_queue, contract.region, account)
    for pool in contract.pools:
        yield from _pool(pool, contract.region, account)


def _place(nodes: NodesContract, role: str, region: str, account: Account) -> Iterator[Line]:
    iam, ec2 = account.client("iam", region), account.client("ec2", region)
    profile = account.thing("instance profile", nodes.instance_profile)
    yield profile.holds(
        "role",
        role,
        lambda: jmespath.search(
            "InstanceProfile.Roles[0].RoleName",
            iam.get_instance_profile(InstanceProfileName=nodes.instance_profile),
        ),
    )
    group = account.thing("security group", nodes.security_group)
    found = Once(lambda: ec2.describe_security_groups(GroupIds=[nodes.security_group])["SecurityGroups"][0])
    yield group.holds("lets in addresses", [], lambda: _addresses(found()["IpPermissions"]), judge=_same)
    yield group.holds("lets out to the internet", [443], lambda: _ports_to_anywhere(found()), judge=_same)
    for subnet in nodes.subnets:
        yield account.thing("subnet", f"{subnet.id} of nodes").holds(
            "zone",
            subnet.zone_name,
            lambda subnet=subnet: jmespath.search(
                "Subnets[0].AvailabilityZone", ec2.describe_subnets(SubnetIds=[subnet.id])
            ),
        )


def _same(found: Any, expected: Any) -> bool:
    return list(found) == list(expected)


def _addresses(permissions: list[dict[str, Any]]) -> list[str]:
    return sorted(r["CidrIp"] for permission in permissions for r in permission.get("IpRanges", []))


def _ports_to_anywhere(group: dict[str, Any]) -> list[int]:
    """The ports open to the whole internet; -1 for all of them."""
    return sorted(
        permission.get("FromPort", -1)
        for permission in group["IpPermissionsEgress"]
        if {r["CidrIp"] for r in permission.get("IpRanges", [])} & _ANYWHERE
    )


def _queue(name: str, region: str, account: Account) -> Iterator[Line]:
    sqs = account.client("sqs", region)
    thing = account.thing("queue", name)

    def read() -> dict[str, str]:
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        found: dict[str, str] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return found

    found = Once(read)
    yield thing.holds("encrypted by SQS", "true", lambda: found().get("SqsManagedSseEnabled"))
    yield thing.holds("keeps (seconds)", _KEPT, lambda: found().get("MessageRetentionPeriod"))
    yield thing.holds(
        "lets in", ["events.amazonaws.com"], lambda: _services(found()["Policy"]) if "Policy" in found() else None
    )


def _services(policy: str) -> list[str]:
    allowed = [s for s in json.loads(policy)["Statement"] if s["Effect"] == "Allow"]
    return sorted({str(s["Principal"].get("Service", "others")) for s in allowed})


def _pool(pool: PoolContract, region: str, account: Account) -> Iterator[Line]:
    ec2 = account.client("ec2", region)
    wanted = sum(share.instances for share in pool.capacity if share.buy is Capacity.RESERVED)
    for identity in pool.reservations:
        thing = account.thing("reservation", f"{identity} of pool {pool.name}")
        found = Once(
            lambda identity=identity: ec2.describe_capacity_reservations(CapacityReservationIds=[identity])[
                "CapacityReservations"
            ][0]
        )
        yield thing.holds("state", "active", lambda found=found: found().get("State"))
        yield thing.holds("for", pool.instances[0], lambda found=found: found().get("InstanceType"))
        yield thing.holds("given to", "targeted", lambda found=found: found().get("InstanceMatchCriteria"))
        yield thing.holds("ends", "unlimited", lambda found=found: found().get("EndDateType"))
    if pool.reservations:
        # One thing of the first reservation's name, so that a sandbox that made none says so here too.
        yield account.thing("pool", f"{pool.name} {pool.reservations[0]}").holds(
            "reserved instances",
            wanted,
            lambda: sum(
                r["TotalInstanceCount"]
                for r in ec2.describe_capacity_reservations(CapacityReservationIds=pool.reservations)[
                    "CapacityReservations"
                ]
            ),
        )
