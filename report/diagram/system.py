"""One AI system as a picture: who asks it, what decides, whom that asks in which order, and where the record goes.

From left to right as a request goes; its parts are drawn one by one, and of what it shares with others only what it
touches. The order of those who answer is the card's; everything else is in the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from config.system import System
from config.vocabulary import Runtime, TargetKind
from graph.model import Graph
from report.diagram import systems_table as parts
from report.diagram.boxes import box, copy, identity
from report.diagram.kinds import Section, plural, texts
from report.diagram.membership import RANKS, Key, counted, membership
from report.diagram.model import Arrow, Box, Diagram, Frame, Icon, Row, Style
from report.diagram.relations import Flow, flows
from report.diagram.table import KINDS
from report.dossier.words import spell

_CALLERS: Final = "callers"
_PEOPLE: Final = "reviewers"
_OWN: Final[Mapping[Runtime, tuple[str, ...]]] = {
    Runtime.VLLM: (parts.INGRESS, parts.DEPLOYMENT),
    Runtime.SAGEMAKER: (parts.ENDPOINT,),
}
"""Where the own model is reached, the outermost first."""
_REVIEWS: Final = "review"
"""What the queue that people work off is called after (functions/settings: LZ_REVIEW_QUEUE_URL)."""
_ASIDE: Final = (Section.WATCH,)
"""Sections below the way of a request and not on it."""


def system_picture(graph: Graph, system: System) -> Diagram:
    """The picture of a system in a stack."""
    return _System(graph, system).diagram()


class _System:
    def __init__(self, graph: Graph, system: System) -> None:
        self._system = system
        self._stack = graph.stack
        self._found = membership(graph, singly=True)
        every = [flow for flow in flows(self._found) if flow.style is not Style.EVIDENCE]
        own = [key for key, name in self._found.systems.items() if name == system.name and self._drawn(key)]
        shown = self._reached(own, every)
        self._flows = [flow for flow in every if flow.start in shown and flow.end in shown]
        self._boxes = {key: box(graph, key, self._found.boxes[key], system.name) for key in shown}
        self._extra = list[Box]()
        self._arrows = list(self._known())
        self._people()
        self._copies()

    def _drawn(self, key: Key) -> bool:
        kind = key.kind
        return kind is not None and (kind.stage > 0 or kind.section in _ASIDE)

    def _reached(self, own: Sequence[Key], every: Sequence[Flow]) -> list[Key]:
        """Its own boxes, what flows from them leads to however far, and what feeds them."""
        reached = dict.fromkeys(own)
        reached |= dict.fromkeys(flow.start for flow in every if flow.end in reached and self._drawn(flow.start))
        waiting = list(own)
        while waiting:
            key = waiting.pop()
            for flow in every:
                if flow.start == key and flow.end not in reached and self._drawn(flow.end):
                    reached[flow.end] = None
                    waiting.append(flow.end)
        return [key for key in self._found.boxes if key in reached]

    def _known(self) -> Iterator[Arrow]:
        """The flows of the graph; those to whoever answers in the order of the card."""
        turns = dict(self._turns())
        decides = self._decides()
        for flow in self._flows:
            style, label = flow.style, flow.label
            if flow.start == decides and flow.end in turns:
                number, wait = turns[flow.end]
                style = Style.CALL if number == 1 else Style.FALLBACK
                label = f"{number}. {wait}".strip()
            yield Arrow(start=identity(flow.start), end=identity(flow.end), style=style, label=label)

    def _turns(self) -> Iterator[tuple[Key, tuple[int, str]]]:
        """Who answers first, second, and so on, and how long each has."""
        card = self._system.card
        for token in _OWN[card.serve.runtime][:1]:
            yield from ((key, (1, spell(card.serve.timeout))) for key in self._boxes if key.token == token)
        for number, name in enumerate(card.decision.fallbacks, start=2):
            if name == TargetKind.HUMAN:
                yield from ((key, (number, "")) for key in self._review_queues())
            elif name in card.targets:
                wait = spell(card.targets[name].timeout)
                profiles = [key for key, b in self._boxes.items() if key.token == parts.PROFILE and b.title == name]
                yield from ((key, (number, wait)) for key in profiles)

    def _decides(self) -> Key | None:
        """The function that asks models."""
        models = {parts.INGRESS, parts.ENDPOINT, parts.PROFILE}
        asks = [f.start for f in self._flows if f.start.token == parts.FUNCTION and f.end.token in models]
        return asks[0] if asks else None

    def _review_queues(self) -> list[Key]:
        return [key for key, b in self._boxes.items() if key.token == parts.QUEUE and _REVIEWS in b.title]

    def _people(self) -> None:
        """Who asks, and who looks at what the model is not sure of: nobody of them is a resource."""
        card, region = self._system.card, self._found.home
        doors = [key for key in self._boxes if key.token == parts.API] or [k for k in [self._decides()] if k]
        if doors:
            lines = tuple(f"sends {name}" for name in list(card.payload)[:3])
            self._extra.append(_person(_CALLERS, "callers", lines, region))
            self._arrows += [Arrow(start=_CALLERS, end=identity(door), style=Style.CALL) for door in doors]
        queues = self._review_queues()
        if queues:
            review = card.decision.review
            lines = (card.decision.accountable, f"within {spell(review.within)}", plural("reviewer", review.reviewers))
            self._extra.append(_person(_PEOPLE, "reviewers", lines, region))
            self._arrows += [Arrow(start=identity(queue), end=_PEOPLE, style=Style.DATA) for queue in queues]
            verdicts = [k for k, b in self._boxes.items() if k.token == parts.FUNCTION and b.title.startswith(_REVIEWS)]
            self._arrows += [Arrow(start=_PEOPLE, end=identity(k), style=Style.CALL) for k in verdicts]

    def _copies(self) -> None:
        for key, original in self._boxes.items():
            kind = key.kind
            if kind is not None and kind.copies:
                for region in sorted({r for m in self._found.boxes[key] for r in texts(m, kind.copies)}):
                    copied = copy(original, kind, region)
                    self._extra.append(copied)
                    arrow = Arrow(start=original.id, end=copied.id, style=Style.REPLICATION, label=kind.copied)
                    self._arrows.append(arrow)

    def diagram(self) -> Diagram:
        card = self._system.card
        regions = dict.fromkeys([self._found.home, *(b.region for b in [*self._boxes.values(), *self._extra])])
        number = sum(counted(self._found.boxes[key]) for key in self._boxes)
        rows = [Row(tuple(self._region(region) for region in regions if region), apart=True)] if self._boxes else []
        return Diagram(
            title=f"{self._stack}: {card.name}",
            caption=f"{card.risk.tier} risk · {card.purpose} · {plural('resource', number)}",
            root=Frame(rows=tuple(rows)),
            arrows=tuple(sorted(set(self._arrows), key=lambda a: (a.style, a.start, a.end, a.label))),
        )

    def _region(self, region: str) -> Frame:
        here = sorted(
            ((self._stage(one), self._order(one), one) for one in self._every() if one.region == region),
            key=lambda placed: (placed[0], placed[1], placed[2].id),
        )
        way = [placed for placed in here if placed[0] < _END]
        columns = [
            Frame(rows=tuple(Row((one,), self._level(one)) for _, _, one in same))
            for _, same in groupby(way, key=lambda placed: placed[0])
        ]
        if region != self._found.home:
            columns = [Frame(rows=tuple(self._abreast(region)))]
        rows = [Row(tuple(columns), apart=True)]
        if aside := [one for stage, _, one in here if stage == _END]:
            rows.append(Row((Frame(rows=(Row(tuple(aside)),), title=Section.WATCH.heading, hue=Section.WATCH),)))
        return Frame(rows=tuple(rows), title=region, hue="region")

    def _abreast(self, region: str) -> Iterator[Row]:
        """The column of copies, each beside its original in the last column that has any."""
        there = {self._level(one): one for one in self._every() if one.region == region}
        column = [one for one in self._every() if one.region == self._found.home and self._stage(one) == _KEPT]
        column.sort(key=lambda one: (self._order(one), one.id))
        levels = dict.fromkeys([*(self._level(one) for one in column), *there])
        yield from (Row((there[level],) if level in there else (), level) for level in levels)

    def _every(self) -> list[Box]:
        return [*self._boxes.values(), *self._extra]

    def _level(self, one: Box) -> str:
        """What stands abreast in both Regions: an original in the column of stores, and its copy."""
        starts = {arrow.end: arrow.start for arrow in self._arrows if arrow.style is Style.REPLICATION}
        return starts.get(one.id, one.id) if self._stage(one) == _KEPT else ""

    def _stage(self, one: Box) -> int:
        if one.icon is Icon.PERSON:
            return 0 if one.id == _CALLERS else _PEOPLE_STAGE
        kind = KINDS.get(one.id.split(" ", 1)[0])
        return _END if kind is None or kind.section in _ASIDE else kind.stage

    def _order(self, one: Box) -> tuple[bool, int, int]:
        """Within a column: stores, then what reads them; as the table has it; whoever hands on most at the top."""
        token = one.id.split(" ", 1)[0]
        kind, flowing = KINDS.get(token), sum(arrow.start == one.id for arrow in self._arrows)
        reads = kind is not None and kind.section is Section.SYSTEMS and kind.stage == _KEPT
        return (reads, RANKS.get(token, 0), -flowing)


_KEPT: Final = 5
"""The column of what must survive."""
_PEOPLE_STAGE: Final = 4
_END: Final = 99
"""What stands below the way of a request."""


def _person(id_: str, title: str, lines: tuple[str, ...], region: str) -> Box:
    return Box(id=id_, icon=Icon.PERSON, hue=Section.ACCOUNT, title=title, lines=lines, region=region)
