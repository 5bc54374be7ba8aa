"""Where the targets of a system are: what its decision function is told, and what asking them needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from config.system import System
from config.vocabulary import Layer
from stacks.decision_settings import OWN
from stacks.references import Upstream
from stacks.system_decision import Targets
from stacks.system_serving import Serving


def targets(upstream: Upstream, system: System, serving: Serving) -> Targets:
    """The own model first, then the foundation models that the card falls back on; people need no place."""
    return Targets(
        places={OWN: _own(upstream, system, serving), **_others(serving)},
        policies={f"asks-{name}": arn for name, arn in serving.policies().items()},
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
