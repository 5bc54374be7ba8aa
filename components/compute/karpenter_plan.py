"""Arithmetic of a pool of GPU nodes: in which order it buys, how far each way goes, how long a node is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from config.vocabulary import Capacity

WEIGHTS = {Capacity.RESERVED: 100, Capacity.ON_DEMAND: 50, Capacity.SPOT: 10}
"""Karpenter tries the NodePool of the greatest weight first, and the next when that cannot (1 to 100).

What is reserved is paid for already; what may go with two minutes' notice comes last.
"""

LEAST_REST = timedelta(minutes=30)
"""A node whose last pod went stays at least so long: the next burst finds its driver, image and compiled kernels."""

LOADS = 3
"""A node is left alone for so many times what a replica needs to load, so that consolidation never outruns loading."""

LIFE = timedelta(days=14)
"""The oldest a node gets: Bottlerocket's fixes reach every node in that time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """So many instances bought in one way."""

    buy: Capacity
    instances: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One NodePool: a way of buying, its place in the order, and its ceiling."""

    capacity_type: str
    """Karpenter's word for it (karpenter.sh/capacity-type)."""
    weight: int
    gpus: int
    """The most devices of all its nodes together."""


def claims(capacity: tuple[Share, ...], gpus: int) -> tuple[Claim, ...]:
    """The NodePools of a pool, the first to be tried first; `gpus` are the devices that one replica uses.

    A larger instance than asked for counts with all its devices, so the ceiling holds whatever Karpenter chooses.
    """
    ordered = sorted(capacity, key=lambda share: -WEIGHTS[share.buy])
    return tuple(
        Claim(capacity_type=str(share.buy), weight=WEIGHTS[share.buy], gpus=share.instances * gpus) for share in ordered
    )


def rest(load: timedelta) -> timedelta:
    """How long an empty node is kept, for replicas that need `load` from their start until they serve."""
    minutes = -(-load * LOADS // timedelta(minutes=1))
    return max(LEAST_REST, timedelta(minutes=minutes))


def drain(grace: timedelta) -> timedelta:
    """How long a node that must go waits for its pods, of which the slowest needs `grace`.

    After it Karpenter deletes what is left, do-not-disrupt or not: without an end, a fix of the image would wait for
    ever on a pod that nobody may move.
    """
    return max(timedelta(minutes=10), 2 * grace)
