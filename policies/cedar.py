"""Cedar policies, as far as rules ask: whether a permit names who, what or when.

Grammar: https://docs.cedarpolicy.com/policies/syntax-grammar.html; AgentCore's principals, actions and resources:
https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/policy-scope.html; noted 2026-11-26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

_TOKEN: Final = re.compile(
    r"""(?P<blank>\s+|//[^\n]*) | "(?:[^"\\]|\\.)*" | [A-Za-z_]\w*(?:::[A-Za-z_]\w*)* | \d+ | [=!<>]= | && | \|\|
    | ::(?=") | [(){}\[\],;.:@<>!+*-]""",
    re.VERBOSE | re.DOTALL,
)
_OPEN: Final = {"(": ")", "{": "}", "[": "]"}
_ASKED: Final = frozenset({"principal", "action", "resource", "context"})
_SCOPE: Final = ("principal", "action", "resource")


class _NoPolicyError(ValueError):
    """The text is no Cedar policy."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy of a text."""

    permits: bool
    narrow: bool
    """It names a principal or an action, or has a condition that depends on what is asked.

    A resource does not count: it is the gateway that the engine stands at, and a type of principal is everybody of it.
    """


def read(text: Any) -> tuple[Policy, ...] | None:
    """The policies of a text; None where it is none."""
    if not isinstance(text, str):
        return None
    try:
        return tuple(_policies(list(_tokens(text))))
    except (_NoPolicyError, IndexError):
        return None


def _tokens(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _NoPolicyError
        if found["blank"] is None:
            yield found[0]
        place = found.end()


def _policies(tokens: list[str]) -> Iterator[Policy]:
    place = 0
    while place < len(tokens):
        while tokens[place] == "@":  # @id("refunds")
            place = _close(tokens, place + 2) if tokens[place + 2] == "(" else place + 2
        effect = tokens[place]
        end = _close(tokens, place + 1)
        narrow = _names_somebody(tokens[place + 2 : end - 1])
        while tokens[end] in {"when", "unless"}:
            begin, end = end + 2, _close(tokens, end + 1)
            narrow = narrow or _depends(tokens[begin : end - 1])
        if effect not in {"permit", "forbid"} or tokens[end] != ";":
            raise _NoPolicyError
        yield Policy(effect == "permit", narrow)
        place = end + 1


def _close(tokens: list[str], place: int) -> int:
    """Where what opens at the place has ended."""
    awaited = [_OPEN.get(tokens[place], "")]
    while awaited:
        place += 1
        if tokens[place] in _OPEN:
            awaited.append(_OPEN[tokens[place]])
        elif tokens[place] == awaited[-1]:
            awaited.pop()
        elif tokens[place] in _OPEN.values():
            raise _NoPolicyError
    return place + 1


def _names_somebody(scope: list[str]) -> bool:
    """Whether the scope says which principal or which action."""
    parts = list[list[str]]([[]])
    depth = 0
    for token in scope:
        depth += (token in _OPEN) - (token in _OPEN.values())
        if token == "," and depth == 0:  # noqa: S105  a comma
            parts.append([])
        else:
            parts[-1].append(token)
    if [part[:1] for part in parts] != [[name] for name in _SCOPE]:
        raise _NoPolicyError
    return any(token in {"==", "in"} for part in parts[:2] for token in part)


def _depends(condition: list[str]) -> bool:
    """Whether a condition depends on what is asked; a test of a type alone does not."""
    told = [token for place, token in enumerate(condition) if token in _ASKED and condition[place - 1 : place] != ["."]]
    typed = [token for token, after in pairwise(condition) if token in _ASKED and after == "is"]
    return len(told) > len(typed)
