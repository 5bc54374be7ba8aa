"""A whole environment as a picture: its Regions side by side, and in each what stands there, by section."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from graph.model import Graph
from graph.urn import is_provider
from report.diagram.boxes import box, copy, identity
from report.diagram.kinds import Draw, Kind, Section, plural, texts
from report.diagram.membership import RANKS, Key, Membership, counted, membership
from report.diagram.model import Arrow, Box, Diagram, Frame, Item, Row, Style
from report.diagram.relations import flows
from report.diagram.table import KINDS

_LANES: Final = (
    (Section.NETWORK, Section.COMPUTE),
    (Section.SYSTEMS, Section.SERVING, Section.RECOVERY),
)
"""Columns of the stack's own Region, from the left; the sections that both Regions have stand beyond them."""
_ABREAST: Final = (Section.RECORDS, Section.KEYS, Section.WATCH, Section.OTHER)
"""Sections whose boxes stand beside their copies."""
_SECTIONS: Final = tuple(Section)
_IN_A_ROW: Final[Mapping[Section, int]] = {Section.NETWORK: 3, Section.SYSTEMS: 2, Section.COMPUTE: 2}
"""Boxes side by side; one where a section is not named."""
_IN_A_STRIP: Final = 8
"""Boxes side by side in what belongs to no Region."""
_SAID: Final = {
    ("primary", True): "serves",
    ("primary", False): "replicas",
    ("recovery", True): "stands by",
    ("recovery", False): "where the primary serves",
}
"""What a Region does, by the stack's role and whether the Region is its own."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box and what decides its place."""

    box: Box
    token: str
    level: str
    system: str = ""

    @property
    def kind(self) -> Kind | None:
        return KINDS.get(self.token)

    @property
    def section(self) -> Section:
        return self.kind.section if self.kind else Section.OTHER

    @property
    def row(self) -> int:
        return self.kind.row if self.kind else 0

    @property
    def whole(self) -> bool:
        return bool(self.kind and self.kind.whole)

    @property
    def wide(self) -> bool:
        return bool(self.box.cells) or bool(self.kind and self.kind.wide)


def environment(graph: Graph) -> Diagram:
    """The picture of a stack."""
    return _Environment(graph).diagram()


class _Environment:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._found = membership(graph)
        self._frames = {k: m for k, m in self._found.boxes.items() if k.kind is not None and k.kind.draw is Draw.FRAME}
        originals = {
            k: box(graph, k, m, self._found.systems.get(k, ""))
            for k, m in self._found.boxes.items()
            if k not in self._frames
        }
        self._arrows = list(_arrows(self._found))
        levels = _levels(originals, self._arrows)
        self._placed = [_Placed(b, k.token, levels[b.id], self._found.systems.get(k, "")) for k, b in originals.items()]
        for key, original in originals.items():
            self._copy(key, original, levels[original.id])
        self._placed.sort(key=_position)
        names = {placed.box.region for placed in self._placed if not placed.whole}
        self._regions = sorted(names, key=lambda name: (name != self._found.home, name))

    def _copy(self, key: Key, original: Box, level: str) -> None:
        kind = key.kind
        if kind is None or not kind.copies:
            return
        for region in sorted({r for m in self._found.boxes[key] for r in texts(m, kind.copies)}):
            copied = copy(original, kind, region)
            self._placed.append(_Placed(copied, key.token, level))
            self._arrows.append(Arrow(start=original.id, end=copied.id, style=Style.REPLICATION, label=kind.copied))

    def diagram(self) -> Diagram:
        tags = _default_tags(self._graph)
        role = tags.get("lz:role", "")
        whole = [section for section in _SECTIONS if any(p.whole and p.section is section for p in self._placed)]
        rows = [Row((self._strip(section),)) for section in whole]
        rows.append(Row(tuple(self._region(region, role) for region in self._regions), apart=True))
        number = sum(counted(members) for members in self._found.boxes.values())
        facts = [
            f"role {role}" if role else "",
            f"{plural('resource', number)} in {plural('box', len(self._placed) + len(self._frames))}",
            "drawn from the resource graph",
        ]
        return Diagram(
            title=self._graph.stack,
            caption=" · ".join(fact for fact in facts if fact),
            root=Frame(rows=tuple(row for row in rows if row.items)),
            arrows=tuple(sorted(self._arrows, key=lambda arrow: (arrow.style, arrow.start, arrow.end))),
        )

    def _strip(self, section: Section) -> Frame:
        """What belongs to the account and to no Region."""
        boxes = [placed for placed in self._placed if placed.whole and placed.section is section]
        return self._frame("", section, tuple(_rows(boxes, _IN_A_STRIP)))

    def _region(self, region: str, role: str) -> Frame:
        own = region == self._found.home
        lanes = [Frame(rows=rows) for sections in _LANES if (rows := tuple(self._stacked(region, sections)))]
        if abreast := tuple(self._abreast(region)):
            lanes.append(Frame(rows=abreast))
        said = _SAID.get((role, own), "")
        number = sum(
            counted(members)
            for key, members in self._found.boxes.items()
            if key.region == region and not (key.kind and key.kind.whole)
        )
        return Frame(
            rows=(Row(tuple(lanes if own else reversed(lanes))),),
            title=region or "a Region that the graph does not name",
            caption=" · ".join([*([said] if said else []), plural("resource", number)]),
            hue="region",
        )

    def _stacked(self, region: str, sections: Sequence[Section]) -> Iterator[Row]:
        for frame in self._sections(region, sections):
            yield Row((frame,))

    def _sections(self, region: str, sections: Sequence[Section]) -> Iterator[Frame]:
        for section in sections:
            here = [p for p in self._placed if p.section is section and p.box.region == region and not p.whole]
            if section is Section.SYSTEMS:
                yield from self._by_system(here)
            elif here:
                yield self._frame(region, section, tuple(_rows(here, _IN_A_ROW.get(section, 1))))

    def _by_system(self, placed: Sequence[_Placed]) -> Iterator[Frame]:
        """A frame for each AI system, and one for what serves several."""
        for system in sorted({one.system for one in placed}, key=lambda name: (not name, name)):
            own = [one for one in placed if one.system == system]
            rows = tuple(_rows(own, _IN_A_ROW[Section.SYSTEMS]))
            members = [self._graph.resources[urn] for one in own for urn in one.box.urns]
            tiers = dict.fromkeys(tier for member in members for tier in texts(member, ("tags", "lz:risk-tier")))
            caption = [*(f"{tier} risk" for tier in tiers), plural("resource", counted(members))]
            title = system or "Of all AI systems"
            yield Frame(rows=rows, title=title, caption=" · ".join(caption), hue=Section.SYSTEMS)

    def _abreast(self, region: str) -> Iterator[Row]:
        """The frames both Regions have; where boxes have copies, level by level, with a gap where a copy is missing."""
        copied = {id_ for arrow in self._arrows if arrow.style is Style.REPLICATION for id_ in (arrow.start, arrow.end)}
        for section in _ABREAST:
            every = [placed for placed in self._placed if placed.section is section and not placed.whole]
            here = {placed.level: placed.box for placed in every if placed.box.region == region}
            if any(placed.box.id in copied for placed in every):
                levels = dict.fromkeys(placed.level for placed in every)
                rows = tuple(Row((here[level],) if level in here else (), level) for level in levels)
            else:
                rows = tuple(Row((one,)) for one in here.values())
            if every:
                yield Row((self._frame(region, section, rows),) if here else (), section)

    def _frame(self, region: str, section: Section, rows: tuple[Row, ...]) -> Frame:
        borders = [
            (k, m) for k, m in self._frames.items() if k.kind and k.kind.section is section and k.region == region
        ]
        inside = [urn for row in rows for item in row.items if isinstance(item, Box) for urn in item.urns]
        own = [resource for _, members in borders for resource in members]
        number = counted([*own, *(self._graph.resources[urn] for urn in inside)])
        lines = [line for k, m in borders if k.kind for f in k.kind.facts if (line := f.line(k.token, m))]
        return Frame(
            rows=rows,
            title=section.heading,
            caption=" · ".join([*lines, *([plural("resource", number)] if number else [])]),
            hue=section,
            urns=tuple(resource.urn for resource in own),
        )


def _rows(placed: Sequence[_Placed], most: int) -> Iterator[Row]:
    for _, same in groupby(placed, key=lambda one: one.row):
        line = list[Item]()
        for one in same:
            if one.wide or len(line) == most:
                if line:
                    yield Row(tuple(line))
                line = []
            if one.wide:
                yield Row((one.box,))
            else:
                line.append(one.box)
        if line:
            yield Row(tuple(line))


def _position(placed: _Placed) -> tuple[int, int, int, int, str]:
    """Where a box stands: by section and row, then as the table and its kind order them."""
    section = _SECTIONS.index(placed.section)
    if placed.kind is None:
        return (section, 0, 0, 0, placed.box.id)
    title, order = placed.box.title, placed.kind.order
    place = order.index(title) if title in order else len(order)
    return (section, placed.row, RANKS[placed.token], place, placed.level)


def _arrows(found: Membership) -> Iterator[Arrow]:
    for flow in flows(found):
        if flow.near:
            continue
        yield Arrow(start=identity(flow.start), end=identity(flow.end), style=flow.style, label=flow.label)


def _levels(boxes: Mapping[Key, Box], arrows: Sequence[Arrow]) -> Mapping[str, str]:
    """A name for the height of each box: that of the box it is a replica of, else its type and number in its Region."""
    copied = {arrow.end: arrow.start for arrow in arrows if arrow.style is Style.REPLICATION}
    numbers = dict[tuple[str, str], int]()
    levels = dict[str, str]()
    for key, one in boxes.items():
        place = (key.token, key.region)
        numbers[place] = numbers.get(place, -1) + 1
        levels[one.id] = f"{key.token}#{numbers[place]:03}"
    return {id_: levels.get(copied.get(id_, id_), level) for id_, level in levels.items()}


def _default_tags(graph: Graph) -> Mapping[str, str]:
    """The tags that the stack's provider gives everything; the provider takes them as a JSON string."""
    for resource in graph:
        if is_provider(resource.type):
            for text in texts(resource, ("defaultTags",)):
                tags = json.loads(text).get("tags", {})
                return {str(key): str(value) for key, value in tags.items()}
    return {}
