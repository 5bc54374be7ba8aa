"""A value held against a structural schema: what an API server's decoding and its OpenAPI validation would refuse.

Every problem is found, not the first one alone, each with the path of its property. A value that does not exist yet
hides nothing beside it, and no message holds a value: it may be a secret.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from engine.standin.diff import below
from engine.standin.errors import Problem
from graph.model import UNKNOWN

Schema = Mapping[str, Any]

Resolve = Callable[[str], Schema]
"""The schema that a $ref names."""

_ANYTHING = "x-kubernetes-preserve-unknown-fields"
_RANGES = {"int32": 2**31, "int64": 2**63}
_SHOWN = 12
"""As many permitted values as a message lists."""


def unresolvable(reference: str) -> Schema:
    """For a schema without references, as a CustomResourceDefinition's is."""
    raise KeyError(reference)


def problems(schema: Schema, value: Any, resolve: Resolve = unresolvable, path: str = "") -> Iterator[Problem]:
    """What is wrong with a value, path by path. Absent and null are the same, as on Pulumi's wire."""
    if value is None or value is UNKNOWN:
        return
    if "$ref" in schema:
        schema = resolve(schema["$ref"])
    kinds = _kinds(schema)
    if kinds and not any(_is(kind, value) for kind in kinds):
        yield Problem(path, f"must be {' or '.join(_CALLED[kind] for kind in kinds)}")
        return
    yield from _combined(schema, value, resolve, path)
    if isinstance(value, Mapping):
        yield from _object(schema, value, resolve, path)
    elif isinstance(value, list):
        yield from _list(schema, value, resolve, path)
    else:
        yield from _scalar(schema, value, path)


def _kinds(schema: Schema) -> tuple[str, ...]:
    """The JSON types a value may have; none for any."""
    if schema.get("x-kubernetes-int-or-string"):
        return ("integer", "string")
    if alternatives := schema.get("oneOf"):
        # The published schemas spell a quantity, and a port by number or name, as one of two scalars.
        return tuple(dict.fromkeys(kind for each in alternatives for kind in _kinds(each)))
    given = schema.get("type", ())
    return tuple(kind for kind in ([given] if isinstance(given, str) else given) if kind != "null")


_CALLED = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


def _is(kind: str, value: Any) -> bool:
    if kind == "object":
        return isinstance(value, Mapping)
    if kind == "array":
        return isinstance(value, list)
    if kind == "string":
        return isinstance(value, str)
    if kind == "boolean":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (kind == "number" and isinstance(value, float))


def _combined(schema: Schema, value: Any, resolve: Resolve, path: str) -> Iterator[Problem]:
    for every in schema.get("allOf", ()):
        yield from problems(every, value, resolve, path)
    alternatives = schema.get("anyOf", ())
    if alternatives and all(any(problems(each, value, resolve, path)) for each in alternatives):
        yield Problem(path, "is none of the forms it may have")


def _object(schema: Schema, value: Mapping[str, Any], resolve: Resolve, path: str) -> Iterator[Problem]:
    known: Mapping[str, Schema] = schema.get("properties", {})
    for name in schema.get("required", ()):
        if value.get(name) is None:
            yield Problem(below(path, name), "is required")
    others = schema.get("additionalProperties", not known)
    for name, element in value.items():
        if name in known:
            yield from problems(known[name], element, resolve, below(path, name))
        elif isinstance(others, Mapping):
            yield from problems(others, element, resolve, below(path, name))
        elif not others and not schema.get(_ANYTHING) and element is not None:
            yield Problem(below(path, name), "is no property of it")
    size = len(value)
    if size > schema.get("maxProperties", size):
        yield Problem(path, f"must have at most {schema['maxProperties']} entries")
    if size < schema.get("minProperties", 0):
        yield Problem(path, f"must have at least {schema['minProperties']} entries")


def _list(schema: Schema, value: list[Any], resolve: Resolve, path: str) -> Iterator[Problem]:
    for index, element in enumerate(value):
        yield from problems(schema.get("items", {}), element, resolve, f"{path}[{index}]")
    if len(value) > schema.get("maxItems", len(value)):
        yield Problem(path, f"must have at most {schema['maxItems']} entries")
    if len(value) < schema.get("minItems", 0):
        yield Problem(path, f"must have at least {schema['minItems']} entries")
    keys = schema.get("x-kubernetes-list-map-keys", ()) if schema.get("x-kubernetes-list-type") == "map" else ()
    if keys:
        yield from _repeated(value, keys, path)


def _repeated(value: list[Any], keys: list[str], path: str) -> Iterator[Problem]:
    """A list that a server merges by key cannot hold two entries of one key."""
    seen: list[tuple[Any, ...]] = []
    for index, element in enumerate(value):
        if not isinstance(element, Mapping):
            continue
        key = tuple(element.get(name) for name in keys)
        if UNKNOWN in key:
            continue
        if key in seen:
            yield Problem(f"{path}[{index}]", f"has the {' and '.join(keys)} of an entry before it")
        seen.append(key)


def _scalar(schema: Schema, value: Any, path: str) -> Iterator[Problem]:
    permitted = schema.get("enum")
    if permitted and value not in permitted:
        shown = ", ".join(str(each) for each in permitted[:_SHOWN])
        yield Problem(path, f"must be one of {shown}{', ...' if len(permitted) > _SHOWN else ''}")
    if isinstance(value, str):
        yield from _text(schema, value, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _number(schema, value, path)


def _text(schema: Schema, value: str, path: str) -> Iterator[Problem]:
    if len(value) > schema.get("maxLength", len(value)):
        yield Problem(path, f"must have at most {schema['maxLength']} characters")
    if len(value) < schema.get("minLength", 0):
        yield Problem(path, f"must have at least {schema['minLength']} characters")
    if "pattern" in schema and not _compiled(schema["pattern"]).search(value):
        yield Problem(path, f"must match {schema['pattern']}")
    if schema.get("format") == "byte" and not _is_base64(value):
        yield Problem(path, "must be base64")


def _number(schema: Schema, value: float, path: str) -> Iterator[Problem]:
    limit = _RANGES.get(schema.get("format", ""))
    if limit is not None and not -limit <= value < limit:
        yield Problem(path, f"must fit {schema['format']}")
    if value < schema.get("minimum", value):
        yield Problem(path, f"must be at least {schema['minimum']}")
    if value > schema.get("maximum", value):
        yield Problem(path, f"must be at most {schema['maximum']}")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
