"""Whether a model or a guardrail may be computed where its profile routes it."""

from __future__ import annotations

from typing import Any

from policies.organisation import organisation


def allowed(identifier: Any) -> bool:
    """Whether a profile's geography, or a model's Region, is one the organisation allows.

    A system-defined profile begins with its geography (eu.anthropic.claude-...), alone or at the end of its ARN; a
    foundation model has an ARN that names its Region. What is neither is not allowed.
    """
    parts = str(identifier).split(":", 5)
    if parts[0] != "arn":
        return _in_geography(str(identifier))
    kind, _, name = parts[-1].partition("/")
    return parts[3] in organisation().allowed_regions if kind == "foundation-model" else _in_geography(name)


def _in_geography(profile: str) -> bool:
    return profile.partition(".")[0] in organisation().allowed_geographies
