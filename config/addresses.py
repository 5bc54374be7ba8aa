"""Address blocks: do they overlap, and which block is free."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network

PRIVATE: tuple[IPv4Network, ...] = (
    IPv4Network("10.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
)
"""Private address space, RFC 1918."""

SHARED = IPv4Network("100.64.0.0/10")
"""Shared address space, RFC 6598: AWS takes it as a secondary block of a VPC, and nothing outside routes to it."""


def pool_of(block: IPv4Network) -> IPv4Network | None:
    """The space a block is part of; None where it is neither private nor shared."""
    return next((pool for pool in (*PRIVATE, SHARED) if block.subnet_of(pool)), None)


def free_block(wanted: IPv4Network, taken: Iterable[IPv4Network], pool: IPv4Network) -> IPv4Network | None:
    """The first block of the wanted size, at or after the wanted one, that overlaps nothing taken.

    Begins again at the pool's start when its end is reached; None where the pool has none left. Steps over whole taken
    blocks, so that a /28 in a /8 costs no more than the number taken.
    """
    if wanted.prefixlen < pool.prefixlen:
        return None
    size = wanted.num_addresses
    blocks = sorted((b for b in taken if b.overlaps(pool)), key=lambda b: (b.network_address, -b.prefixlen))
    begin, first = int(pool.network_address), max(int(wanted.network_address), int(pool.network_address))
    for start, end in ((first, begin + pool.num_addresses), (begin, begin + pool.num_addresses)):
        at = start
        for block in blocks:
            low = int(block.network_address)
            high = low + block.num_addresses
            if at < high and low < at + size:
                at = -(-high // size) * size
        if at + size <= end:
            return IPv4Network((at, wanted.prefixlen))
    return None
