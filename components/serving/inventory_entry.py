"""InventoryEntry: what an AI system is and what it is made of, where everybody who asks finds the same.

Guarantees: a parameter /lz/ENVIRONMENT/inventory/SYSTEM for each system, in plain text: whoever reviews a change sees
what it says, so nothing secret may ever be in it. Its names come from the system's card, not from what was made: a rule
holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_aws import ssm

from components import kit
from config.vocabulary import EnvironmentName, RegionName, SystemName

LONGEST: Final = 4096
"""Characters of a parameter of the tier Standard, which costs nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InventoryEntryArgs:
    """What is registered."""

    environment: EnvironmentName
    system: SystemName
    region: RegionName
    facts: Mapping[str, str]
    """What is known of the system: owner, purpose, risk-tier and more."""
    resources: Mapping[str, Sequence[str]]
    """What it is made of: type token to names."""
    tags: Mapping[str, str]


def parameter_name(environment: str, system: str) -> str:
    """The name of a system's entry."""
    return f"/{kit.PREFIX}/{environment}/inventory/{system}"


def content(args: InventoryEntryArgs) -> str:
    """The entry, JSON."""
    named = {type_: sorted(names) for type_, names in args.resources.items() if names}
    return kit.document({**args.facts, "system": args.system, "resources": named})


class InventoryEntry(pulumi.ComponentResource):
    """A system's entry in the inventory of its environment and Region."""

    parameter: pulumi.Output[str]
    """Its name."""

    def __init__(self, name: str, args: InventoryEntryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:InventoryEntry", name, None, opts)
        entry = ssm.Parameter(
            f"{name}-entry",
            name=parameter_name(args.environment, args.system),
            description=f"What the AI system {args.system} is, and what it is made of",
            type="String",
            insecure_value=content(args),
            region=args.region,
            tags=dict(args.tags),
            opts=kit.child(self),
        )
        self.parameter = entry.name
        self.register_outputs({"parameter": self.parameter})
