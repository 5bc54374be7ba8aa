"""How two IAM patterns of ARNs stand to each other: `*` is any characters, `?` is one."""

from __future__ import annotations

import re
from functools import lru_cache

_WILD = "*?"
_STAR = "\0"
"""Stands in a text for the star of a pattern: only another star covers it."""


@lru_cache(maxsize=1 << 16)
def contains(outer: str, inner: str) -> bool:
    """Whether every text that the inner pattern covers is covered by the outer one."""
    parts = (".*" if c == "*" else f"[^{_STAR}]" if c == "?" else re.escape(c) for c in outer)
    return re.fullmatch("".join(parts), inner.replace("*", _STAR), re.DOTALL) is not None


@lru_cache(maxsize=1 << 16)
def overlap(one: str, other: str) -> bool:
    """Whether some text is covered by both patterns."""
    plain = min(_literal(one), _literal(other))
    if one[:plain] != other[:plain]:
        return False
    one, other = one[plain:], other[plain:]
    seen, waiting = set[tuple[int, int]](), [(0, 0)]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        at, there = one[here[0] : here[0] + 1], other[here[1] : here[1] + 1]
        if not at and not there:
            return True
        if at == "*":
            waiting.append((here[0] + 1, here[1]))
        if there == "*":
            waiting.append((here[0], here[1] + 1))
        if at == "*" and there and there != "*":
            waiting.append((here[0], here[1] + 1))
        if there == "*" and at and at != "*":
            waiting.append((here[0] + 1, here[1]))
        if at and there and "*" not in {at, there} and (at == there or "?" in {at, there}):
            waiting.append((here[0] + 1, here[1] + 1))
    return False


def _literal(pattern: str) -> int:
    """How many characters stand before the first wildcard."""
    return min((at for wild in _WILD if (at := pattern.find(wild)) >= 0), default=len(pattern))
