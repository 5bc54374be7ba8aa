"""JSON schemas of the files that people write and of the contracts that layers publish, from the models."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from config.contracts import CONTRACTS
from config.errors import KeyPath
from config.model import LandingZone
from config.section import Section
from config.vocabulary import Layer

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def _without_required(node: Any) -> Any:
    if isinstance(node, dict):
        is_object_schema = node.get("type") == "object"
        return {k: _without_required(v) for k, v in node.items() if not (is_object_schema and k == "required")}
    return [_without_required(item) for item in node] if isinstance(node, list) else node


@cache
def environment_schema() -> Schema:
    """The schema of a file in config/environments: the model plus `extends`, no key required: a parent may say it."""
    schema: Schema = _without_required(LandingZone.model_json_schema(by_alias=True))
    extends = {
        "type": "string",
        "description": "Whose values stand where this file is silent: mappings merge key by key, all else replaces.",
        "examples": ["base"],
    }
    return {
        "$schema": DIALECT,
        **schema,
        "title": "Environment",
        "properties": {"extends": extends, **schema["properties"]},
    }


def contract_schema(layer: Layer) -> Schema:
    """The schema of the contract a layer publishes."""
    return {"$schema": DIALECT, **CONTRACTS[layer].model_json_schema(mode="serialization")}


def resolve(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Schema:
    """The node, its reference followed and its alternative that is not null taken; what stands beside them wins."""
    found: Schema = dict(node)
    while True:
        if "$ref" in found:
            target = schema["$defs"][found.pop("$ref").rpartition("/")[2]]
            found = {**target, **found}
        elif alternatives := [n for n in found.pop("anyOf", []) if n.get("type") != "null"]:
            found = {**alternatives[0], **found}
        else:
            return found


@cache
def file_schema(model: type[Section], title: str) -> Schema:
    """The schema of a file that stands alone: nothing extends it, so what is required is required in it."""
    return {"$schema": DIALECT, **model.model_json_schema(by_alias=True), "title": title}


def any_key(node: Schema) -> Schema | None:
    """What stands under a key that people choose; None where keys are given."""
    patterns: dict[str, Schema] = node.get("patternProperties", {})
    additional: Any = node.get("additionalProperties")
    return next(iter(patterns.values()), None) or (additional if isinstance(additional, dict) else None)


def node_at(path: KeyPath, schema: Schema) -> Schema | None:
    """What a schema says about a key; None where it knows no such key."""
    node = resolve(schema, schema)
    for step in path:
        inner = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
        inner = inner or any_key(node)
        if inner is None:
            return None
        node = resolve(schema, inner)
    return node
