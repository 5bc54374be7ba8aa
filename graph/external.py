"""Resources a stack refers to and does not manage: known by their URN alone, from whatever source the graph comes.

The engine shows a policy pack only what the program manages. Of what it reads there remains the URN in the edges of
others, which holds type and name; a graph from another source keeps no more, so that all give the same findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph import urn
from graph.model import Resource


def with_external(managed: Iterable[Resource]) -> Mapping[str, Resource]:
    """The managed resources by URN, then an external one for every other URN their edges name."""
    resources = {resource.urn: resource for resource in managed}
    named = {
        target
        for resource in resources.values()
        for targets in (resource.dependencies, *resource.property_dependencies.values())
        for target in targets
    }
    for name in sorted(named - set(resources)):
        resources[name] = Resource(urn=name, type=urn.type_of(name), name=urn.name_of(name), external=True)
    return resources
