"""Scalars that cannot hold nonsense: each is spelled in one way and says so when it is not."""

from __future__ import annotations

import re
from datetime import timedelta
from ipaddress import IPv4Network
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from config.regions import REGIONS


def _known_region(value: str) -> str:
    if value not in REGIONS:
        prefix = value.partition("-")[0]
        near = ", ".join(r for r in REGIONS if r.startswith(prefix)) or ", ".join(REGIONS)
        raise ValueError(f"is not an AWS Region; choose one of {near}")
    return value


_UNITS = {"m": 60, "h": 3600, "d": 86400}


def parse_duration(value: object) -> object:
    """'15m', '24h', '7d' to a timedelta; anything else is left to pydantic's own message."""
    if isinstance(value, str):
        match = re.fullmatch(r"(\d+)([mhd])", value)
        if match is None:
            raise ValueError("is not a duration; write a whole number and m, h or d, for example 15m")
        return timedelta(seconds=int(match[1]) * _UNITS[match[2]])
    return value


def format_duration(value: timedelta) -> str:
    """The shortest spelling that parse_duration reads back to the same value."""
    seconds = int(value.total_seconds())
    for unit, size in sorted(_UNITS.items(), key=lambda item: -item[1]):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds // 60}m"


def _parse_usd(value: object) -> object:
    if isinstance(value, str):
        match = re.fullmatch(r"(\d+(?:\.\d{1,2})?) USD", value)
        if match is None:
            raise ValueError("is not an amount; write a number and USD, for example 6000 USD")
        return float(match[1])
    if isinstance(value, int | float):
        raise ValueError("has no currency; write a number and USD, for example 6000 USD")  # noqa: TRY004  pydantic reads ValueError
    return value


def spelled(pattern: str, otherwise: str, example: str) -> Any:
    """A bound on spelling: the pattern, what to say of a value that does not match it, and one that does.

    Editors read patternErrorMessage from the JSON schema, the loader reads it for its own message.
    """
    return Field(pattern=pattern, examples=[example], json_schema_extra={"patternErrorMessage": otherwise})


EnvironmentName = Annotated[
    str,
    Field(max_length=16),
    spelled(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "is not lower-case words joined by hyphens", "prod"),
]
"""The name of a file in config/environments, and of the Pulumi stack."""

AccountId = Annotated[str, spelled(r"^\d{12}$", "is not an AWS account id of twelve digits", "111122223333")]
"""A twelve-digit AWS account id, quoted in YAML: unquoted digits are a number and lose leading zeros."""

RegionName = Annotated[str, AfterValidator(_known_region), WithJsonSchema({"type": "string", "enum": sorted(REGIONS)})]
"""An AWS Region of the commercial partition."""

ZoneId = Annotated[str, spelled(r"^[a-z]{2,4}\d-az[1-8]$", "is not an Availability Zone id", "euw1-az1")]
"""An Availability Zone id such as euw1-az1; zone names (eu-west-1a) differ from account to account."""

Cidr = Annotated[
    IPv4Network,
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "format": "ipv4network", "examples": ["10.32.0.0/16"]}),
]
"""An IPv4 block without host bits."""

Days = Annotated[int, Field(ge=1, le=36500, strict=True)]
"""A retention in whole days."""

Duration = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration),
    WithJsonSchema({"type": "string", "pattern": r"^\d+[mhd]$", "examples": ["15m"]}),
]
"""A span such as 15m, 1h or 7d."""

Usd = Annotated[
    float,
    BeforeValidator(_parse_usd),
    Field(gt=0),
    PlainSerializer(lambda v: f"{f'{v:.2f}'.removesuffix('.00')} USD"),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d{1,2})? USD$", "examples": ["6000 USD"]}),
]
"""An amount of US dollars, written with its currency: 6000 USD."""

Email = Annotated[str, spelled(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "is not an e-mail address", "platform@example.com")]
"""Where a person or a team can be reached."""

Phone = Annotated[
    str,
    Field(max_length=25),
    spelled(r"^\+?[0-9][0-9 ()-]{4,23}$", "is not a telephone number", "+49 30 1234567"),
]
"""A telephone number, with its country's code."""
