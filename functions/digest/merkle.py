"""A Merkle tree over leaves in order: one hash that changes when any leaf does, and short proofs for each.

Leaves and nodes are hashed with different prefixes (RFC 6962, section 2.1), so that a node cannot pass for a leaf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").hexdigest()
"""The root of no leaves, by the same RFC."""


def leaf(content: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> str:
    """The root over the contents of the leaves, hexadecimal."""
    return _root([leaf(content) for content in leaves]).hex() if leaves else EMPTY


def proof(leaves: Sequence[bytes], index: int) -> list[str]:
    """The hashes that lead from one leaf to the root, nearest first."""
    return [step.hex() for step in _path([leaf(content) for content in leaves], index)]


def proves(content: bytes, index: int, size: int, steps: Sequence[str], wanted: str) -> bool:
    """Whether the leaf at this place of a tree of this size leads to the wanted root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf(content)
    for step in steps:
        if last == 0:
            return False
        other = bytes.fromhex(step)
        if place & 1 or place == last:
            reached = node(other, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node(reached, other)
        place, last = place >> 1, last >> 1
    return last == 0 and reached.hex() == wanted


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _root(hashes: Sequence[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    cut = _split(len(hashes))
    return node(_root(hashes[:cut]), _root(hashes[cut:]))


def _path(hashes: Sequence[bytes], index: int) -> list[bytes]:
    if len(hashes) == 1:
        return []
    cut = _split(len(hashes))
    if index < cut:
        return [*_path(hashes[:cut], index), _root(hashes[cut:])]
    return [*_path(hashes[cut:], index - cut), _root(hashes[:cut])]
