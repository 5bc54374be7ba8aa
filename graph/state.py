"""A graph from an exported state: the JSON of `pulumi stack export`, so that what already runs can be judged too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import unquote, urlsplit

from graph import decode, urn
from graph.analyzed import is_declared, without_additions
from graph.errors import GraphError
from graph.external import with_external
from graph.model import Graph, Resource, SourcePosition

_VERSIONS: Final = (3, 4)
"""Deployment versions that share this shape (github.com/pulumi/pulumi/sdk/v3 3.250, go/common/apitype/core.go)."""

_REMEDY: Final = "give the file that `pulumi stack export` writes"


def from_file(path: Path) -> Graph:
    """The graph of a state file; GraphError when it cannot be read or is not an exported state."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GraphError(f"{path}: cannot be read ({error.strerror}); {_REMEDY}") from None
    except ValueError as error:
        raise GraphError(f"{path}: is not JSON ({error}); {_REMEDY}") from None
    try:
        return from_export(document)
    except GraphError as error:
        raise GraphError(f"{path}: {error}") from None


def from_export(document: Any) -> Graph:
    """The graph of an exported deployment: inputs, secrets as secrets, what waits for its deletion left out.

    Secrets of an export without --show-secrets are cipher texts; here they are secrets of unknown value.
    """
    version, deployment = _field(document, "version"), _field(document, "deployment")
    if version not in _VERSIONS:
        raise GraphError(f"version is {version!r}, not one of {list(_VERSIONS)}; {_REMEDY} with Pulumi 3")
    listed = deployment.get("resources") if isinstance(deployment, dict) else None
    if not isinstance(listed, list) or not listed:
        raise GraphError(f"deployment.resources holds no resource, so nothing says which stack this is; {_REMEDY}")
    resources, first = dict[str, Resource](), ""
    for index, entry in enumerate(cast("list[Any]", listed)):
        key = f"deployment.resources[{index}]"
        name = _text(entry, key, "urn")
        if not urn.is_urn(name):
            raise GraphError(f"{key}.urn is {name!r}, which is no URN; {_REMEDY}")
        first = first or name
        type_ = _text(entry, key, "type")
        if is_declared(type_, name) and not entry.get("delete") and not entry.get("external"):
            resources[name] = _resource(entry, name, key)
    stack, project = first.split("::")[0].rsplit(":", 1)[1], first.split("::")[1]
    return Graph(project, stack, with_external(resources.values()))


def _resource(entry: Mapping[str, Any], name: str, key: str) -> Resource:
    inputs = entry.get("inputs") or {}
    if not isinstance(inputs, dict):
        raise GraphError(f"{key}.inputs is not an object; {_REMEDY}")
    values = cast("dict[str, Any]", decode.plain(inputs))
    edges = cast("dict[str, list[str] | None]", entry.get("propertyDependencies") or {})
    return Resource(
        urn=name,
        type=entry["type"],
        name=urn.name_of(name),
        custom=bool(entry.get("custom")),
        properties=without_additions(entry["type"], values),
        parent=urn.parent_of(entry.get("parent") or ""),
        provider=urn.provider_of(entry.get("provider") or ""),
        dependencies=tuple(sorted(set(entry.get("dependencies") or ()))),
        property_dependencies={prop: tuple(sorted(set(urns))) for prop, urns in sorted(edges.items()) if urns},
        protect=bool(entry.get("protect")),
        retain_on_delete=bool(entry.get("retainOnDelete")),
        ignore_changes=tuple(entry.get("ignoreChanges") or ()),
        source=_source(entry.get("sourcePosition") or ""),
    )


def _source(position: str) -> SourcePosition | None:
    """The engine writes `project:///FILE#LINE,COLUMN`."""
    url = urlsplit(position)
    line = url.fragment.split(",")[0]
    if url.scheme != "project" or not line.isdigit():
        return None
    return SourcePosition(unquote(url.path).lstrip("/"), int(line))


def _field(document: Any, name: str) -> Any:
    if not isinstance(document, dict) or name not in document:
        raise GraphError(f"has no {name!r}; {_REMEDY}")
    return cast("dict[str, Any]", document)[name]


def _text(entry: Any, key: str, name: str) -> str:
    found = cast("dict[str, Any]", entry).get(name) if isinstance(entry, dict) else None
    if not isinstance(found, str):
        raise GraphError(f"{key} has no {name}; {_REMEDY}")
    return found
