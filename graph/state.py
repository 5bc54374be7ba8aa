"""A graph from a state: the JSON of `pulumi stack export`, or a file of a backend of one's own.

So what already runs can be judged too, whoever wrote its program.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, cast

from graph import document, entry
from graph.errors import GraphError
from graph.external import with_external
from graph.model import Graph, Resource

_VERSIONS: Final = (3, 4)
"""Deployment versions that share this shape (github.com/pulumi/pulumi/sdk/v3 3.250, go/common/apitype/core.go)."""

_REMEDY: Final = "give the file that `pulumi stack export` writes"


def from_file(path: Path) -> Graph:
    """The graph of a state file; GraphError when it cannot be read or is not an exported state."""
    return document.read(path, from_export, _REMEDY)


def from_export(exported: Any) -> Graph:
    """The graph of an exported deployment: inputs, secrets as secrets, what waits for its deletion left out.

    Secrets of an export without --show-secrets are cipher texts; here they are secrets of unknown value.
    """
    version = document.field(exported, "version", _REMEDY)
    deployment = _deployment(exported)
    if isinstance(version, bool) or version not in _VERSIONS:
        raise GraphError(f"version is {version!r}, not one of {list(_VERSIONS)}; {_REMEDY} with Pulumi 3")
    listed = deployment.get("resources") if isinstance(deployment, dict) else None
    if not isinstance(listed, list) or not listed:
        raise GraphError(f"deployment.resources holds no resource, so nothing says which stack this is; {_REMEDY}")
    resources, first = dict[str, Resource](), ""
    for index, one in enumerate(cast("list[Any]", listed)):
        found = entry.resource(one, f"deployment.resources[{index}]", _REMEDY)
        first = first or one["urn"]
        if found is not None:
            resources[found.urn] = found
    stack, project = first.split("::")[0].rsplit(":", 1)[1], first.split("::")[1]
    return Graph(project, stack, with_external(resources.values()))


def _deployment(exported: Any) -> Any:
    """What an export calls `deployment`; in the bucket or folder of a backend it is `checkpoint.latest`."""
    checkpoint = cast("dict[str, Any]", exported).get("checkpoint")
    if isinstance(checkpoint, dict) and "latest" in checkpoint:
        return cast("dict[str, Any]", checkpoint)["latest"]
    return document.field(exported, "deployment", _REMEDY)
