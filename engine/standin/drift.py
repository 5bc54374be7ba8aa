"""What a refresh or an import learns from AWS about a resource's inputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.standin.bind import values
from engine.standin.row import Props, Row, Scope
from engine.standin.templates import parse, search


def observed(row: Row, identifier: str, entity: Any, props: Props, scope: Scope) -> dict[str, Any]:
    """The inputs that AWS's answer tells, in Pulumi's spelling; an import takes them all."""
    known = values({**props, **(parse(row.id_format, identifier) if row.id_format else {})}, scope, identifier)
    found = {prop: search(path, entity, known) for prop, path in row.observed.items()}
    if row.id_format:
        found = {**{k: v for k, v in known.items() if k in parse(row.id_format, identifier)}, **found}
    cleaned = {prop: _clean(value) for prop, value in found.items()}
    return {prop: value for prop, value in cleaned.items() if value not in (None, {}, [], "")}


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        inner = {k: _clean(v) for k, v in value.items()}
        return {k: v for k, v in inner.items() if v not in (None, {})}
    return [_clean(item) for item in value] if isinstance(value, list) else value


def refreshed(inputs: Props, found: Props) -> dict[str, Any]:
    """The inputs as AWS has them now: a value that says the same keeps the program's spelling.

    Only properties the program gave are compared: what AWS filled in by itself is no drift.
    """
    return {
        prop: value if prop not in found or says_the_same(value, found[prop]) else _overlaid(value, found[prop])
        for prop, value in inputs.items()
    }


def says_the_same(given: Any, held: Any) -> bool:
    """Whether AWS holds what was given: JSON by content, lists of names in any order, and no more than was given."""
    if isinstance(given, Mapping) and isinstance(held, Mapping):
        return all(k not in held or says_the_same(v, held[k]) for k, v in given.items())
    if isinstance(given, list) and isinstance(held, list):
        return _same_list(given, held)
    if isinstance(given, str) and (isinstance(held, Mapping | list) or given[:1] in {"{", "["}):
        return _document(given) == _document(held)
    return given == held or str(given) == str(held)


def _same_list(given: list[Any], held: list[Any]) -> bool:
    if all(isinstance(item, str) for item in [*given, *held]):
        return sorted(given) == sorted(held)
    return len(given) == len(held) and all(says_the_same(a, b) for a, b in zip(given, held, strict=True))


def _document(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _overlaid(given: Any, held: Any) -> Any:
    if isinstance(given, Mapping) and isinstance(held, Mapping):
        return {k: _overlaid(v, held[k]) if k in held else v for k, v in given.items()}
    if isinstance(given, str) and isinstance(held, Mapping | list):
        return json.dumps(held, sort_keys=True)
    return held
