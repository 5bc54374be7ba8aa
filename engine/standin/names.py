"""Pulumi properties to botocore parameters, guided by the operation's own input shape.

Pulumi spells what AWS calls `SSEAlgorithm` as `sseAlgorithm`, `ClientIDList` as `clientIdLists`, a `{Key, Value}` list as a map.
Compared without case and punctuation, and with a few plural forms, a property finds its member; what does not is told by a
rename in the type's row, and what still has no member is reported, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from graph.model import UNKNOWN

MemberPath = tuple[str | int, ...]

_NUMBERS = {"integer": int, "long": int, "float": float, "double": float}


@dataclass(slots=True)
class Converted:
    """Parameters of an operation, and how the program spelled them."""

    params: dict[str, Any] = field(default_factory=lambda: {})
    spelling: dict[MemberPath, str] = field(default_factory=lambda: {})
    """From a parameter's path to the property it came from."""
    left: list[str] = field(default_factory=lambda: [])
    """Properties for which the shape has no member."""


def normal(name: str) -> str:
    """A name without case and punctuation: the form in which both spellings meet."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def candidates(prop: str, shape_name: str) -> tuple[str, ...]:
    """The normal forms of member names a property may stand for, the likeliest first."""
    name = normal(prop)
    forms = [name, name.removesuffix("s"), f"{name}s", f"{name}list", f"{name.removesuffix('s')}list"]
    if name.endswith("ies"):
        forms.append(f"{name.removesuffix('ies')}y")
    if name.endswith("y"):
        forms.append(f"{name.removesuffix('y')}ies")
    owner = normal(shape_name).removesuffix("request")
    forms.append(owner + name)
    return tuple(dict.fromkeys(form for form in forms if form))


@lru_cache(maxsize=4096)
def _members(shape: StructureShape) -> dict[str, str]:
    return {normal(member): member for member in shape.members}


def member_for(shape: StructureShape, prop: str) -> str | None:
    """The member of a structure that a property names, or None."""
    known = _members(shape)
    return next((known[form] for form in candidates(prop, shape.name) if form in known), None)


def pair_members(shape: Shape) -> tuple[str, str] | None:
    """The two members of a list that stands for a map ({Key, Value}, {TagKey, TagValue}, {Name, Value}), or None."""
    if not isinstance(shape, ListShape) or not isinstance(shape.member, StructureShape):
        return None
    members = list(shape.member.members)
    keys = [m for m in members if normal(m).endswith(("key", "name"))]
    values = [m for m in members if normal(m).endswith("value")]
    return (keys[0], values[0]) if len(members) == 2 and len(keys) == 1 and len(values) == 1 else None


def convert(
    shape: StructureShape, properties: Mapping[str, Any], rename: Mapping[str, str] | None = None, *, at: str = ""
) -> Converted:
    """The parameters a structure takes from these properties.

    `rename` maps a property's dotted path without indices to its member where the names do not meet; `at` is the path the
    properties stand at.
    """
    result = Converted()
    result.params = _structure(shape, properties, (), at, rename or {}, result)
    return result


def _plain_path(path: str) -> str:
    return re.sub(r"\[\d+\]", "", path)


def _structure(
    shape: StructureShape,
    value: Mapping[str, Any],
    path: MemberPath,
    spelled: str,
    rename: Mapping[str, str],
    result: Converted,
) -> dict[str, Any]:
    params: dict[str, Any] = {}
    for prop, inner in value.items():
        if inner is None:
            continue
        here = f"{spelled}.{prop}" if spelled else prop
        member = rename.get(_plain_path(here)) or member_for(shape, prop)
        if member is None or member not in shape.members:
            result.left.append(here)
            continue
        result.spelling[(*path, member)] = here
        params[member] = _value(shape.members[member], inner, (*path, member), here, rename, result)
    return params


def _value(
    shape: Shape, value: Any, path: MemberPath, spelled: str, rename: Mapping[str, str], result: Converted
) -> Any:
    if value is UNKNOWN:
        return value
    if isinstance(shape, StructureShape):
        if isinstance(value, list):
            value = _unlisted(shape, value)
        return _structure(shape, value, path, spelled, rename, result) if isinstance(value, Mapping) else value
    if isinstance(shape, ListShape):
        return _list(shape, value, path, spelled, rename, result)
    if isinstance(shape, MapShape):
        return dict(value) if isinstance(value, Mapping) else value
    return scalar(shape.type_name, value)


def _unlisted(shape: StructureShape, value: list[Any]) -> Any:
    """A list where AWS has a structure: one nested block that was not flattened, or what AWS wraps in a member of its own."""
    lists = [member for member, inner in shape.members.items() if isinstance(inner, ListShape)]
    if len(lists) == 1 and len(shape.members) == 1:
        return {lists[0]: value}
    return value[0] if len(value) == 1 else value


def _list(
    shape: ListShape, value: Any, path: MemberPath, spelled: str, rename: Mapping[str, str], result: Converted
) -> Any:
    pair = pair_members(shape)
    if pair is not None and isinstance(value, Mapping):
        return pairs(shape, value)
    items: list[Any] = value if isinstance(value, list) else [value]
    converted: list[Any] = []
    for index, item in enumerate(items):
        here = f"{spelled}[{index}]" if isinstance(value, list) else spelled
        result.spelling[(*path, index)] = here
        converted.append(_value(shape.member, item, (*path, index), here, rename, result))
    return converted


def pairs(shape: Shape, value: Mapping[str, Any]) -> list[dict[str, Any]] | dict[str, Any]:
    """A map as the list of pairs, or the map, that a member takes; sorted, so that the same tags are the same call."""
    names = pair_members(shape)
    if names is None:
        return dict(value)
    key, inner = names
    return [{key: k, inner: v} for k, v in sorted(value.items())]


def scalar(type_name: str, value: Any) -> Any:
    """A scalar as the member's type, where that loses nothing; otherwise as it is, for the check to refuse."""
    if type_name in _NUMBERS and isinstance(value, str | int | float) and not isinstance(value, bool):
        try:
            number = float(value)
        except ValueError:
            return value
        return _NUMBERS[type_name](number) if type_name in {"float", "double"} or number.is_integer() else value
    if type_name == "boolean" and value in {"true", "false"}:
        return value == "true"
    if type_name == "string" and isinstance(value, bool):
        return "true" if value else "false"
    if type_name == "string" and isinstance(value, int | float):
        return str(value)
    return value


def spell(converted: Converted, path: MemberPath) -> str:
    """The property a parameter came from: the deepest known part of its path, then the rest in Pulumi's case."""
    for length in range(len(path), 0, -1):
        known = converted.spelling.get(path[:length])
        if known is not None:
            return known + "".join(_suffix(part) for part in path[length:])
    return "".join(_suffix(part) for part in path).removeprefix(".")


def _suffix(part: str | int) -> str:
    return f"[{part}]" if isinstance(part, int) else f".{part[:1].lower()}{part[1:]}"
