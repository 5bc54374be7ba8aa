"""Tags of a resource: the provider's defaults under the resource's own, and how they reach AWS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.standin import shapes
from engine.standin.errors import RefusedError
from engine.standin.names import pairs
from engine.standin.row import Ask, Props, Row, Scope, Tagging
from engine.standin.shapes import input_shape
from engine.standin.templates import fill, search
from graph.model import UNKNOWN

_S3_HAS_NO_TAGS = "NoSuchTagSet"


def merged(defaults: Mapping[str, str], own: Any) -> Any:
    """The provider's default tags under the resource's own; UNKNOWN when the own tags are."""
    if own is UNKNOWN:
        return UNKNOWN
    return {**defaults, **(own or {})}


def as_map(listed: Any) -> dict[str, str]:
    """Tags as AWS lists them ({Key, Value}, {key, value}, {TagKey, TagValue} or a map) as a map."""
    if isinstance(listed, Mapping):
        return {str(k): str(v) for k, v in listed.items()}
    result: dict[str, str] = {}
    for pair in listed or []:
        lower = {k.lower().removeprefix("tag"): v for k, v in pair.items()}
        result[lower["key"]] = lower.get("value", "")
    return result


def target(tagging: Tagging, state: Props, scope: Scope, identifier: str) -> str:
    """What the tagging operations call the resource."""
    named = fill(tagging.by, {**state, "id": identifier, "account": scope.account, "region": scope.region})
    return str(named)


def put(row: Row, ask: Ask, named: str, old: Mapping[str, str], new: Mapping[str, str]) -> None:
    """Bring a resource's tags from old to new; tags of others are left alone, except where AWS takes the whole set."""
    tagging = row.tagging
    if tagging is None:
        return
    gone = sorted(set(old) - set(new))
    fresh = {k: v for k, v in new.items() if old.get(k) != v}
    if tagging.whole:
        if new and (fresh or gone):
            tag_set = shapes.member(input_shape(row.service, tagging.put), "Tagging", "TagSet")
            ask(tagging.put, **{tagging.target: named, "Tagging": {"TagSet": pairs(tag_set, new)}})
        elif gone:
            ask(tagging.drop, **{tagging.target: named})
        return
    many = shapes.type_name(shapes.member(input_shape(row.service, tagging.put), tagging.target)) == "list"
    address = {**tagging.fixed, tagging.target: [named] if many else named}
    if gone:
        keys: Any = [{"Key": key} for key in gone] if tagging.keys == tagging.tags else gone
        ask(tagging.drop, **address, **{tagging.keys: keys})
    if fresh:
        member = shapes.member(input_shape(row.service, tagging.put), tagging.tags)
        ask(tagging.put, **address, **{tagging.tags: pairs(member, fresh)})


def read(row: Row, ask: Ask, named: str, entity: Any) -> dict[str, str]:
    """The tags AWS holds for a resource; EC2 shows them with the thing itself."""
    tagging = row.tagging
    if tagging is None:
        return {}
    if tagging.resource_type and isinstance(entity, Mapping):
        return as_map(entity.get("Tags"))
    member = tagging.listed_target or tagging.target
    many = shapes.type_name(shapes.member(input_shape(row.service, tagging.listed), member)) == "list"
    try:
        response = ask(tagging.listed, **{**tagging.fixed, member: [named] if many else named})
    except RefusedError as error:
        if error.code == _S3_HAS_NO_TAGS:
            return {}
        raise
    return as_map(search(tagging.path, response, {}))
