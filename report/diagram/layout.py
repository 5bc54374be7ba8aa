"""Where everything stands: boxes and frames as rectangles on a page, from the arrangement alone.

Sizes go up (a row is as high as its highest item, a frame as wide as its widest row), places go down (a row's items
share its width). All in pixels of the picture's own scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from report.diagram.model import Box, Diagram, Frame, Item, Row
from report.diagram.text import fold

TITLE_SIZE: Final = 13.0
LINE_SIZE: Final = 11.0
LINE: Final = 15.0
PAD: Final = 10.0
ICON: Final = 20.0
TEXT_LEFT: Final = PAD + ICON + 8
"""From a box's left edge to its text."""
BOX_WIDTH: Final = 228.0
CELL_WIDTH: Final = 96.0
CELL_TITLE: Final = 128.0
"""Of a box with cells, left of the first."""
CELL_HEIGHT: Final = 42.0
GAP_X: Final = 30.0
GAP_Y: Final = 16.0
"""Between two things, where arrows run."""
FRAME_PAD: Final = 14.0
FRAME_HEAD: Final = 34.0
"""Height of a frame's title."""
MARGIN: Final = 28.0
HEAD: Final = 62.0
"""Height of the picture's own title."""
FOOT: Final = 44.0
"""Height of the legend."""
WORD_LINES: Final = 2
"""Lines that a box's words may take."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def overlaps(self, other: Rect) -> bool:
        """Whether they share an area; a shared edge is none."""
        apart = self.right <= other.x or other.right <= self.x or self.bottom <= other.y or other.bottom <= self.y
        return not apart

    def holds(self, other: Rect) -> bool:
        """Whether the other lies within."""
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class Page:
    """A picture's rectangles."""

    diagram: Diagram
    width: float
    height: float
    frames: tuple[tuple[Frame, Rect], ...]
    """Those with a title, outermost first."""
    boxes: tuple[tuple[Box, Rect], ...]


def place(diagram: Diagram) -> Page:
    """Give every box and frame its rectangle."""
    levels = _levels(diagram.root)
    size = _Sizes(levels)
    width, height = size.of(diagram.root)
    items = list(_placed(diagram.root, Rect(MARGIN, HEAD, width, height), size))
    return Page(
        diagram=diagram,
        width=width + 2 * MARGIN,
        height=height + HEAD + FOOT,
        frames=tuple((item, rect) for item, rect in items if isinstance(item, Frame) and item.title),
        boxes=tuple((item, rect) for item, rect in items if isinstance(item, Box)),
    )


def box_words(box: Box, width: float) -> tuple[str, ...]:
    """The words of a box of this width, folded."""
    return fold(box.words, LINE_SIZE, text_room(width), lines=WORD_LINES)


def text_room(width: float) -> float:
    """What a box of this width has for a line of text."""
    return width - TEXT_LEFT - PAD


@dataclass(frozen=True, slots=True)
class _Sizes:
    levels: Mapping[str, float]
    """The least height of the rows of a level."""

    def of(self, item: Item) -> tuple[float, float]:
        """Least width and height."""
        if isinstance(item, Box):
            return _box(item)
        rows = [self.row(row) for row in item.rows]
        width = max((width for width, _ in rows), default=0.0)
        height = sum(height for _, height in rows) + GAP_Y * max(len(rows) - 1, 0)
        if not item.title:
            return width, height
        return width + 2 * FRAME_PAD, height + FRAME_HEAD + FRAME_PAD

    def row(self, row: Row) -> tuple[float, float]:
        """Least width and height of a row."""
        sizes = [self.of(item) for item in row.items]
        height = max((height for _, height in sizes), default=0.0)
        width = sum(width for width, _ in sizes) + _gaps(row) * max(len(sizes) - 1, 0)
        return width, max(height, self.levels.get(row.level, 0.0) if row.level else 0.0)


def _gaps(row: Row) -> float:
    return 3 * GAP_X if row.apart else GAP_X


def _box(box: Box) -> tuple[float, float]:
    if box.cells:
        return max(BOX_WIDTH, CELL_TITLE + CELL_WIDTH * len(box.cells) + PAD), CELL_HEIGHT
    words = fold(box.words, LINE_SIZE, text_room(BOX_WIDTH), lines=len(box.words))  # wider, they never need more lines
    lines = len(box.lines) + min(WORD_LINES, len(words))
    return BOX_WIDTH, 2 * PAD + 18 + LINE * lines


def _levels(root: Frame) -> Mapping[str, float]:
    """The height that the rows of each level need; a level may stand within another, so until nothing changes."""
    rows = [row for row in _rows(root) if row.level]
    levels = dict[str, float]()
    for _ in range(len({row.level for row in rows}) + 1):
        size = _Sizes(levels)
        found = dict[str, float]()
        for row in rows:
            found[row.level] = max(found.get(row.level, 0.0), size.row(row)[1])
        if found == levels:
            return levels
        levels = found
    raise ValueError("a level stands within itself: no height would be enough")


def _rows(item: Item) -> Iterator[Row]:
    if isinstance(item, Frame):
        for row in item.rows:
            yield row
            for below in row.items:
                yield from _rows(below)


def _placed(item: Item, rect: Rect, size: _Sizes) -> Iterator[tuple[Item, Rect]]:
    yield item, rect
    if isinstance(item, Box):
        return
    pad, head = (FRAME_PAD, FRAME_HEAD) if item.title else (0.0, 0.0)
    inner, y = rect.width - 2 * pad, rect.y + head
    for row in item.rows:
        width, height = size.row(row)
        spare = (inner - width) / len(row.items) if row.items else 0.0
        x = rect.x + pad
        for below in row.items:
            own = size.of(below)[0] + spare
            yield from _placed(below, Rect(x, y, own, height if _fills(below) else size.of(below)[1]), size)
            x += own + _gaps(row)
        y += height + GAP_Y


def _fills(item: Item) -> bool:
    """Whether an item grows to the height of its row: what has a border does."""
    return isinstance(item, Box) or bool(item.title)
