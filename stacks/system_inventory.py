"""The entry of a system in the inventory: what its card says it is, and what a system of such a card is made of."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components import kit
from components.serving.inventory_entry import InventoryEntry, InventoryEntryArgs, content
from config.model import LandingZone
from config.system import System
from config.vocabulary import Runtime
from stacks import places, system_endpoint
from stacks.references import Published
from stacks.system_serving import target_name

_ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
_GUARDRAIL = "aws:bedrock/guardrail:Guardrail"
_PROFILE = "aws:bedrock/inferenceProfile:InferenceProfile"


def compose(zone: LandingZone, using: aws.Provider, system: System) -> Published:
    """What is promised of it: its name, and what it says."""
    args = InventoryEntryArgs(
        environment=zone.environment,
        system=system.name,
        region=zone.region,
        facts=_facts(system),
        resources=_resources(zone, system),
        tags=places.system_tags(system),
    )
    made = InventoryEntry(f"{system.name}-inventory", args, pulumi.ResourceOptions(providers=[using]))
    return {"parameter": made.parameter, "content": content(args)}


def _facts(system: System) -> dict[str, str]:
    card = system.card
    return {
        "owner": card.owner,
        "accountable": card.decision.accountable,
        "purpose": card.purpose,
        "decides": card.decision.what,
        "risk-tier": str(card.risk.tier),
        "acts-as": str(card.risk.role),
        "lifecycle": str(card.governance.stage),
        "review-by": card.governance.review_by.isoformat(),
        "model": f"{card.model.name}@{card.model.digest}",
        **({"documentation": card.governance.documentation} if card.governance.documentation else {}),
    }


def _resources(zone: LandingZone, system: System) -> dict[str, list[str]]:
    card = system.card
    own = card.serve.runtime is Runtime.SAGEMAKER
    return {
        _ENDPOINT: [system_endpoint.endpoint_name(zone, system)] if own else [],
        _GUARDRAIL: [kit.resource_name(zone.environment, system.name)] if card.guardrail else [],
        _PROFILE: [target_name(zone, system, name) for name in card.targets],
    }
