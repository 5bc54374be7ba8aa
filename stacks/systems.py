"""The layer systems: the AI systems."""

from __future__ import annotations

import pulumi_aws as aws

from config.model import LandingZone
from config.vocabulary import DataClass
from stacks import places
from stacks.references import Published, Upstream


def compose(zone: LandingZone, _using: aws.Provider, _upstream: Upstream) -> Published:
    """What the layer publishes."""
    return {
        "environment": zone.environment,
        "account": zone.account,
        "region": zone.region,
        "systems": {
            system.name: {
                "name": system.name,
                "risk": str(system.card.risk.tier),
                "owner": system.card.owner,
                "record_bucket": places.bucket(zone, DataClass.DECISIONS, zone.region),
                "record_prefix": f"records/system={system.name}/",
            }
            for system in zone.cards
        },
    }
