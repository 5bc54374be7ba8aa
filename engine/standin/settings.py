"""The provider's own configuration, as the engine sends it: structured values arrive as JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.standin.errors import Problem, StandinError
from graph.model import UNKNOWN

MOTO_ACCOUNT = "123456789012"
"""moto's own account, for a provider that allows every account."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One configured provider."""

    endpoint: str
    """The moto server's URL."""
    region: str
    account: str
    default_tags: Mapping[str, str]


def _structured(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def check(config: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a provider's arguments."""
    problems: list[Problem] = []
    region = config.get("region")
    if isinstance(region, str) and not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", region):
        problems.append(Problem("region", f"{region!r} is not an AWS Region, for example eu-west-1"))
    for prop in ("defaultTags", "allowedAccountIds", "forbiddenAccountIds"):
        try:
            _structured(config.get(prop))
        except ValueError:
            problems.append(Problem(prop, "is not JSON; Pulumi sends structured provider arguments as JSON text"))
    return problems


def configure(config: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """Settings from the provider's arguments and the process environment; StandinError says what is missing."""
    endpoint = environment.get("LZ_MOTO_ENDPOINT", "")
    if not endpoint:
        raise StandinError(
            "LZ_MOTO_ENDPOINT is not set: this aws provider is the sandbox's stand-in, and the sandbox is not running; "
            "start it through `lz up`, or take the stand-in off PATH to reach AWS"
        )
    region = config.get("region") or environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    if not isinstance(region, str):
        raise StandinError("the aws provider has no region; give aws.Provider(region=...) or set aws:region")
    allowed = _structured(config.get("allowedAccountIds")) or []
    if len(allowed) > 1:
        raise StandinError(
            f"allowedAccountIds names {len(allowed)} accounts; the sandbox needs exactly one to stand in"
        )
    account = str(allowed[0]) if allowed else MOTO_ACCOUNT
    tags = (_structured(config.get("defaultTags")) or {}).get("tags") or {}
    return Settings(endpoint, region, account, {k: v for k, v in tags.items() if v is not UNKNOWN})
