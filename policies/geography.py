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


def stays(identifier: Any) -> bool:
    """Whether what a model's id or ARN names computes where the organisation allows, given its own Region is allowed.

    A model by its plain id, and a profile or a model of the account, compute where they stand; what the profile of an
    account is copied from is another rule's matter.
    """
    parts = str(identifier).split(":", 5)
    if parts[0] != "arn" or len(parts) < 6:
        geography = parts[0].partition(".")[0]
        return not _is_geography(geography) or geography in organisation().allowed_geographies
    if parts[5].startswith("inference-profile/"):
        return allowed(identifier)
    return parts[3] in organisation().allowed_regions


def _is_geography(prefix: str) -> bool:
    """What a profile's id begins with: a code of two letters, or one of AWS's longer ones; makers' names are longer."""
    return len(prefix) == _CODE or prefix in {"apac", "global", "us-gov"}


_CODE = 2


def _in_geography(profile: str) -> bool:
    return profile.partition(".")[0] in organisation().allowed_geographies
