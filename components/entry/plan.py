"""The arithmetic of a way in: how long it waits, how much it lets through, what it takes for a valid body."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_MILLISECONDS = 29_000
"""The longest that API Gateway waits for an integration; more is a quota to be asked for, paid with throttling.
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"""
WINDOW_SECONDS = 300
"""The time in which AWS WAF counts the requests of one address."""
LEAST_LIMIT = 10
"""The lowest limit of a rate-based rule.
https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-high-level-settings.html"""
DRAFT_4 = "http://json-schema.org/draft-04/schema#"
"""The only JSON Schema that API Gateway knows.
https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html"""

_NOT_IN_DRAFT_4 = frozenset({"const", "contains", "else", "if", "propertyNames", "then", "$defs"})


@dataclass(frozen=True, slots=True)
class Throttle:
    """What a method lets through before it answers 429."""

    rate: float
    """Requests a second, for as long as anybody likes."""
    burst: int
    """Requests at once."""


def wait_milliseconds(seconds: float) -> int:
    """How long the API waits for a function that may run so long."""
    return min(LONGEST_MILLISECONDS, round(seconds * 1000))


def throttle(at_once: int, seconds: float) -> Throttle:
    """What a function of which so many run at once keeps up with when each call takes so long.

    More would only be refused by Lambda, after it was authorized, validated and paid. Raises ValueError where one of
    them is not positive.
    """
    if at_once <= 0 or seconds <= 0:
        raise ValueError(f"{at_once} calls at once of {seconds} s each")
    return Throttle(rate=math.ceil(10 * at_once / seconds) / 10, burst=at_once)


def address_limit(rates: Iterable[float]) -> int:
    """Requests that one address may send in a window: as many as all systems behind the gate keep up with together."""
    return max(LEAST_LIMIT, math.ceil(sum(rates) * WINDOW_SECONDS))


def model(title: str, schema: Mapping[str, Any]) -> str:
    """A JSON Schema as API Gateway takes it, JSON. Raises ValueError for a word that draft 4 does not have."""
    if strange := sorted(_words(schema) & _NOT_IN_DRAFT_4):
        raise ValueError(f"model {title}: JSON Schema draft 4 has no {', '.join(strange)}")
    return json.dumps({"$schema": DRAFT_4, "title": title, **schema}, sort_keys=True)


def _words(schema: Any) -> set[str]:
    """The keywords of a schema; the names of its properties are none."""
    if isinstance(schema, list):
        return {word for item in schema for word in _words(item)}
    if not isinstance(schema, Mapping):
        return set()
    found = set(schema)
    for word, below in schema.items():
        inner = below.values() if word == "properties" and isinstance(below, Mapping) else [below]
        found |= {each for value in inner for each in _words(value)} if word != "enum" else set()
    return found
