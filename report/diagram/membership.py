"""Which box of a picture each resource belongs to: every resource to exactly one, so that the picture adds up.

A type with a row in the table makes boxes. What has no row goes with the component it is part of: to the box of that
component, or to one that something else in it makes, in its own Region if there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph.belonging import belonging
from graph.model import Graph, Resource
from graph.urn import is_provider
from report.diagram.kinds import Draw, Kind, Section, texts
from report.diagram.table import GOES_WITH, KINDS, token_of

OTHER: Final = ""
"""The token of the box for what no row covers."""


RANKS: Final[Mapping[str, int]] = {token: place for place, token in enumerate(KINDS)}
"""The place of a type in the table."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What makes two resources belong to the same box."""

    token: str
    region: str
    apart: str
    """The URN where a type is drawn one by one, the value that tells boxes apart where it is drawn together."""

    @property
    def kind(self) -> Kind | None:
        """The row of the table; None for OTHER."""
        return KINDS.get(self.token)


@dataclass(frozen=True, slots=True)
class Membership:
    """The boxes of a graph and who is in them."""

    home: str
    """The Region of the stack; empty where its provider says none."""
    boxes: Mapping[Key, tuple[Resource, ...]]
    """In the order of the table; the resources by URN."""
    owner: Mapping[str, Key]
    """By URN; of components only those that are boxes themselves."""
    systems: Mapping[Key, str]
    """The AI system of a box whose resources all serve one; others are left out."""


def membership(graph: Graph, *, singly: bool = False) -> Membership:
    """Sort every managed resource of a graph into a box; `singly` draws the parts of AI systems one by one."""
    sorter = _Sorter(graph, singly=singly)
    owner = {r.urn: key for r in sorted(graph, key=lambda r: r.urn) if (key := sorter.key(r)) is not None}
    boxes = dict[Key, list[Resource]]()
    for urn, key in owner.items():
        boxes.setdefault(key, []).append(graph.resources[urn])
    ordered = sorted(boxes, key=lambda key: (RANKS.get(key.token, len(RANKS)), key))
    named = {
        key: {sorter.systems.get(one.urn, "") for one in boxes[key] if token_of(one.type) == key.token}
        for key in ordered
    }
    systems = {key: next(iter(names)) for key, names in named.items() if len(names) == 1 and "" not in names}
    return Membership(sorter.home, {key: tuple(boxes[key]) for key in ordered}, owner, systems)


def is_counted(resource: Resource) -> bool:
    """Whether it is something that stands in an account: not a component, a provider, or only read."""
    return resource.custom and not resource.external and not is_provider(resource.type)


def outermost(graph: Graph, resource: Resource) -> Resource:
    """The last component around a resource, or the resource itself."""
    return [resource, *_ancestors(graph, resource)][-1]


def _ancestors(graph: Graph, resource: Resource) -> Iterator[Resource]:
    """The components around a resource, the nearest first."""
    seen = {resource.urn}
    parent = resource.parent
    while parent is not None and parent in graph.resources and parent not in seen:
        seen.add(parent)
        yield graph.resources[parent]
        parent = graph.resources[parent].parent


class _Sorter:
    def __init__(self, graph: Graph, *, singly: bool) -> None:
        self._graph = graph
        self._singly = singly
        self.systems = belonging(graph)
        self.home = next((region for r in graph if is_provider(r.type) for region in texts(r, ("region",))), "")
        self._made = {r.urn: key for r in graph if (key := self._own(r)) is not None}
        self._inside = self._contents()

    def key(self, resource: Resource) -> Key | None:
        """The box of a resource; None for what no picture counts."""
        if resource.urn in self._made:
            return self._made[resource.urn]
        if not is_counted(resource):
            return None
        region = self._region(resource)
        for component in _ancestors(self._graph, resource):
            if component.urn in self._made:
                return self._made[component.urn]
            if inside := self._inside.get(component.urn):
                near = self._depends(resource)
                return min(inside, key=lambda key: (key.region != region, key not in near, RANKS[key.token], key))
        if (other := self._neighbour(resource, region)) is not None:
            return other
        kind = KINDS.get(token_of(resource.type))
        return Key(OTHER, region, "") if kind is None else self._key(resource, kind)

    def _neighbour(self, resource: Resource, region: str) -> Key | None:
        """The box of another component that this one is a part of in people's eyes."""
        wanted = {GOES_WITH[r.type] for r in (resource, *_ancestors(self._graph, resource)) if r.type in GOES_WITH}
        keys = [key for key in self._made.values() if key.token in wanted]
        near = self._depends(resource)
        return min(keys, key=lambda key: (key not in near, key.region != region, key), default=None)

    def _depends(self, resource: Resource) -> set[Key | None]:
        """The boxes of what a resource is made from."""
        return {self._made.get(urn) for urns in resource.property_dependencies.values() for urn in urns}

    def _own(self, resource: Resource) -> Key | None:
        """The box that a resource makes, unless a component around it is one box with everything in it."""
        kind = KINDS.get(resource.type)
        if kind is None or kind.alone or resource.external:
            return None
        if not kind.always and any(component.type in KINDS for component in _ancestors(self._graph, resource)):
            return None
        return self._key(resource, kind)

    def _key(self, resource: Resource, kind: Kind) -> Key:
        region = "" if kind.whole else self._region(resource)
        token = token_of(resource.type)
        parts = kind.section is Section.SYSTEMS
        if kind.draw is Draw.EACH or (parts and self._singly):
            return Key(token, region, resource.urn)
        if parts or self._singly:
            return Key(token, region, self.systems.get(resource.urn, ""))
        return Key(token, region, next(iter(texts(resource, kind.by)), "") if kind.by else "")

    def _region(self, resource: Resource) -> str:
        """Its own Region, or else its provider's, or else that of the stack."""
        if own := texts(resource, ("region",)):
            return own[0]
        provider = self._graph.resources.get(resource.provider or "")
        return next(iter(texts(provider, ("region",))), self.home) if provider else self.home

    def _contents(self) -> Mapping[str, set[Key]]:
        """The boxes that the resources inside each component make."""
        inside = dict[str, set[Key]]()
        for urn, key in self._made.items():
            for component in _ancestors(self._graph, self._graph.resources[urn]):
                inside.setdefault(component.urn, set()).add(key)
        return inside


def counted(resources: Iterable[Resource]) -> int:
    """How many of them stand in an account."""
    return sum(is_counted(resource) for resource in resources)
