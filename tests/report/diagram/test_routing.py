"""How arrows run: from border to border, at right angles, through no box."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from report.diagram.environment import environment
from report.diagram.layout import Rect, place
from report.diagram.model import Arrow, Box, Diagram, Frame, Icon, Row, Style
from report.diagram.routing import Point, Route, route
from tests.previews import previewed
from tests.report.diagram.pictures import diagrams


def on_border(point: Point, rect: Rect) -> bool:
    x, y = point
    across = y in {rect.y, rect.bottom} and rect.x <= x <= rect.right
    return across or (x in {rect.x, rect.right} and rect.y <= y <= rect.bottom)


def covered(a: Point, b: Point) -> Rect:
    """A thin rectangle around a piece of an arrow."""
    low, high = (min(a[0], b[0]), min(a[1], b[1])), (max(a[0], b[0]), max(a[1], b[1]))
    return Rect(low[0] - 0.1, low[1] - 0.1, high[0] - low[0] + 0.2, high[1] - low[1] + 0.2)


def check(diagram: Diagram) -> tuple[Route, ...]:
    """Hold every promise about the arrows of a picture; returns them."""
    page = place(diagram)
    rects = {box.id: rect for box, rect in page.boxes}
    routes = route(page)
    for one in routes:
        assert on_border(one.points[0], rects[one.arrow.start])
        assert on_border(one.points[-1], rects[one.arrow.end])
        for a, b in pairwise(one.points):
            assert a[0] == b[0] or a[1] == b[1], "at right angles"
            touched = {id_ for id_, rect in rects.items() if covered(a, b).overlaps(rect)}
            assert touched <= {one.arrow.start, one.arrow.end}, "through no box"
    labels = [one.label for one in routes if one.label is not None]
    assert not any(label.overlaps(rect) for label in labels for rect in rects.values())
    assert not any(one.overlaps(other) for one, other in combinations(labels, 2))
    return routes


@settings(max_examples=40)
@given(diagrams())
def test_an_arrow_ends_at_its_boxes_and_runs_around_the_others(diagram: Diagram) -> None:
    """However the boxes stand."""
    check(diagram)


@pytest.mark.parametrize("stack", ["prod", "prod-dr"])
def test_no_arrow_of_a_real_environment_is_lost(stack: str) -> None:
    """Each finds a way, and those that say something find room to say it."""
    diagram = environment(previewed(stack))
    routes = check(diagram)

    assert len(diagram.arrows) == len(routes)
    assert [] == [one.arrow for one in routes if one.arrow.label and one.label is None]


def boxed(*names: str) -> tuple[Box, ...]:
    return tuple(Box(id=name, icon=Icon.STORE, hue="records", title=name) for name in names)


def test_abreast_is_a_straight_line() -> None:
    """Two corners would be two too many."""
    arrow = Arrow(start="a", end="b", style=Style.REPLICATION)
    diagram = Diagram(title="t", caption="c", root=Frame(rows=(Row(boxed("a", "b")),)), arrows=(arrow,))

    assert [2] == [len(one.points) for one in check(diagram)]


def test_arrows_to_one_box_share_their_last_piece() -> None:
    """As wires share a duct: the eye follows one line and not three."""
    arrows = tuple(Arrow(start=name, end="z", style=Style.EVIDENCE) for name in ("a", "b", "c"))
    rows = (*(Row(boxed(name)) for name in ("a", "b", "c")), Row(boxed("z")))
    diagram = Diagram(title="t", caption="c", root=Frame(rows=rows), arrows=arrows)

    assert 2 >= len({one.points[-1] for one in check(diagram)})


def test_an_arrow_to_what_is_not_drawn_is_left_out() -> None:
    """And from a box to itself too."""
    arrows = (Arrow(start="a", end="gone", style=Style.CALL), Arrow(start="a", end="a", style=Style.CALL))
    diagram = Diagram(title="t", caption="c", root=Frame(rows=(Row(boxed("a")),)), arrows=arrows)

    assert () == check(diagram)
