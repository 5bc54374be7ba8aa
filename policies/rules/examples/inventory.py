"""The inventory of AI systems."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from policies.inventory import NAMES, PARAMETER
from policies.rule import Example, Examples
from policies.rules.examples.build import AI_TAGS, aws

_SYSTEM: Final = AI_TAGS["lz:system"]


def entry(resources: Mapping[str, Sequence[str]]) -> str:
    """What the inventory says of the system of the examples, JSON."""
    facts = {
        "system": _SYSTEM,
        "owner": AI_TAGS["lz:owner"],
        "purpose": "Answers questions about orders.",
        "risk-tier": AI_TAGS["lz:risk-tier"],
    }
    return json.dumps({**facts, "resources": resources})


def entered(stack: Examples) -> Examples:
    """The stack with the entry of its system, which names what the stack makes of it."""
    named = defaultdict[str, list[str]](list)
    for example in stack:
        if _is_part(example):
            named[example.type].append(example.properties[NAMES[example.type]])
    return (
        *stack,
        aws(
            PARAMETER,
            "entry",
            name=f"/lz/prod/inventory/{_SYSTEM}",
            type="String",
            insecureValue=entry({type_: sorted(names) for type_, names in sorted(named.items())}),
        ),
    )


def _is_part(example: Example) -> bool:
    return example.type in NAMES and example.properties.get("tags", {}).get("lz:system") == _SYSTEM
