"""A row's call and a resource's properties make an operation's parameters; and the check of them against the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from engine.standin import shapes
from engine.standin.conform import problems
from engine.standin.errors import Problem
from engine.standin.names import Converted, convert, normal, pairs, scalar, spell
from engine.standin.row import Call, Params, Props, Row, Scope
from engine.standin.shapes import input_shape
from graph.model import UNKNOWN

_NOT_AWS = frozenset({"region", "tags", "tagsAll"})
"""Properties that are no member of the creation: where it happens, and tags, which have their own way."""


def values(props: Props, scope: Scope, identifier: Any) -> dict[str, Any]:
    """What formats and expressions may name."""
    return {**props, "id": identifier, "account": scope.account, "region": scope.region}


def bind(row: Row, call: Call, props: Props, scope: Scope, identifier: Any) -> Converted:
    """The parameters of a call. `identifier` is UNKNOWN before the thing exists."""
    shape = input_shape(row.service, call.operation)
    converted = _carried(row, call, shape, props)
    known = values(props, scope, identifier)
    for member, source in call.takes.items():
        value = known.get(source.removeprefix("$"))
        if value is not None:
            converted.params[member] = _as_member(shapes.member(shape, member), value)
            converted.spelling[(member,)] = source
    converted.params = _merged(converted.params, call.fixed)
    if call.hook is not None:
        converted.params = call.hook(converted.params, props, scope)
    return converted


def _carried(row: Row, call: Call, shape: StructureShape, props: Props) -> Converted:
    if call.carries is None:
        taken = row.claimed | set(call.takes.values())
        wanted = {k: v for k, v in props.items() if k not in taken}
    else:
        wanted = {k: props[k] for k in call.carries if k in props and k not in _NOT_AWS}
    if call.reshape is not None:
        wanted = call.reshape(wanted)
    if not call.into:
        return convert(shape, wanted, call.rename)
    inner = shapes.member(shape, call.into)
    if not isinstance(inner, StructureShape):
        raise TypeError(f"{call.operation}.{call.into} is no structure; correct the row of {row.type}")
    within = convert(inner, wanted, call.rename)
    beside = convert(shape, {k: v for k, v in wanted.items() if k in within.left}, call.rename)
    beside.params[call.into] = within.params
    beside.spelling.update({(call.into, *path): spelled for path, spelled in within.spelling.items()})
    beside.left = [prop for prop in within.left if prop in beside.left or prop not in wanted]
    return beside


def _as_member(shape: Shape, value: Any) -> Any:
    if value is UNKNOWN:
        return value
    if isinstance(shape, ListShape) and not isinstance(value, list):
        return [value]
    return scalar(shapes.type_name(shape), value)


def _merged(params: Params, fixed: Mapping[str, Any]) -> Params:
    merged = dict(params)
    for member, value in fixed.items():
        below = merged.get(member)
        merged[member] = {**value, **below} if isinstance(value, Mapping) and isinstance(below, Mapping) else value
    return merged


def with_tags(row: Row, params: Params, tags: Mapping[str, str]) -> Params:
    """The creation's parameters with the tags it takes; the same parameters where it takes none."""
    tagging = row.tagging
    if tagging is None or not tagging.at_create or not tags:
        return params
    if tagging.resource_type:
        listed = [{"Key": k, "Value": v} for k, v in sorted(tags.items())]
        specification = [{"ResourceType": tagging.resource_type, "Tags": listed}]
        return {**params, tagging.at_create: specification}
    member = shapes.member(input_shape(row.service, row.create.operation), tagging.at_create)
    return {**params, tagging.at_create: pairs(member, tags)}


def calls_at_create(row: Row, props: Props) -> Iterator[Call]:
    """The calls that a creation with these properties makes, procedures left out: they shape their own parameters."""
    yield row.create
    for step in row.steps:
        if step.at_create and wanted(step.carries, props, step.unless):
            yield from (action for action in step.run if isinstance(action, Call))


def wanted(carries: tuple[str, ...], props: Props, unless: Any) -> bool:
    """Whether a step has something to say at creation."""
    given = [props[prop] for prop in carries if props.get(prop) is not None]
    return any(value != unless for value in given)


def check(row: Row, props: Props, scope: Scope) -> list[Problem]:
    """Every value that AWS's service model refuses; values that do not exist yet are let through."""
    found = [
        Problem(prop, f"must be one of {', '.join(map(str, choices))}, not {props[prop]!r}")
        for prop, choices in row.choices.items()
        if props.get(prop) is not None and props[prop] is not UNKNOWN and props[prop] not in choices
    ]
    for call in calls_at_create(row, props):
        bound = bind(row, call, props, scope, UNKNOWN)
        shape = input_shape(row.service, call.operation)
        tags = props.get("tags")
        if call is row.create and isinstance(tags, Mapping):
            bound.params = with_tags(row, bound.params, {k: v for k, v in tags.items() if v is not UNKNOWN})
        for path, reason in problems(shape, bound.params):
            found.append(Problem(_property(bound, path, props), reason))
    return list(dict.fromkeys(found))


def _property(bound: Converted, path: tuple[str | int, ...], props: Props) -> str:
    """The property a problem belongs to; for members that a hook built, the property whose name they share."""
    if any(path[:length] in bound.spelling for length in range(1, len(path) + 1)):
        return spell(bound, path)
    if "Tag" in str(path[0]):
        return "tags"
    by_name = {normal(prop): prop for prop in props}
    named = (by_name[normal(part)] for part in reversed(path) if isinstance(part, str) and normal(part) in by_name)
    return next(named, spell(bound, path))


def left_over(row: Row, props: Props) -> list[str]:
    """Properties that no part of the row carries: they stay in the state only, and a person should know."""
    unheard: set[str] = set()
    scope = Scope("", "")
    for call in calls_at_create(row, props):
        unheard.update(bind(row, call, props, scope, UNKNOWN).left)
    if row.create.carries is not None:
        in_steps = {prop for step in row.steps for prop in step.carries}
        heard = row.claimed | in_steps | set(row.create.carries) | set(row.create.takes.values())
        unheard.update(prop for prop in props if prop not in heard)
    return sorted(unheard)
