"""Pulumi properties to botocore parameters, guided by the operation's own input shape.

Pulumi spells what AWS calls `SSEAlgorithm` as `sseAlgorithm`, `ClientIDList` as `clientIdLists`, a `{Key, Value}` list
as a map. Compared without case and punctuation, and with a few plural forms, a property finds its member; what does not
is told by a rename in the type's row, and what still has no member is reported, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from engine.standin import shapes
from graph.model import UNKNOWN

MemberPath = tuple[str | int, ...]

_NUMBERS = {"integer": int, "long": int, "float": float, "double": float}


@dataclass(slots=True)
class Converted:
    """Parameters of an operation, and how the program spelled them."""

    params: dict[str, Any] = field(default_factory=dict)
    spelling: dict[MemberPath, str] = field(default_factory=dict)
    """From a parameter's path to the property it came from."""
    left: list[str] = field(default_factory=list)
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
    return {normal(member): member for member in shapes.members(shape)}


def member_for(shape: StructureShape, prop: str) -> str | None:
    """The member of a structure that a property names, or None."""
    known = _members(shape)
    return next((known[form] for form in candidates(prop, shape.name) if form in known), None)


def pair_members(shape: Shape) -> tuple[str, str] | None:
    """The two members of a list that stands for a map ({Key, Value}, {TagKey, TagValue}, {Name, Value}), or None."""
    if not isinstance(shape, ListShape) or not isinstance(shapes.element(shape), StructureShape):
        return None
    members = list(shapes.members(shapes.element(shape)))
    keys = [m for m in members if normal(m).endswith(("key", "name"))]
    values = [m for m in members if normal(m).endswith("value")]
    return (keys[0], values[0]) if len(members) == 2 and len(keys) == 1 and len(values) == 1 else None


def convert(shape: StructureShape, properties: Mapping[str, Any], rename: Mapping[str, str] | None = None) -> Converted:
    """The parameters a structure takes from these properties.

    `rename` maps a property's dotted path without indices to its member where the names do not meet.
    """
    conversion = _Conversion(rename or {})
    conversion.result.params = conversion.structure(shape, properties, (), "")
    return conversion.result


class _Conversion:
    """One walk over properties and shapes; `path` is where in the parameters, `spelled` where in the properties."""

    def __init__(self, rename: Mapping[str, str]) -> None:
        self._rename = rename
        self.result = Converted()

    def structure(
        self, shape: StructureShape, value: Mapping[str, Any], path: MemberPath, spelled: str
    ) -> dict[str, Any]:
        params: dict[str, Any] = {}
        for prop, inner in value.items():
            if inner is None:
                continue
            here = f"{spelled}.{prop}" if spelled else prop
            member = self._rename.get(re.sub(r"\[\d+\]", "", here)) or member_for(shape, prop)
            if member is None or member not in shapes.members(shape):
                self.result.left.append(here)
                continue
            self.result.spelling[*path, member] = here
            params[member] = self._value(shapes.member(shape, member), inner, (*path, member), here)
        return params

    def _value(self, shape: Shape, value: Any, path: MemberPath, spelled: str) -> Any:
        if value is UNKNOWN:
            return value
        if isinstance(shape, StructureShape):
            block = _unlisted(shape, value) if isinstance(value, list) else value
            return self.structure(shape, block, path, spelled) if isinstance(block, Mapping) else block
        if isinstance(shape, ListShape):
            return self._list(shape, value, path, spelled)
        if isinstance(shape, MapShape):
            return dict(value) if isinstance(value, Mapping) else value
        return scalar(shapes.type_name(shape), value)

    def _list(self, shape: ListShape, value: Any, path: MemberPath, spelled: str) -> Any:
        if pair_members(shape) is not None and isinstance(value, Mapping):
            return pairs(shape, value)
        items: list[Any] = value if isinstance(value, list) else [value]
        converted: list[Any] = []
        for index, item in enumerate(items):
            here = f"{spelled}[{index}]" if isinstance(value, list) else spelled
            self.result.spelling[*path, index] = here
            converted.append(self._value(shapes.element(shape), item, (*path, index), here))
        return converted


def _unlisted(shape: StructureShape, value: list[Any]) -> Any:
    """A list where AWS has a structure: one nested block not flattened, or what AWS wraps in a member of its own."""
    lists = [member for member, inner in shapes.members(shape).items() if isinstance(inner, ListShape)]
    if len(lists) == 1 and len(shapes.members(shape)) == 1:
        return {lists[0]: value}
    return value[0] if len(value) == 1 else value


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
