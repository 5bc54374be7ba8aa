"""Where the targets of a system are: what its decision function is told, and what asking them needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from components import kit
from components.kit import Statement
from config.model import LandingZone
from config.system import System
from config.vocabulary import Layer, Runtime
from stacks.decision_settings import OWN
from stacks.references import Upstream
from stacks.system_decision import Targets
from stacks.system_serving import Serving


def targets(zone: LandingZone, upstream: Upstream, system: System, serving: Serving) -> Targets:
    """The own model first, then the foundation models that the card falls back on; people need no place."""
    place, statements = _own(zone, upstream, system)
    guardrail = serving.guardrail
    return Targets(
        places={
            OWN: place,
            **{
                name: {
                    "model": target.profile_arn,
                    **(
                        {"guardrail": {"id": guardrail.guardrail_id, "version": guardrail.version}} if guardrail else {}
                    ),
                }
                for name, target in serving.targets.items()
            },
        },
        statements=statements,
        policies={f"asks-{name}": target.policy_arn for name, target in serving.targets.items()},
    )


def _own(zone: LandingZone, upstream: Upstream, system: System) -> tuple[Mapping[str, Any], tuple[Statement, ...]]:
    match system.card.serve.runtime:
        case Runtime.VLLM:
            url = pulumi.Output.from_input(upstream.value(Layer.PLATFORM, "ingresses", system.name, "url"))
            return {"url": url.apply(lambda base: f"{base}/v1"), "model": system.model.name}, ()
        case Runtime.SAGEMAKER:
            endpoint = kit.resource_name(zone.environment, system.name)
            arn = f"arn:aws:sagemaker:{zone.region}:{zone.account}:endpoint/{endpoint}"
            return {"endpoint": endpoint}, (kit.allow("AskOwnModel", ["sagemaker:InvokeEndpoint"], [arn]),)
