"""What the deployment says through environment variables; each function reads those it needs, all at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any

from functions.settings.errors import SettingsError
from functions.settings.system import Kind, System
from functions.validation import InvalidError, validator


@unique
class Variable(StrEnum):
    """An environment variable of a function."""

    ENVIRONMENT = "LZ_ENVIRONMENT"
    """The environment's name, for the record."""
    REGION = "AWS_REGION"
    """Set by Lambda."""
    STORE_BUCKET = "LZ_STORE_BUCKET"
    """The locked bucket of records."""
    STREAM = "LZ_STREAM"
    """The Firehose stream that feeds the table."""
    IDEMPOTENCY_TABLE = "LZ_IDEMPOTENCY_TABLE"
    """The table of requests; key `id`, expiry `expiration`."""
    BREAKER_TABLE = "LZ_BREAKER_TABLE"
    """The table of breakers; key `id`, expiry `expiration`."""
    STOP_TABLE = "LZ_STOP_TABLE"
    """The table that says whether people have stopped the system; key `id`."""
    REVIEW_TABLE = "LZ_REVIEW_TABLE"
    """The table of pending reviews; key `id`, expiry `expiration`."""
    REVIEW_QUEUE_URL = "LZ_REVIEW_QUEUE_URL"
    """The queue that people work off."""
    ANSWERS_QUEUE_URL = "LZ_ANSWERS_QUEUE_URL"
    """The queue that answers go to where requests come from a queue or a stream; unset where nothing comes so."""
    SPOOL_QUEUE_URL = "LZ_SPOOL_QUEUE_URL"
    """The queue of records that the store refused."""
    SUBJECT_KEY = "LZ_SUBJECT_KEY"
    """The HMAC key of KMS that pseudonyms are made with, by alias or ARN."""
    MANIFEST_KEY = "LZ_MANIFEST_KEY"
    """The asymmetric KMS key that signs manifests."""
    TARGETS = "LZ_TARGETS"
    """JSON: where each target of `system.json` is, by its name."""
    MIRROR_QUEUE_URL = "LZ_MIRROR_QUEUE_URL"
    """The queue that a share of decided requests goes to where the card names a challenger."""


_PLACES = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "url": {"type": "string", "pattern": "^https?://"},
            "model": {"type": "string", "minLength": 1},
            "endpoint": {"type": "string", "minLength": 1},
            "guardrail": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "version"],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    # DRAFT changes under its name; a record must say what stood between.
                    "version": {"type": "string", "pattern": "^[1-9][0-9]*$"},
                },
            },
        },
    },
}
_NEEDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.VLLM: ("url", "model"),
    Kind.SAGEMAKER: ("endpoint",),
    Kind.BEDROCK: ("model", "guardrail"),
    Kind.HUMAN: (),
}


@dataclass(frozen=True, slots=True)
class Guardrail:
    """A Bedrock guardrail at a numbered version."""

    id: str
    version: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a target is."""

    url: str = ""
    """Base of the HTTP API, for vllm: http://host:8000/v1."""
    model: str = ""
    """The name the server knows the model by; for Bedrock a model id or an inference profile's ARN."""
    endpoint: str = ""
    """The name of a SageMaker endpoint."""
    guardrail: Guardrail | None = None


def read(environ: Mapping[str, str], wanted: Iterable[Variable]) -> dict[Variable, str]:
    """The values of these variables; SettingsError names every one that is missing."""
    found = {variable: environ.get(variable, "") for variable in wanted}
    if missing := [str(variable) for variable, value in found.items() if not value]:
        verb = "is" if len(missing) == 1 else "are"
        raise SettingsError(f"{', '.join(missing)} {verb} not set in the function's environment")
    return found


def places(text: str, system: System) -> dict[str, Place]:
    """LZ_TARGETS, held against the targets of the system."""
    try:
        given = json.loads(text)
        validator(_PLACES)(given)
    except InvalidError as error:
        raise SettingsError(f"{Variable.TARGETS}: {error}") from None
    except ValueError:
        raise SettingsError(f"{Variable.TARGETS} is not JSON") from None
    for target in system.targets:
        if missing := [key for key in _NEEDS[target.kind] if key not in given.get(target.name, {})]:
            raise SettingsError(
                f"{Variable.TARGETS}: {target.name}, a target of the kind {target.kind}, has no {missing[0]}"
            )
    return {name: _place(place) for name, place in given.items()}


def _place(given: dict[str, Any]) -> Place:
    guardrail = given.get("guardrail")
    return Place(
        url=given.get("url", "").rstrip("/"),
        model=given.get("model", ""),
        endpoint=given.get("endpoint", ""),
        guardrail=Guardrail(**guardrail) if guardrail else None,
    )
