"""A graph from the requests a program sends while it runs: RegisterResource and ReadResource."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from graph import decode, urn
from graph.errors import GraphError
from graph.external import with_external
from graph.model import Graph, Resource, SourcePosition

_READ: Final = "ReadResourceRequest"


def from_requests(requests: Iterable[Any], *, project: str, stack: str, root: Path) -> Graph:
    """The graph of recorded `RegisterResourceRequest` and `ReadResourceRequest` messages, parents before children.

    Names equal the engine's, whichever monitor answered: the SDK's mock monitor keeps only the last type of a parent
    chain and writes the root stack into it. The root stack itself is no resource, and one that is read is external.
    `root` makes source positions relative.

    Raises GraphError when a request names a resource that was not recorded, or two resources share a URN.
    """
    names = _Names(project, stack)
    declared = [(names.declare(request), request) for request in requests]
    resources = dict[str, Resource]()
    for name, request in declared:
        if request.type == urn.STACK_TYPE or request.DESCRIPTOR.name == _READ:
            continue
        if name in resources:
            raise GraphError(f"two resources share the URN {name}; give one of them another logical name")
        resources[name] = _resource(request, name, names, root)
    return Graph(project, stack, with_external(resources.values()))


class _Names:
    """The engine's URN of every resource, found by the URN the program was given."""

    def __init__(self, project: str, stack: str) -> None:
        self._project, self._stack = project, stack
        self._engine = dict[str, str]()
        self._ambiguous = set[str]()

    def declare(self, request: Any) -> str:
        """The engine's URN of a request's resource, remembered under every URN the program may know it by."""
        parent = self[request.parent] if request.parent else ""
        name = urn.make(self._stack, self._project, parent, request.type, request.name)
        for alias in (name, self._mocked(request)):
            if self._engine.setdefault(alias, name) != name:
                self._ambiguous.add(alias)
        return name

    def _mocked(self, request: Any) -> str:
        """What pulumi.runtime.mocks.MockMonitor.make_urn answers (pulumi 3.272)."""
        chain = f"{urn.type_of(request.parent)}$" if request.parent else ""
        return f"urn:pulumi:{self._stack}::{self._project}::{chain}{request.type}::{request.name}"

    def __getitem__(self, given: str) -> str:
        if given in self._ambiguous:
            raise GraphError(
                f"the mock monitor gave two resources the URN {given}; let the recorder answer with graph.urn.make"
            )
        if given not in self._engine:
            raise GraphError(f"a request refers to {given}, which was not recorded")
        return self._engine[given]

    def all(self, given: Iterable[str]) -> tuple[str, ...]:
        """The engine's URNs of these, sorted: the SDK collects edges in sets."""
        return tuple(sorted({self[one] for one in given}))


def _resource(request: Any, name: str, names: _Names, root: Path) -> Resource:
    provider = urn.provider_of(request.provider)
    values = decode.properties(request.object, rename=names.__getitem__)
    dependencies = names.all(request.dependencies)
    edges = _edges(request, names)
    if not request.propertyDependencies and not request.remote:
        edges = dict.fromkeys(values, dependencies) if dependencies else {}  # as the engine's resource monitor does
    return Resource(
        urn=name,
        type=request.type,
        name=request.name,
        custom=request.custom,
        properties=values,
        parent=urn.parent_of(names[request.parent]) if request.parent else None,
        provider=names[provider] if provider else None,
        dependencies=dependencies,
        property_dependencies=edges,
        protect=request.protect,
        retain_on_delete=request.retainOnDelete,
        ignore_changes=tuple(request.ignoreChanges),
        source=source_position(request, root),
    )


def _edges(request: Any, names: _Names) -> Mapping[str, tuple[str, ...]]:
    return {key: names.all(edge.urns) for key, edge in sorted(request.propertyDependencies.items()) if edge.urns}


def source_position(request: Any, root: Path) -> SourcePosition | None:
    """Where the program declared the resource: the innermost frame in the project, outside its environment.

    The SDK's own position is the first frame outside the SDK, which may lie in a library that wraps a resource.
    """
    frames: Sequence[Any] = [request.sourcePosition, *(frame.pc for frame in request.stackTrace.frames)]
    for position in frames:
        url = urlsplit(position.uri)
        if url.scheme != "file":
            continue
        path = Path(unquote(url.path))
        if path.is_relative_to(root) and "site-packages" not in path.parts:
            return SourcePosition(PurePosixPath(path.relative_to(root)).as_posix(), position.line)
    return None
