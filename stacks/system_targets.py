"""Where the targets of a system are: what its decision function is told, and what asking them needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from config.system import System
from config.vocabulary import Layer
from stacks.decision_settings import OWN
from stacks.references import Upstream
from stacks.system_serving import Serving


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Where the targets of a system are, and what asking them needs."""

    places: Mapping[str, Mapping[str, Any]]
    """By the target's name, as LZ_TARGETS spells it; leaves may be Outputs."""
    policies: Mapping[str, pulumi.Input[str]]
    """ARNs of policies to attach, by the name of the target that each lets ask."""

    def only(self, *names: str) -> Targets:
        """Some of them: who may ask one may not ask the others."""
        return Targets(
            places={name: place for name, place in self.places.items() if name in names},
            policies={name: arn for name, arn in self.policies.items() if name in names},
        )

    def attached(self) -> dict[str, pulumi.Input[str]]:
        """The policies by a key that names the attachment."""
        return {f"asks-{name}": arn for name, arn in self.policies.items()}


def targets(upstream: Upstream, system: System, serving: Serving) -> Targets:
    """The own model first, then the foundation models that the card names; people need no place."""
    return Targets(
        places={OWN: _own(upstream, system, serving), **_others(serving)},
        policies=serving.policies(),
    )


def _own(upstream: Upstream, system: System, serving: Serving) -> Mapping[str, Any]:
    if serving.endpoint is not None:
        return {"endpoint": serving.endpoint.contract["name"]}
    url = pulumi.Output.from_input(upstream.value(Layer.PLATFORM, "ingresses", system.name, "url"))
    return {"url": url.apply(lambda base: f"{base}/v1"), "model": system.name, **_between(serving)}


def _others(serving: Serving) -> dict[str, Any]:
    return {name: {"model": target.profile_arn, **_between(serving)} for name, target in serving.targets.items()}


def _between(serving: Serving) -> dict[str, Any]:
    guardrail = serving.guardrail
    return {} if guardrail is None else {"guardrail": {"id": guardrail.guardrail_id, "version": guardrail.version}}
