"""What a pool may run in each Region of a pair: the same pool, bought differently where it stands by."""

from __future__ import annotations

from config.model.cluster import Pool, Share
from config.vocabulary import Capacity, Role


def capacity_in(pool: Pool, role: Role) -> tuple[Share, ...]:
    """How the instances of a pool are bought on one side of the pair, in order.

    The recovery side is as large as the primary: what is not reserved there is bought `then`, at failover, without a
    promise that AWS has it. Without `then` the pool ends at what is reserved.
    """
    if role is Role.PRIMARY:
        return pool.capacity
    kept = pool.recovery.reserved
    rest = most_in(pool, role) - kept
    return (
        *((Share(buy=Capacity.RESERVED, instances=kept),) if kept else ()),
        *((Share(buy=pool.recovery.then, instances=rest),) if pool.recovery.then is not None and rest else ()),
    )


def most_in(pool: Pool, role: Role) -> int:
    """The most instances of a pool on one side of the pair."""
    here, kept = most_instances(pool.capacity), pool.recovery.reserved
    if role is Role.PRIMARY:
        return here
    return kept if pool.recovery.then is None else max(here, kept)


def most_instances(capacity: tuple[Share, ...]) -> int:
    """The most instances that the shares allow together."""
    return sum(share.instances for share in capacity)


def reserved_instances(capacity: tuple[Share, ...]) -> int:
    """The instances that are reserved, whatever else the shares allow."""
    return sum(share.instances for share in capacity if share.buy is Capacity.RESERVED)
