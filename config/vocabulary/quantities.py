"""Quantities of AI systems, each written with its unit: memory, tokens, shares, waits, prices."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from config.vocabulary.scalars import spelled

GIB = 1024**3
"""Bytes in a GiB."""

_MEMORY = {"MiB": 1024**2, "GiB": GIB}
_WAITS = {"ms": 1, "s": 1000, "m": 60_000}


def _parsed(pattern: str, read: Callable[[re.Match[str]], Any], otherwise: str) -> BeforeValidator:
    """Reads text by a pattern; other text and bare numbers are refused, what is read already passes."""

    def parse(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return value
        match = re.fullmatch(pattern, value) if isinstance(value, str) else None
        if match is None:
            raise ValueError(otherwise)
        return read(match)

    return BeforeValidator(parse)


def _written(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


def format_memory(value: int) -> str:
    """The spelling that is read back to the same number of bytes."""
    return f"{value // GIB}GiB" if value % GIB == 0 else f"{value // _MEMORY['MiB']}MiB"


def format_tokens(value: int) -> str:
    """The spelling that is read back to the same number of tokens."""
    return f"{value // 1024}k" if value % 1024 == 0 else str(value)


def format_wait(value: timedelta) -> str:
    """The shortest spelling that is read back to the same value."""
    whole = round(value.total_seconds() * 1000)
    unit = next(unit for unit, size in sorted(_WAITS.items(), key=lambda u: -u[1]) if whole % size == 0)
    return f"{whole // _WAITS[unit]}{unit}"


def format_share(value: float) -> str:
    """99.9% for 0.999; at most four decimals."""
    return f"{round(value * 100, 4):g}%"


Memory = Annotated[
    int,
    _parsed(r"([1-9]\d*)(MiB|GiB)", lambda m: int(m[1]) * _MEMORY[m[2]], "is not a size; write for example 24GiB"),
    Field(gt=0),
    PlainSerializer(format_memory),
    _written(r"^[1-9]\d*(MiB|GiB)$", "24GiB"),
]
"""An amount of memory in bytes, written 24GiB or 22888MiB."""

Tokens = Annotated[
    int,
    _parsed(
        r"([1-9]\d*)(k?)",
        lambda m: int(m[1]) * (1024 if m[2] else 1),
        "is not a number of tokens; write for example 16k (1k is 1024)",
    ),
    Field(gt=0),
    PlainSerializer(format_tokens),
    _written(r"^[1-9]\d*k?$", "16k"),
]
"""A number of tokens, written 16k (16 times 1024)."""

Share = Annotated[
    float,
    _parsed(r"(\d{1,3}(?:\.\d{1,4})?)%", lambda m: float(m[1]) / 100, "is not a share; write for example 99.9%"),
    Field(gt=0, le=1),
    PlainSerializer(format_share),
    _written(r"^\d{1,3}(\.\d{1,4})?%$", "99.9%"),
]
"""A share of a whole, written 99.9%; 1 is the whole."""

Wait = Annotated[
    timedelta,
    _parsed(
        r"([1-9]\d*)(ms|s|m)",
        lambda m: timedelta(milliseconds=int(m[1]) * _WAITS[m[2]]),
        "is not a wait; write for example 800ms, 10s or 30m",
    ),
    PlainSerializer(format_wait),
    _written(r"^[1-9]\d*(ms|s|m)$", "800ms"),
]
"""How long a caller or a rollout waits, written 800ms, 10s or 30m."""

UsdPerHour = Annotated[
    float,
    _parsed(r"(\d+(?:\.\d{1,3})?) USD/h", lambda m: float(m[1]), "is not an hourly amount; write for example 38 USD/h"),
    Field(gt=0),
    PlainSerializer(lambda v: f"{v:g} USD/h"),
    _written(r"^\d+(\.\d{1,3})? USD/h$", "38 USD/h"),
]
"""US dollars an hour."""

Confidence = Annotated[float, Field(ge=0, le=1)]
"""How sure a model is of an answer, from 0 to 1."""

Digest = Annotated[
    str,
    spelled(r"^sha256:[0-9a-f]{64}$", "is not a SHA-256 digest", f"sha256:{'0123456789abcdef' * 4}"),
]
"""The content address of weights or of an image."""

SystemName = Annotated[
    str,
    Field(max_length=24),
    spelled(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "is not lower-case words joined by hyphens", "support-assistant"),
]
"""The name of a file in config/systems; part of the names of what the system is made of, hence short."""

PoolName = Annotated[
    str,
    Field(max_length=16),
    spelled(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "is not lower-case words joined by hyphens", "inference"),
]
"""The name of a pool of nodes."""

ModelName = Annotated[
    str,
    Field(max_length=48),
    spelled(r"^[a-z0-9]+([.-][a-z0-9]+)*$", "is not the name of a file in config/models", "llama-3.1-8b-instruct"),
]
"""The name of a file in config/models."""

DatasetName = Annotated[
    str,
    Field(max_length=48),
    spelled(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "is not the name of a file in config/datasets", "orders"),
]
"""The name of a file in config/datasets: the contract of the data a system reads or writes."""

InstanceType = Annotated[str, spelled(r"^(ml\.)?[a-z][a-z0-9-]*\.[a-z0-9-]+$", "is not an instance type", "g6.xlarge")]
"""An EC2 instance type, or a SageMaker one (ml.)."""
