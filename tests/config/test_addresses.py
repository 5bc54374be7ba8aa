"""Overlap and free blocks, as properties over small pools that can be searched in full."""

from __future__ import annotations

from ipaddress import IPv4Network

from hypothesis import given
from hypothesis import strategies as st

from config.addresses import PRIVATE, SHARED, free_block, pool_of

POOL = IPv4Network("10.0.0.0/24")


@st.composite
def blocks(draw: st.DrawFn) -> IPv4Network:
    """A block inside the pool, of any size down to one of four addresses."""
    length = draw(st.integers(POOL.prefixlen, 30))
    index = draw(st.integers(0, 2 ** (length - POOL.prefixlen) - 1))
    return IPv4Network((int(POOL.network_address) + index * 2 ** (32 - length), length))


@given(blocks(), st.lists(blocks(), max_size=12))
def test_a_proposed_block_is_free_and_none_is_proposed_only_when_none_is(
    wanted: IPv4Network, taken: list[IPv4Network]
) -> None:
    """Compared with a search of every block of the size in the pool."""
    free = [b for b in POOL.subnets(new_prefix=wanted.prefixlen) if not any(b.overlaps(t) for t in taken)]
    after = [b for b in free if b >= wanted]

    expected = (after or free or [None])[0]

    assert expected == free_block(wanted, taken, POOL), (
        "the first free block at or after the wanted one, else the first"
    )


@given(blocks())
def test_a_block_nobody_has_is_proposed_itself(wanted: IPv4Network) -> None:
    """Nothing taken: nothing to move."""
    assert wanted == free_block(wanted, [], POOL)


def test_a_block_wider_than_the_pool_has_no_place() -> None:
    """A /8 cannot be found in a /10."""
    assert free_block(IPv4Network("100.0.0.0/8"), [], SHARED) is None


def test_what_lies_outside_the_pool_takes_nothing_from_it() -> None:
    """A neighbour in another space does not push a block along."""
    wanted = IPv4Network("10.0.0.0/26")

    assert wanted == free_block(wanted, [IPv4Network("192.168.0.0/16")], POOL)


def test_each_space_knows_its_blocks() -> None:
    """Private and shared space are told apart; public addresses have no pool."""
    assert PRIVATE[0] == pool_of(IPv4Network("10.32.0.0/16"))
    assert SHARED == pool_of(IPv4Network("100.64.0.0/16"))
    assert pool_of(IPv4Network("8.8.0.0/16")) is None
