"""Which AI system each resource belongs to: by its tag, its label, or by the component it is part of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

from graph.model import Graph, Resource

SYSTEM_TAG: Final = "lz:system"
"""The tag that names the system a resource serves."""

LABELS: Final = ("lz/system",)
"""Labels of Kubernetes objects that name a system."""


def belonging(graph: Graph) -> Mapping[str, str]:
    """The system of each resource that serves one, by URN; what serves all of them, or none, is left out.

    A resource that cannot carry a tag (a bucket's policy, a role's attachment) goes with the nearest component around
    it, where everything that is marked is marked with one and the same system; where nothing is, the outermost
    component, or a resource outside every component, may be named after the system, as `support-assistant-alarms` is.
    """
    marked = {resource.urn: name for resource in graph if (name := mark(resource))}
    systems = sorted(set(marked.values()), key=len, reverse=True)
    within = dict[str, set[str]]()
    for urn, name in marked.items():
        for component in _around(graph, graph.resources[urn]):
            within.setdefault(component.urn, set()).add(name)
    found = dict[str, str]()
    for resource in graph:
        name = marked.get(resource.urn) or _inherited(graph, resource, within, systems)
        if name:
            found[resource.urn] = name
    return found


def mark(resource: Resource) -> str:
    """The system a resource names itself; empty where it names none."""
    tags = _mapping(resource.properties.get("tags"))
    labels = _mapping(_mapping(resource.properties.get("metadata")).get("labels"))
    names = [tags.get(SYSTEM_TAG), *(labels.get(label) for label in LABELS)]
    return next((name for name in names if isinstance(name, str)), "")


def _inherited(graph: Graph, resource: Resource, within: Mapping[str, set[str]], systems: Sequence[str]) -> str:
    """By the components around it; `systems` the longest name first, so that none is taken for another's beginning."""
    around = [*([resource] if not resource.custom else []), *_around(graph, resource)]
    for component in around:
        names = within.get(component.urn, set())
        if names:
            return next(iter(names)) if len(names) == 1 else ""
    outermost = around[-1].name if around else resource.name
    return next((name for name in systems if outermost == name or outermost.startswith(f"{name}-")), "")


def _around(graph: Graph, resource: Resource) -> Iterator[Resource]:
    """The components around a resource, the nearest first."""
    parent = graph.resources.get(resource.parent or "")
    while parent is not None:
        yield parent
        parent = graph.resources.get(parent.parent or "")


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}
