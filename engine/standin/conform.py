"""Values against AWS's service model: type, required members, bounds, closed sets, patterns; unknowns are let through.

botocore itself checks types, required members and lower bounds when a call is made. A preview makes no call, and an AWS
endpoint would also refuse a value outside a closed set, above a bound or off a pattern; this check does so, at preview.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from engine.standin import shapes
from engine.standin.names import MemberPath
from graph.model import UNKNOWN

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "blob": (str, bytes),
    "timestamp": (str, int, float),
}
_SHOWN = 80


def problems(shape: Shape, value: Any, path: MemberPath = ()) -> Iterator[tuple[MemberPath, str]]:
    """Every place where a value does not fit, as the parameter's path and the reason; sensitive values are hidden."""
    if value is UNKNOWN:
        return
    if isinstance(shape, StructureShape):
        yield from _structure(shape, value, path)
    elif isinstance(shape, ListShape):
        if not isinstance(value, list):
            yield path, f"must be a list, not {_show(shape, value)}"
            return
        yield from _length(shape, len(value), path, "entries")
        for index, item in enumerate(value):
            yield from problems(shapes.element(shape), item, (*path, index))
    elif isinstance(shape, MapShape):
        if not isinstance(value, Mapping):
            yield path, f"must be a map, not {_show(shape, value)}"
            return
        yield from _length(shape, len(value), path, "entries")
        of_key, of_value = shapes.key_and_value(shape)
        for key, item in value.items():
            yield from problems(of_key, key, (*path, key))
            yield from problems(of_value, item, (*path, key))
    else:
        yield from _scalar(shape, value, path)


def _structure(shape: StructureShape, value: Any, path: MemberPath) -> Iterator[tuple[MemberPath, str]]:
    if not isinstance(value, Mapping):
        yield path, f"must be an object, not {_show(shape, value)}"
        return
    for name in shapes.required(shape):
        # botocore itself fills in idempotency tokens.
        if name not in value and not shapes.metadata(shapes.member(shape, name)).get("idempotencyToken"):
            yield (*path, name), "is required"
    for name, item in value.items():
        if name not in shapes.members(shape):
            yield (*path, name), "is not known"
        else:
            yield from problems(shapes.member(shape, name), item, (*path, name))


def _scalar(shape: Shape, value: Any, path: MemberPath) -> Iterator[tuple[MemberPath, str]]:
    expected = _TYPES.get(shapes.type_name(shape), (object,))
    if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected and object not in expected):
        yield path, f"must be a {shapes.type_name(shape)}, not {_show(shape, value)}"
        return
    if isinstance(value, str) and shapes.type_name(shape) == "string":
        yield from _length(shape, len(value), path, "characters")
        choices: list[str] = shapes.metadata(shape).get("enum", [])
        if choices and value not in choices:
            yield path, f"must be one of {', '.join(choices)}, not {_show(shape, value)}"
        pattern = _compiled(shapes.metadata(shape).get("pattern", ""))
        if pattern is not None and not choices and pattern.fullmatch(value) is None:
            yield path, f"must match {pattern.pattern}, not {_show(shape, value)}"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _bounds(shape, value, path)


def _bounds(shape: Shape, value: float, path: MemberPath) -> Iterator[tuple[MemberPath, str]]:
    low, high = shapes.metadata(shape).get("min"), shapes.metadata(shape).get("max")
    if low is not None and value < low:
        yield path, f"must be at least {low}, not {_show(shape, value)}"
    if high is not None and value > high:
        yield path, f"must be at most {high}, not {_show(shape, value)}"


def _length(shape: Shape, length: int, path: MemberPath, unit: str) -> Iterator[tuple[MemberPath, str]]:
    low, high = shapes.metadata(shape).get("min"), shapes.metadata(shape).get("max")
    if low is not None and length < low:
        yield path, f"must have at least {low} {unit}, not {length}"
    if high is not None and length > high:
        yield path, f"must have at most {high} {unit}, not {length}"


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    # Service models carry patterns in Java's dialect; one that Python does not read is not held against the value.
    if not pattern or "\\p{" in pattern:
        return None
    try:
        return re.compile(pattern, re.DOTALL)
    except re.error:
        return None


def _show(shape: Shape, value: Any) -> str:
    if shapes.metadata(shape).get("sensitive"):
        return "a hidden value"
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
