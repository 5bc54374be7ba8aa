"""The arithmetic of pools: where reserved instances stand, how many devices a pool may have, which node groups it is.

Pure functions on plain data; the components spell what they answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from config.vocabulary import Capacity, ZoneId


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """So many instances bought in one way."""

    buy: Capacity
    instances: int


def spread(instances: int, zones: Iterable[ZoneId]) -> dict[ZoneId, int]:
    """How many instances stand in each zone, as evenly as they can; the first zones by name take what is left over.

    A zone without any is left out. The order in which zones are given moves nothing.
    """
    ordered = sorted(set(zones))
    each, over = divmod(instances, len(ordered))
    counts = {zone: each + (index < over) for index, zone in enumerate(ordered)}
    return {zone: count for zone, count in counts.items() if count}


def reserved(capacity: Sequence[Share]) -> int:
    """How many instances are reserved."""
    return sum(share.instances for share in capacity if share.buy is Capacity.RESERVED)


def most_devices(capacity: Sequence[Share], devices: int) -> int:
    """The most GPUs that all shares may have together, an instance having as many as one replica uses."""
    return devices * sum(share.instances for share in capacity)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedGroup:
    """A managed node group: one way of buying, in some zones, of a fixed size."""

    key: str
    """What tells it from the pool's others: reserved-euw1-az1, on-demand, spot."""
    buy: Capacity
    zones: tuple[ZoneId, ...]
    size: int


def node_groups(capacity: Sequence[Share], zones: Iterable[ZoneId]) -> tuple[PlannedGroup, ...]:
    """The node groups of a pool of kind managed, in the order of its shares.

    A capacity reservation is of one zone and a launch template names one reservation, so what is reserved is a group a
    zone. Everything else is one group over all zones.
    """
    ordered = tuple(sorted(set(zones)))
    planned: list[PlannedGroup] = []
    for share in capacity:
        if share.buy is Capacity.RESERVED:
            planned += [
                PlannedGroup(key=f"{share.buy}-{zone}", buy=share.buy, zones=(zone,), size=size)
                for zone, size in spread(share.instances, ordered).items()
            ]
        else:
            planned.append(PlannedGroup(key=str(share.buy), buy=share.buy, zones=ordered, size=share.instances))
    return tuple(planned)


MAX_PODS = 110
"""What EKS recommends for instances of up to 30 vCPUs with prefix delegation
(https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html)."""

_ADDRESSES_A_PREFIX = 16


def pod_addresses(interfaces: int, addresses: int) -> int:
    """Addresses for pods of an instance with so many interfaces of so many addresses each.

    With custom networking no pod is on the first interface, and with prefix delegation each address but an interface's
    own is a /28 (https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network.html).
    """
    return (interfaces - 1) * (addresses - 1) * _ADDRESSES_A_PREFIX


def cni_subnets(subnets: Mapping[ZoneId, str], security_group: str) -> dict[str, dict[str, str | list[str]]]:
    """The ENIConfigs of vpc-cni, one a zone, named by zone id: the value of the label topology.k8s.aws/zone-id."""
    return {zone: {"id": subnets[zone], "securityGroups": [security_group]} for zone in sorted(subnets)}
