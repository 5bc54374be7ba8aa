"""OpenAPI documents in the text of a property: what may be done, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, cast

import yaml

_METHODS: Final = frozenset({"delete", "get", "head", "options", "patch", "post", "put", "trace"})
_CHANGING: Final = frozenset({"delete", "patch", "post", "put"})


@dataclass(frozen=True, slots=True)
class Operation:
    """What may be done at one path by one method."""

    changes: bool
    """By its method; what a GET does in truth nobody can tell."""
    confirmed: bool
    """The agent asks its user first (x-requireConfirmation, Bedrock's extension)."""


@dataclass(frozen=True, slots=True)
class Api:
    """An API, as far as rules ask about it."""

    operations: tuple[Operation, ...]
    servers: tuple[str, ...]
    """URLs; of the document, of its paths and of their operations."""


def read(text: Any) -> Api | None:
    """The API that a document in JSON or YAML describes; None for what is no such document."""
    return _read(text) if isinstance(text, str) else None


@lru_cache(maxsize=256)
def _read(text: str) -> Api | None:
    try:
        document = _parsed(text)
    except (ValueError, RecursionError, yaml.YAMLError):
        return None
    paths = document.get("paths") if isinstance(document, dict) else None
    if not isinstance(paths, dict):
        return None
    items = [_mapping(item) for item in cast("dict[Any, Any]", paths).values()]
    said = [(str(method).lower(), _mapping(one)) for item in items for method, one in item.items()]
    spoken = [(method, one) for method, one in said if method in _METHODS]
    operations = (Operation(m in _CHANGING, one.get("x-requireConfirmation") == "ENABLED") for m, one in spoken)
    named = (_servers(one) for one in (_mapping(document), *items, *(one for _, one in spoken)))
    return Api(tuple(operations), tuple(url for urls in named for url in urls))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return yaml.safe_load(text)


def _mapping(value: Any) -> dict[Any, Any]:
    return cast("dict[Any, Any]", value) if isinstance(value, dict) else {}


def _servers(part: dict[Any, Any]) -> Iterator[str]:
    listed = part.get("servers")
    for server in cast("list[Any]", listed) if isinstance(listed, list) else ():
        yield str(_mapping(server).get("url", ""))
