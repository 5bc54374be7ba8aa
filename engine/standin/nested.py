"""What AWS adds inside a block that the program gives: `vpcConfig.clusterSecurityGroupId` of a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.model import UNKNOWN


def placed(state: Mapping[str, Any], outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The state with each dotted output inside its block; where there is no block there is no output."""
    result = {key: value for key, value in state.items() if "." not in key}
    for name, value in outputs.items():
        block, _, member = name.partition(".")
        if member and isinstance(result.get(block), Mapping):
            result[block] = {**result[block], member: value}
    return result


def taken(names: Iterable[str], state: Mapping[str, Any]) -> dict[str, Any]:
    """The dotted outputs that a state holds, by their dotted names; UNKNOWN where the block itself is unknown."""
    found: dict[str, Any] = {}
    for name in names:
        block, _, member = name.partition(".")
        if not member:
            continue
        held = state.get(block)
        if held is UNKNOWN:
            found[name] = UNKNOWN
        elif isinstance(held, Mapping) and member in held:
            found[name] = held[member]
    return found
