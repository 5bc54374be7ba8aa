"""Where things stand: no box on another, none outside its frame, no label outside its box."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings

from report.diagram.layout import (
    LINE,
    PAD,
    Page,
    Rect,
    box_words,
    place,
)
from report.diagram.model import Box, Diagram, Frame, Item, Row
from tests.report.diagram.pictures import diagrams

few = settings(max_examples=25)  # a picture takes a while to think up


def rect_of(page: Page) -> dict[int, Rect]:
    return {id(item): rect for item, rect in [*page.frames, *page.boxes]}


@few
@given(diagrams())
def test_no_two_boxes_overlap(diagram: Diagram) -> None:
    """Whatever the arrangement."""
    rects = [rect for _, rect in place(diagram).boxes]

    assert not any(one.overlaps(other) for one, other in combinations(rects, 2))


@few
@given(diagrams())
def test_everything_stands_within_its_frame_and_on_the_page(diagram: Diagram) -> None:
    """A border that cuts through a box says something untrue."""
    page = place(diagram)
    rects = rect_of(page)
    whole = Rect(0, 0, page.width + 0.01, page.height + 0.01)

    def inside(item: Item, around: Rect) -> None:
        own = rects.get(id(item), around)
        assert around.holds(Rect(own.x + 0.01, own.y + 0.01, own.width - 0.02, own.height - 0.02))
        if isinstance(item, Frame):
            for row in item.rows:
                for below in row.items:
                    inside(below, own)

    inside(diagram.root, whole)


@few
@given(diagrams())
def test_every_line_of_a_box_fits_into_it(diagram: Diagram) -> None:
    """Its title, its lines and its folded words, one below the other."""
    for box, rect in place(diagram).boxes:
        if not box.cells:
            lines = len(box.lines) + len(box_words(box, rect.width))
            assert 2 * PAD + 18 + LINE * lines <= rect.height + 0.01


@few
@given(diagrams())
def test_rows_of_a_level_are_of_one_height(diagram: Diagram) -> None:
    """Else a replica would not stand abreast of its original."""
    rects = rect_of(place(diagram))
    heights = dict[str, set[float]]()
    for frame in diagram.frames():
        for row in frame.rows:
            for item in row.items:
                if row.level and isinstance(item, Box):
                    heights.setdefault(row.level, set()).add(rects[id(item)].height)

    assert all(1 == len(found) for found in heights.values())


def test_a_level_within_itself_is_refused() -> None:
    """It would need to be higher than itself."""
    inner = Frame(rows=(Row((), "one"), Row((), "one")), title="inner")
    root = Frame(rows=(Row((inner,), "one"),))

    with pytest.raises(ValueError, match="within itself"):
        place(Diagram(title="", caption="", root=root, arrows=()))
