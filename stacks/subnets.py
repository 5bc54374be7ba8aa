"""Where in the VPC a thing of a later layer stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from config.model import LandingZone
from config.vocabulary import Layer, Tier
from stacks.references import Upstream


def subnet(upstream: Upstream, tier: Tier, zone: str, field: str = "id") -> pulumi.Input[str]:
    """A field of the subnet of a tier in a zone, from this run or from the stack of the layer network."""

    def find(subnets: Sequence[Mapping[str, Any]]) -> Any:
        return next(s[field] for s in subnets if s["tier"] == str(tier) and s["zone"] == zone)

    published = upstream.value(Layer.NETWORK, "subnets")
    return published.apply(find) if isinstance(published, pulumi.Output) else find(published)


def by_zone(zone: LandingZone, upstream: Upstream, tier: Tier, field: str = "id") -> dict[str, pulumi.Input[str]]:
    """The same of every zone, by the zone's id."""
    return {z: subnet(upstream, tier, z, field) for z in sorted(zone.network.zones)}
