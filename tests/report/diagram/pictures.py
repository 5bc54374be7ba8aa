"""Arbitrary pictures: frames in frames, rows of boxes, levels, and arrows between any two boxes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from report.diagram.model import Arrow, Box, Cell, Diagram, Frame, Icon, Item, Row, Style

texts = st.sampled_from(
    ["", "a", "decision-store", "lz-prod-decisions-333333333333-eu-central-1 " * 3, "決定の記録", "W" * 40]
)
boxes = st.builds(
    Box,
    id=st.just(""),
    icon=st.sampled_from(Icon),
    hue=st.sampled_from(["network", "records"]),
    title=texts,
    lines=st.lists(texts, max_size=4).map(tuple),
    words=st.lists(texts, max_size=9).map(tuple),
    cells=st.lists(st.builds(Cell, texts, texts), max_size=4).map(tuple),
    region=st.sampled_from(["", "eu-west-1"]),
)


def _frames(items: st.SearchStrategy[Item]) -> st.SearchStrategy[Frame]:
    rows = st.builds(Row, st.lists(items, max_size=3).map(tuple), st.sampled_from(["", "one", "two"]))
    return st.builds(
        Frame,
        rows=st.lists(rows, max_size=3).map(tuple),
        title=texts,
        caption=texts,
        hue=st.sampled_from(["region", "network"]),
    )


def _numbered(item: Item, path: str) -> Item:
    if isinstance(item, Box):
        return replace(item, id=path)
    rows = [
        replace(
            row,
            level=row.level and f"{path.count('.')} {row.level}",
            items=tuple(_numbered(below, f"{path}.{r}.{i}") for i, below in enumerate(row.items)),
        )
        for r, row in enumerate(item.rows)
    ]
    return replace(item, rows=tuple(rows))


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    inner: st.SearchStrategy[Item] = st.recursive(boxes, _frames, max_leaves=8)
    root = _numbered(draw(_frames(inner)), "0")
    assert isinstance(root, Frame)
    diagram = Diagram(title=draw(texts), caption=draw(texts), root=root, arrows=())
    ids = sorted(box.id for box in diagram.boxes())
    if not ids:
        return diagram
    arrows = st.builds(
        Arrow, start=st.sampled_from(ids), end=st.sampled_from(ids), style=st.sampled_from(Style), label=texts
    )
    return replace(diagram, arrows=tuple(draw(st.lists(arrows, max_size=6))))
