"""A box from the resources it stands for: its title and its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from graph.model import Graph, Resource
from report.diagram.kinds import Draw, Kind, Section, plural, texts
from report.diagram.membership import Key, counted, outermost
from report.diagram.model import Box, Cell, Icon
from report.diagram.table import token_of
from report.escape import prose


def box(graph: Graph, key: Key, members: Sequence[Resource], system: str = "") -> Box:
    """The box of a key; the name of its system, which its frame carries, is not said again in its title."""
    kind = key.kind
    urns = tuple(resource.urn for resource in members)
    if kind is None:
        types = Counter(resource.type for resource in members)
        return Box(
            id=identity(key),
            icon=Icon.OTHER,
            hue=Section.OTHER,
            title=plural("resource", counted(members)),
            words=tuple(f"{number} {type_.rpartition(':')[2]}" for type_, number in sorted(types.items())),
            urns=urns,
            region=key.region,
        )
    drawn = [resource for resource in members if token_of(resource.type) == key.token]
    title = _titled(graph, key, drawn, system)
    return Box(
        id=identity(key),
        icon=kind.icon,
        hue=kind.section,
        title=title,
        lines=tuple(line for line in _lines(key, kind, members) if line != title),
        words=tuple(dict.fromkeys(_without(word, system) for word in _words(kind, key, members))),
        cells=tuple(_cells(kind, drawn)),
        urns=urns,
        region=key.region,
    )


def _without(name: str, system: str) -> str:
    """A name without that of its system, where something else is left."""
    return name.removeprefix(f"{system}-").removesuffix(f"-{system}") if system else name


def _words(kind: Kind, key: Key, members: Sequence[Resource]) -> Sequence[str]:
    """None for one of many that is drawn alone: its title says it."""
    alone = kind.draw is Draw.TOGETHER and any(key.apart == resource.urn for resource in members)
    return kind.words.found(key.token, members) if kind.words and not alone else ()


def copy(original: Box, kind: Kind, region: str) -> Box:
    """What stands in another Region because the original says so, without a resource of its own."""
    return Box(
        id=f"{original.id} {region}",
        icon=original.icon,
        hue=original.hue,
        title=original.title,
        lines=(f"{kind.noun}, replica", *original.lines[1:]) if kind.draw is Draw.EACH else ("replicas",),
        words=original.words,
        region=region,
    )


def identity(key: Key) -> str:
    """A box's id in every picture."""
    return " ".join((key.token or "other", key.region, key.apart))


def _titled(graph: Graph, key: Key, drawn: Sequence[Resource], system: str) -> str:
    """What is called like its system is called by what it is."""
    kind = key.kind
    title = _title(graph, key, kind, drawn) if kind else ""
    return kind.noun if kind and title == system else _without(title, system)


def _title(graph: Graph, key: Key, kind: Kind, drawn: Sequence[Resource]) -> str:
    if kind.draw is Draw.EACH:
        return prose(outermost(graph, drawn[0]).name)
    if key.apart == drawn[0].urn:  # drawn one by one where its kind is not
        return prose(_called(graph, drawn[0]).name)
    return key.apart if key.apart and kind.cells else plural(kind.noun, len(drawn))


def _called(graph: Graph, resource: Resource) -> Resource:
    """Whose name says what a resource is: its outermost component's, unless another of its type is in that too."""
    component = outermost(graph, resource)
    alike = [r for r in graph.of_type(resource.type) if outermost(graph, r).urn == component.urn]
    return component if len(alike) == 1 else resource


def _lines(key: Key, kind: Kind, members: Sequence[Resource]) -> Iterator[str]:
    if kind.draw is Draw.EACH or any(key.apart == resource.urn for resource in members):
        yield kind.noun
    yield from (line for fact in kind.facts if (line := fact.line(key.token, members)))


def _cells(kind: Kind, drawn: Sequence[Resource]) -> Iterator[Cell]:
    if kind.cells is None:
        return
    label, value = kind.cells
    pairs = sorted((" ".join(texts(resource, label)), " ".join(texts(resource, value))) for resource in drawn)
    yield from (Cell(*pair) for pair in pairs)
