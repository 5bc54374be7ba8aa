"""How arrows run: straight lines and right angles around every box, from the border of one to the border of another.

A search (A*) over the lines beside and between boxes. Short ways win, then those with few corners; a way that another
arrow runs on costs more, unless both have an end and a style in common: then they share it, as wires share a duct.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final, TypeAlias

from report.diagram.layout import FRAME_HEAD, FRAME_PAD, MARGIN, Page, Rect
from report.diagram.model import Arrow, Style
from report.diagram.text import width

Point: TypeAlias = tuple[float, float]

CLEARANCE: Final = 5.0
"""How near an arrow may come to a box it does not belong to."""
LABEL_SIZE: Final = 10.0
_OUT: Final = 8.0
"""How far from a box its arrows may first turn; beyond CLEARANCE, and within half the gap between two boxes."""
_BESIDE: Final = (_OUT, 14.0, 22.0, 30.0, 38.0)
"""Where lines run left and right of a box; above and below there is room for one."""
_CORNER: Final = 30.0
"""What a corner costs, in pixels of way."""
_OTHERS: Final = 8.0
"""How many times its length a way costs that a foreign arrow runs on."""
_OWN: Final = 0.5
"""And one that an arrow with the same end or start and the same style runs on."""


class Side(Enum):
    """Of a box: the direction that leads away from it."""

    RIGHT = (1, 0)
    LEFT = (-1, 0)
    BOTTOM = (0, 1)
    TOP = (0, -1)

    def middle(self, rect: Rect) -> Point:
        """Where an arrow leaves the box on this side."""
        dx, dy = self.value
        x = (rect.x, (rect.x + rect.right) / 2, rect.right)[1 + dx]
        return x, (rect.y, (rect.y + rect.bottom) / 2, rect.bottom)[1 + dy]


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow's corners, from border to border."""

    arrow: Arrow
    points: tuple[Point, ...]
    label: Rect | None = None
    """Where its label stands; None where it has none, or there is no room for it."""


def route(page: Page) -> tuple[Route, ...]:
    """A way for every arrow, the shortest first; one whose box is not on the page, or that has no way, is left out."""
    rects = {box.id: rect for box, rect in page.boxes}
    arrows = [a for a in page.diagram.arrows if a.start in rects and a.end in rects and a.start != a.end]
    arrows.sort(key=lambda a: (_distance(rects[a.start], rects[a.end]), a.start, a.end, a.style, a.label))
    ways = _Ways(page, rects)
    return tuple(_labelled(page, [Route(a, points) for a in arrows if (points := ways.find(a))]))


def _distance(one: Rect, other: Rect) -> float:
    across = max(other.x - one.right, one.x - other.right, 0.0)
    return across + max(other.y - one.bottom, one.y - other.bottom, 0.0)


_Node: TypeAlias = tuple[int, int]
"""Place in the sorted xs, place in the sorted ys."""
_State: TypeAlias = tuple[_Node, Side]
"""Where a way is, and in which direction it came."""
_Step: TypeAlias = tuple[_Node, _Node]
_Mark: TypeAlias = tuple[str, Style]
"""A box where an arrow starts or ends, and the arrow's style."""


class _Ways:
    def __init__(self, page: Page, rects: Mapping[str, Rect]) -> None:
        self._rects = rects
        every = list(rects.values())
        self._xs = sorted(
            {x for r in every for x in _lines(r.x, r.right, _BESIDE)} | {MARGIN / 2, page.width - MARGIN / 2}
        )
        self._ys = sorted({y for r in every for y in _lines(r.y, r.bottom, (_OUT,))})
        self._column = {x: place for place, x in enumerate(self._xs)}
        self._row = {y: place for place, y in enumerate(self._ys)}
        self._blocked = self._walls([*(_grown(r, CLEARANCE) for r in every), *_titles(page)])
        self._taken = dict[_Step, set[_Mark]]()

    def find(self, arrow: Arrow) -> tuple[Point, ...]:
        """The cheapest way, as corners; empty when boxes stand so close that there is none."""
        start, end = self._rects[arrow.start], self._rects[arrow.end]
        marks = {(arrow.start, arrow.style), (arrow.end, arrow.style)}
        goals = {node: side for side, node in self._ports(end)}
        best, before = dict[_State, float](), dict[_State, _State]()
        queue = list[tuple[float, float, _Node, int]]()
        for side, node in self._ports(start):
            best[node, side] = 0.0
            heapq.heappush(queue, (self._left(node, goals), 0.0, node, _SIDES.index(side)))
        while queue:
            _, cost, node, came = heapq.heappop(queue)
            side = _SIDES[came]
            if cost > best[node, side]:
                continue
            if node in goals and _leads_in(side, goals[node]):
                way = _traced((node, side), before)
                self._take(way, marks)
                return self._corners(start, end, way, goals[node])
            for next_side, following in self._neighbours(node, side):
                step = cost + self._price(node, following, marks) + (_CORNER if next_side is not side else 0.0)
                if step < best.get((following, next_side), float("inf")):
                    best[following, next_side] = step
                    before[following, next_side] = (node, side)
                    guess = step + self._left(following, goals)
                    heapq.heappush(queue, (guess, step, following, _SIDES.index(next_side)))
        return ()

    def _ports(self, rect: Rect) -> Iterator[tuple[Side, _Node]]:
        """The nodes just outside the middle of each side that are free."""
        for side in _SIDES:
            (x, y), (dx, dy) = side.middle(rect), side.value
            column, row = self._column.get(x + dx * _OUT), self._row.get(y + dy * _OUT)
            if column is not None and row is not None and (column, row) not in self._blocked:
                yield side, (column, row)

    def _neighbours(self, node: _Node, came: Side) -> Iterator[tuple[Side, _Node]]:
        for side in _SIDES:
            dx, dy = side.value
            following = (node[0] + dx, node[1] + dy)
            back = came.value == (-dx, -dy)
            inside = 0 <= following[0] < len(self._xs) and 0 <= following[1] < len(self._ys)
            if inside and not back and following not in self._blocked:
                yield side, following

    def _price(self, node: _Node, following: _Node, marks: set[_Mark]) -> float:
        length = self._length(node, following)
        taken = self._taken.get(_step(node, following))
        if taken is None:
            return length
        return length * (_OWN if taken & marks else _OTHERS)

    def _length(self, one: _Node, other: _Node) -> float:
        return abs(self._xs[one[0]] - self._xs[other[0]]) + abs(self._ys[one[1]] - self._ys[other[1]])

    def _left(self, node: _Node, goals: Mapping[_Node, Side]) -> float:
        """What the rest of the way costs where nothing is in the way and nothing is shared."""
        return min((self._length(node, goal) for goal in goals), default=0.0)

    def _take(self, way: Sequence[_Node], marks: set[_Mark]) -> None:
        for node, following in pairwise(way):
            self._taken.setdefault(_step(node, following), set()).update(marks)

    def _corners(self, start: Rect, end: Rect, way: Sequence[_Node], arrives: Side) -> tuple[Point, ...]:
        leaves = next(side for side, node in self._ports(start) if node == way[0])
        points = [leaves.middle(start), *((self._xs[x], self._ys[y]) for x, y in way), arrives.middle(end)]
        kept = [points[0]]
        for before, point, after in zip(points, points[1:], points[2:], strict=False):
            straight = before[0] == point[0] == after[0] or before[1] == point[1] == after[1]
            if not straight:
                kept.append(point)
        return (*kept, points[-1])

    def _walls(self, rects: Sequence[Rect]) -> set[_Node]:
        """The nodes inside a rectangle."""
        blocked = set[_Node]()
        for rect in rects:
            columns = [place for place, x in enumerate(self._xs) if rect.x < x < rect.right]
            rows = [place for place, y in enumerate(self._ys) if rect.y < y < rect.bottom]
            blocked.update((column, row) for column in columns for row in rows)
        return blocked


_SIDES: Final = tuple(Side)


def _traced(state: _State, before: Mapping[_State, _State]) -> list[_Node]:
    """The way to a state, from its beginning."""
    way = [state[0]]
    while state in before:
        state = before[state]
        way.append(state[0])
    return way[::-1]


def _leads_in(came: Side, side: Side) -> bool:
    """Whether a way that came in this direction may enter the box at this side: not from inside it."""
    return came is not side


def _step(one: _Node, other: _Node) -> _Step:
    return (one, other) if one < other else (other, one)


def _lines(low: float, high: float, offsets: Sequence[float]) -> list[float]:
    """The coordinates along one axis on which lines run because of a box."""
    beside = [line for offset in offsets for line in (low - offset, high + offset)]
    return [(low + high) / 2, *beside]


def _grown(rect: Rect, by: float) -> Rect:
    return Rect(rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by)


def _titles(page: Page) -> Iterator[Rect]:
    """Where the titles of frames stand: an arrow does not strike them through."""
    for frame, rect in page.frames:
        room = rect.width - 2 * FRAME_PAD
        text = width(f"{frame.title}  {frame.caption}", 12.0, bold=True)
        yield Rect(rect.x + FRAME_PAD, rect.y + 6, min(text, room), FRAME_HEAD - 12)


def _labelled(page: Page, routes: Sequence[Route]) -> Iterator[Route]:
    """Each label on the longest level piece of its arrow, where it covers no box and no other label."""
    standing = [rect for _, rect in page.boxes]
    for one in routes:
        found = next(_places(one, standing), None) if one.arrow.label else None
        if found is not None:
            standing.append(found)
        yield Route(one.arrow, one.points, found)


def _places(one: Route, standing: Sequence[Rect]) -> Iterator[Rect]:
    """Level pieces first, the longest first; then upright ones, across which the label stands."""
    wide, high = width(one.arrow.label, LABEL_SIZE) + 6, 16.0
    pieces = sorted(pairwise(one.points), key=lambda piece: (piece[0][1] != piece[1][1], -_span(piece)))
    for (x1, y1), (x2, y2) in pieces:
        if _span(((x1, y1), (x2, y2))) < (wide if y1 == y2 else high):
            continue
        for part in (0.5, 0.35, 0.65, 0.2, 0.8):
            x, y = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
            found = Rect(x - wide / 2, y - high / 2, wide, high)
            if not any(found.overlaps(rect) for rect in standing):
                yield found


def _span(piece: tuple[Point, Point]) -> float:
    (x1, y1), (x2, y2) = piece
    return abs(x2 - x1) + abs(y2 - y1)
