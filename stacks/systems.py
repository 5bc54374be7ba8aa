"""The layer systems: the AI systems."""

from __future__ import annotations

import pulumi_aws as aws

from config.model import LandingZone
from config.system import System
from config.vocabulary import DataClass
from stacks import (
    budgets,
    gate,
    places,
    record_keeping,
    system_api,
    system_endpoint,
    system_inventory,
    system_observability,
    system_serving,
    system_targets,
)
from stacks.gate import Gate
from stacks.record_keeping import Keeping
from stacks.references import Published, Upstream
from stacks.system_decision import Deciding, function_names


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> Published:
    """What the layer publishes."""
    observed = {
        system.name: system_observability.compose(
            zone,
            using,
            upstream,
            system,
            functions=function_names(zone, system),
            endpoint=system_endpoint.shown(zone, system),
        )
        for system in zone.cards
    }
    keeping = record_keeping.compose(zone, using, upstream) if zone.cards else None
    before = gate.compose(zone, using, upstream) if zone.cards else None
    systems = _systems(zone, using, upstream, keeping, before) if keeping and before else {}
    return {
        "environment": zone.environment,
        "account": zone.account,
        "region": zone.region,
        "records": keeping.published if keeping else None,
        "systems": {name: {**system, **observed[name].published()} for name, system in systems.items()},
        "web_acl": before.published if before else None,
        "dashboard": system_observability.compose_estate(zone, using, list(observed.values())),
    }


def _systems(
    zone: LandingZone, using: aws.Provider, upstream: Upstream, keeping: Keeping, before: Gate
) -> dict[str, Published]:
    return {s.name: _system(zone, using, upstream, s, keeping=keeping, before=before) for s in zone.cards}


def _system(
    zone: LandingZone, using: aws.Provider, upstream: Upstream, system: System, *, keeping: Keeping, before: Gate
) -> Published:
    budget = budgets.of_system(zone, using, upstream, system)
    serving = system_serving.compose(zone, using, upstream, system)
    targets = system_targets.targets(upstream, system, serving)
    deciding = Deciding(zone, using, upstream, system, keeping).published(targets)
    return {
        "name": system.name,
        "risk": str(system.card.risk.tier),
        "owner": system.card.owner,
        "budget": budget,
        "record_bucket": places.bucket(zone, DataClass.DECISIONS, zone.region),
        "record_prefix": system.record_prefix,
        "api": system_api.compose(
            zone, using, upstream, system, functions=deciding["functions"], web_acl_arn=before.arn
        ),
        "inventory": system_inventory.compose(zone, using, system),
        **serving.published(),
        **deciding,
    }
