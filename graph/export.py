"""The graph as JSON by schema.json, for people's own tools; the same graph always gives the same bytes.

A value that is not there yet is {"$lz": "unknown"}; a secret is {"$lz": "secret"}, without its value. A dict of the
program that itself has the key $lz is wrapped as {"$lz": "value", "value": ...}.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from graph.errors import GraphError
from graph.model import UNKNOWN, Graph, Resource, Secret, SourcePosition

VERSION: Final = 1
SCHEMA: Final = Path(__file__).with_name("schema.json")

_MARK: Final = "$lz"


def to_json(graph: Graph) -> dict[str, Any]:
    """The graph as JSON data, resources and edges sorted."""
    resources = sorted(graph, key=lambda resource: resource.urn)
    return {
        "version": VERSION,
        "project": graph.project,
        "stack": graph.stack,
        "resources": [_resource(resource) for resource in resources],
        "edges": [edge for resource in resources for edge in _edges(resource)],
    }


def from_json(document: Mapping[str, Any]) -> Graph:
    """The graph of exported JSON, its secrets of unknown value; GraphError when it has another version."""
    if document.get("version") != VERSION:
        raise GraphError(f"version is {document.get('version')!r}, not {VERSION}; export the graph again")
    edges = dict[str, list[Mapping[str, Any]]]()
    for edge in document["edges"]:
        edges.setdefault(edge["from"], []).append(edge)
    found = (_read(entry, edges.get(entry["urn"], [])) for entry in document["resources"])
    return Graph(document["project"], document["stack"], {resource.urn: resource for resource in found})


def value_to_json(value: Any) -> Any:
    """A property value as JSON data: unknowns and secrets marked, a secret's value left out."""
    if value is UNKNOWN:
        return {_MARK: "unknown"}
    if isinstance(value, Secret):
        return {_MARK: "secret"}
    if isinstance(value, dict):
        below = {key: value_to_json(element) for key, element in sorted(cast("dict[str, Any]", value).items())}
        return {_MARK: "value", "value": below} if _MARK in below else below
    if isinstance(value, list):
        return [value_to_json(element) for element in cast("list[Any]", value)]
    return value


def value_from_json(value: Any) -> Any:
    """The value that value_to_json wrote; a secret comes back as a secret of unknown value."""
    if isinstance(value, list):
        return [value_from_json(element) for element in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    marked = cast("dict[str, Any]", value)
    mark = marked.get(_MARK)
    if mark == "unknown":
        return UNKNOWN
    if mark == "secret":
        return Secret(UNKNOWN)
    inner = marked["value"] if mark == "value" else marked
    return {key: value_from_json(element) for key, element in inner.items()}


def _resource(resource: Resource) -> dict[str, Any]:
    source = resource.source
    return {
        "urn": resource.urn,
        "type": resource.type,
        "name": resource.name,
        "custom": resource.custom,
        "external": resource.external,
        "protect": resource.protect,
        "ignoreChanges": list(resource.ignore_changes),
        "properties": value_to_json(dict(resource.properties)),
        "source": None if source is None else {"file": source.file, "line": source.line},
    }


def _edges(resource: Resource) -> Iterator[dict[str, Any]]:
    if resource.parent is not None:
        yield {"from": resource.urn, "to": resource.parent, "kind": "parent"}
    if resource.provider is not None:
        yield {"from": resource.urn, "to": resource.provider, "kind": "provider"}
    for target in sorted(resource.dependencies):
        yield {"from": resource.urn, "to": target, "kind": "dependency"}
    for prop, targets in sorted(resource.property_dependencies.items()):
        for target in sorted(targets):
            yield {"from": resource.urn, "to": target, "kind": "property", "property": prop}


def _read(entry: Mapping[str, Any], edges: list[Mapping[str, Any]]) -> Resource:
    def to(kind: str) -> tuple[str, ...]:
        return tuple(edge["to"] for edge in edges if edge["kind"] == kind)

    by_property = dict[str, tuple[str, ...]]()
    for edge in edges:
        if edge["kind"] == "property":
            by_property[edge["property"]] = (*by_property.get(edge["property"], ()), edge["to"])
    source = entry["source"]
    return Resource(
        urn=entry["urn"],
        type=entry["type"],
        name=entry["name"],
        custom=entry["custom"],
        external=entry["external"],
        properties=value_from_json(entry["properties"]),
        parent=next(iter(to("parent")), None),
        provider=next(iter(to("provider")), None),
        dependencies=to("dependency"),
        property_dependencies=by_property,
        protect=entry["protect"],
        ignore_changes=tuple(entry["ignoreChanges"]),
        source=None if source is None else SourcePosition(source["file"], source["line"]),
    )
