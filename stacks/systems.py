"""The layer systems: the AI systems."""

from __future__ import annotations

import pulumi_aws as aws

from config.model import LandingZone
from config.system import System
from config.vocabulary import DataClass
from stacks import budgets, places, system_observability, system_serving
from stacks.references import Published, Upstream


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> Published:
    """What the layer publishes."""
    observed = {system.name: system_observability.compose(zone, using, upstream, system) for system in zone.cards}
    return {
        "environment": zone.environment,
        "account": zone.account,
        "region": zone.region,
        "systems": {
            system.name: {**_system(zone, using, upstream, system), **observed[system.name].published()}
            for system in zone.cards
        },
        "dashboard": system_observability.compose_estate(zone, using, list(observed.values())),
    }


def _system(zone: LandingZone, using: aws.Provider, upstream: Upstream, system: System) -> Published:
    budgets.of_system(zone, using, upstream, system)
    serving = system_serving.compose(zone, using, upstream, system)
    return {
        "name": system.name,
        "risk": str(system.card.risk.tier),
        "owner": system.card.owner,
        "record_bucket": places.bucket(zone, DataClass.DECISIONS, zone.region),
        "record_prefix": f"records/system={system.name}/",
        **serving.published(),
    }
