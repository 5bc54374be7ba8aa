"""A placed picture as SVG: one element tree, so that no name can become markup; colours follow the reader's scheme.

It loads nothing: shapes, colours and fonts' names are in the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring

from report.diagram.icons import PATHS
from report.diagram.layout import (
    CELL_TITLE,
    FRAME_PAD,
    ICON,
    LINE,
    LINE_SIZE,
    MARGIN,
    PAD,
    TEXT_LEFT,
    TITLE_SIZE,
    Page,
    Rect,
    box_words,
    place,
    text_room,
)
from report.diagram.model import Box, Diagram, Frame, Style
from report.diagram.routing import Route, route
from report.diagram.text import fit, width
from report.diagram.words import sentence, spoken
from report.escape import printable

_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_STYLE: Final = Path(__file__).with_name("diagram.css")
_LEGEND: Final[Mapping[Style, str]] = {
    Style.REPLICATION: "copied to the other Region",
    Style.CALL: "asks, and waits",
    Style.FALLBACK: "asks when the one before fails",
    Style.DATA: "hands on",
    Style.EVIDENCE: "delivers evidence",
    Style.ALARM: "raises an alarm",
}


Findings: TypeAlias = Mapping[str, Sequence[str]]
"""What is open about a resource, by URN: the ids of the rules that do not hold."""

_PROLOG: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_BETWEEN: Final = 24.0
"""Between two pictures of one document."""


def document(diagrams: Sequence[Diagram], findings: Findings | None = None) -> str:
    """One picture, or several below each other, as a document of its own."""
    elements = [_picture(diagram, findings or {}, f"lz{number}") for number, diagram in enumerate(diagrams)]
    for element in elements:
        _styled(element)
    if len(elements) == 1:
        return f"{_PROLOG}{tostring(elements[0], encoding='unicode')}\n"
    sheet = Element("svg", {"xmlns": _NAMESPACE})
    wide, high = 0.0, 0.0
    for element in elements:
        element.set("y", _n(high))
        wide = max(wide, float(element.get("width", "0")))
        high += float(element.get("height", "0")) + _BETWEEN
        sheet.append(element)
    sheet.set("viewBox", f"0 0 {_n(wide)} {_n(high)}")
    sheet.set("width", _n(wide))
    sheet.set("height", _n(high))
    return f"{_PROLOG}{tostring(sheet, encoding='unicode')}\n"


def inline(diagram: Diagram, findings: Findings | None = None, *, name: str = "lz") -> str:
    """A picture to stand in a page that has `stylesheet` once; `name` tells several pictures of a page apart."""
    return tostring(_picture(diagram, findings or {}, name), encoding="unicode")


def _picture(diagram: Diagram, findings: Findings, name: str) -> Element:
    page = place(diagram)
    return _drawn(page, route(page), findings, name)


def _drawn(page: Page, routes: Sequence[Route], findings: Findings, name: str) -> Element:
    diagram = page.diagram
    svg = Element(
        "svg",
        {
            "xmlns": _NAMESPACE,
            "class": "lz-diagram",
            "viewBox": f"0 0 {_n(page.width)} {_n(page.height)}",
            "width": _n(page.width),
            "height": _n(page.height),
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
        },
    )
    _text(SubElement(svg, "title", {"id": f"{name}-title"}), f"{diagram.title}: {diagram.caption}")
    _text(SubElement(svg, "desc", {"id": f"{name}-desc"}), spoken(diagram))
    defs = SubElement(svg, "defs")
    used = {one.arrow.style for one in routes}
    for style in Style:
        if style in used:
            _head(defs, name, style)
    SubElement(svg, "rect", {"class": "page", "width": _n(page.width), "height": _n(page.height)})
    room = page.width - 2 * MARGIN
    _words(svg, "headline", MARGIN, 34, fit(diagram.title, 20, room, bold=True))
    _words(svg, "caption", MARGIN, 51, fit(diagram.caption, 12, room))
    for frame, rect in page.frames:
        _frame(svg, frame, rect)
    names = {box.id: box for box, _ in page.boxes}
    for one in routes:
        _arrow(svg, one, names, name)
    for one in routes:  # on top of every line
        _arrow_label(svg, one)
    for box, rect in page.boxes:
        _box(svg, box, rect, [rule for urn in box.urns for rule in findings.get(urn, ())])
    _legend(svg, page, [style for style in Style if style in used], name)
    return svg


def _styled(svg: Element) -> None:
    """Carry the style in the picture, behind its title and its description."""
    element = Element("style")
    element.text = stylesheet()
    svg.insert(2, element)


@cache
def stylesheet() -> str:
    """The style of every picture; it reaches nothing outside of pictures."""
    return _STYLE.read_text(encoding="utf-8")


def _frame(svg: Element, frame: Frame, rect: Rect) -> None:
    group = SubElement(svg, "g", {"class": f"frame hue-{frame.hue}"})
    _text(SubElement(group, "title"), f"{frame.title}: {frame.caption}" if frame.caption else frame.title)
    SubElement(group, "rect", {**_area(rect), "rx": "8"})
    room = rect.width - 2 * FRAME_PAD
    title = fit(frame.title, TITLE_SIZE, room, bold=True)
    _words(group, "frame-title", rect.x + FRAME_PAD, rect.y + 22, title)
    if (left := room - width(title, TITLE_SIZE, bold=True) - 10) > 0:
        caption = fit(frame.caption, LINE_SIZE, left)
        _words(group, "frame-caption", rect.right - FRAME_PAD, rect.y + 22, caption).set("text-anchor", "end")


def _box(svg: Element, box: Box, rect: Rect, findings: Sequence[str]) -> None:
    group = SubElement(svg, "g", {"class": f"box hue-{box.hue}{' flagged' if findings else ''}"})
    _text(SubElement(group, "title"), sentence(box, findings))
    SubElement(group, "rect", {**_area(rect), "rx": "6", **({} if box.urns else {"class": "copy"})})
    top = rect.y + (rect.height - ICON) / 2 if box.cells else rect.y + PAD
    icon = f"translate({_n(rect.x + PAD)} {_n(top)})"
    SubElement(group, "path", {"class": "icon", "transform": icon, "d": PATHS[box.icon]})
    left = rect.x + TEXT_LEFT
    if box.cells:
        room = CELL_TITLE - TEXT_LEFT
        _words(group, "title", left, rect.y + rect.height / 2 + 5, fit(box.title, TITLE_SIZE, room, bold=True))
        _cells(group, box, rect)
    else:
        room = text_room(rect.width)
        _words(group, "title", left, rect.y + PAD + 13, fit(box.title, TITLE_SIZE, room, bold=True))
        lines = [*(fit(line, LINE_SIZE, room) for line in box.lines), *box_words(box, rect.width)]
        for number, line in enumerate(lines):
            _words(group, "line", left, rect.y + PAD + 28 + LINE * number, line)
    if findings:
        _badge(group, rect, len(findings))


def _cells(group: Element, box: Box, rect: Rect) -> None:
    each = (rect.width - CELL_TITLE - PAD) / len(box.cells)
    for number, cell in enumerate(box.cells):
        area = Rect(rect.x + CELL_TITLE + each * number, rect.y + 5, each - 4, rect.height - 10)
        SubElement(group, "rect", {**_area(area), "rx": "3", "class": "cell"})
        _words(group, "cell-label", area.x + 6, area.y + 12, fit(cell.label, 9, area.width - 12))
        _words(group, "line", area.x + 6, area.y + 26, fit(cell.value, LINE_SIZE, area.width - 12))


def _badge(group: Element, rect: Rect, findings: int) -> None:
    text = str(findings) if findings < 100 else "99+"
    wide = max(18.0, width(text, 11, bold=True) + 10)
    area = Rect(rect.right - wide + 6, rect.y - 8, wide, 18)
    SubElement(group, "rect", {**_area(area), "rx": "9", "class": "badge"})
    words = _words(group, "badge-text", area.x + wide / 2, area.y + 13, text)
    words.set("text-anchor", "middle")


def _arrow(svg: Element, one: Route, names: Mapping[str, Box], name: str) -> None:
    style = one.arrow.style
    group = SubElement(svg, "g", {"class": f"arrow arrow-{style}"})
    label = f" ({one.arrow.label})" if one.arrow.label else ""
    ends = f"{names[one.arrow.start].title} → {names[one.arrow.end].title}"
    _text(SubElement(group, "title"), f"{ends}: {_LEGEND[style]}{label}")
    way = " ".join(f"{'L' if number else 'M'}{_n(x)} {_n(y)}" for number, (x, y) in enumerate(one.points))
    SubElement(group, "path", {"class": "way", "d": way, "marker-end": f"url(#{name}-{style})"})


def _arrow_label(svg: Element, one: Route) -> None:
    if one.label is not None:
        group = SubElement(svg, "g", {"class": f"arrow arrow-{one.arrow.style}"})
        SubElement(group, "rect", {**_area(one.label), "class": "under-label"})
        words = _words(group, "arrow-label", one.label.x + one.label.width / 2, one.label.y + 11.5, one.arrow.label)
        words.set("text-anchor", "middle")


def _head(defs: Element, name: str, style: Style) -> None:
    marker = SubElement(
        defs,
        "marker",
        {
            "id": f"{name}-{style}",
            "class": f"head head-{style}",
            "viewBox": "0 0 8 8",
            "refX": "7.5",
            "refY": "4",
            "markerWidth": "8",
            "markerHeight": "8",
            "markerUnits": "userSpaceOnUse",
            "orient": "auto",
        },
    )
    SubElement(marker, "path", {"d": "M0 0L8 4L0 8z"})


def _legend(svg: Element, page: Page, styles: Sequence[Style], name: str) -> None:
    x, y = MARGIN, page.height - 18
    group = SubElement(svg, "g", {"class": "legend"})
    for style in styles:
        line = SubElement(group, "g", {"class": f"arrow arrow-{style}"})
        way = f"M{_n(x)} {_n(y - 4)}L{_n(x + 30)} {_n(y - 4)}"
        SubElement(line, "path", {"class": "way", "d": way, "marker-end": f"url(#{name}-{style})"})
        _words(group, "legend-text", x + 38, y, _LEGEND[style])
        x += 38 + width(_LEGEND[style], LINE_SIZE) + 24


def _words(parent: Element, kind: str, x: float, y: float, text: str) -> Element:
    words = SubElement(parent, "text", {"class": kind, "x": _n(x), "y": _n(y)})
    _text(words, text)
    return words


def _text(element: Element, text: str) -> None:
    """XML has no character for most controls, not even escaped; `printable` writes them out."""
    element.text = printable(text)


def _area(rect: Rect) -> dict[str, str]:
    return {"x": _n(rect.x), "y": _n(rect.y), "width": _n(rect.width), "height": _n(rect.height)}


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
