"""The picture as SVG: well-formed, readable without eyes, in light and dark, and deaf to what a name commands."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.diagram.environment import environment
from report.diagram.model import Arrow, Box, Cell, Diagram, Frame, Icon, Row, Style
from report.diagram.svg import document
from report.diagram.table import BUCKET
from tests.previews import previewed
from tests.report.diagram.graphs import HOME, graph, resource
from tests.report.test_escape import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"


def parsed(*pictures: Diagram) -> Element:
    return fromstring(document(pictures).encode())  # noqa: S314  our own text


def tags(root: Element) -> Counter[str]:
    return Counter(element.tag for element in root.iter())


@settings(max_examples=50)
@given(st.text(max_size=20))
def test_every_picture_is_well_formed(text: str) -> None:
    """Whatever its texts hold: XML has no character for most controls, not even escaped."""
    cells = (Cell(text, text),)
    boxes = [Box(id=str(n), icon=Icon.KEY, hue="keys", title=text, lines=(text,), words=(text,)) for n in range(2)]
    zones = Box(id="zones", icon=Icon.SUBNET, hue="network", title=text, cells=cells)
    frame = Frame(rows=(Row((*boxes, zones)),), title=text or "-", caption=text, hue="region")
    arrow = Arrow(start="0", end="1", style=Style.DATA, label=text)
    diagram = Diagram(title=text, caption=text, root=frame, arrows=(arrow,))

    assert f"{SVG}svg" == parsed(diagram).tag


@pytest.mark.parametrize("text", [text for text in HOSTILE if text])
def test_a_name_is_text_and_adds_no_element_and_no_attribute(text: str) -> None:
    """A resource called like markup is drawn under that name."""

    def drawn(name: str) -> Element:
        return parsed(environment(graph(resource(BUCKET, name, bucket=name, region=HOME))))

    hostile, harmless = drawn(text), drawn("records")

    assert tags(harmless) == tags(hostile)
    assert {key for e in harmless.iter() for key in e.attrib} == {key for e in hostile.iter() for key in e.attrib}


def test_it_loads_nothing_and_runs_nothing() -> None:
    """It may be opened from a folder, mailed, or shown in a pull request."""
    text = document([environment(previewed("prod"))])
    markup = re.sub(r">[^<]*<", "><", text)

    assert not re.search(r"<script|\bon\w+=|@import|url\((?!#)|xlink|<image|<foreignObject", text)
    assert {"http://www.w3.org/2000/svg"} == set(re.findall(r"\w+://[^\s\"']+", markup))


def test_it_can_be_read_without_being_seen() -> None:
    """A title, and a description that names every box and tells every arrow."""
    root = parsed(environment(previewed("prod")))
    labels = (root.get("aria-labelledby") or "").split()
    found = {e.get("id"): e.text or "" for e in root.iter() if e.get("id") in labels}

    assert "img" == root.get("role")
    assert 2 == len(found)
    assert any(text.startswith("prod: role primary") for text in found.values())
    assert any(
        f"decision-store in {HOME} is copied to decision-store in eu-central-1 (15 min)" in text
        for text in found.values()
    )


def test_a_box_about_which_something_is_open_carries_its_number() -> None:
    """And says which rules, to whoever points at it."""
    bucket = resource(BUCKET, "records", region=HOME)
    diagram = environment(graph(bucket, resource(BUCKET, "quiet", region=HOME)))
    root = fromstring(document([diagram], {bucket.urn: ("LZ-S3-001", "LZ-S3-002")}))  # noqa: S314  our own text
    flagged = [e for e in root.iter(f"{SVG}g") if "flagged" in (e.get("class") or "")]

    assert 1 == len(flagged)
    assert ["2"] == [e.text for e in flagged[0].iter(f"{SVG}text") if e.get("class") == "badge-text"]
    assert "2 open findings: LZ-S3-001, LZ-S3-002" in (flagged[0].findtext(f"{SVG}title") or "")


def test_several_pictures_stand_below_each_other_and_share_no_id() -> None:
    """An id of one would be taken for another's."""
    one = environment(graph(resource(BUCKET, "records", region=HOME)))
    root = parsed(one, one)
    inner = [e for e in root if e.tag == f"{SVG}svg"]
    ids = [e.get("id") for e in root.iter() if e.get("id")]

    assert len(ids) == len(set(ids))
    assert float(inner[1].get("y", "0")) >= float(inner[0].get("height", "0"))


def test_the_same_graph_gives_the_same_bytes() -> None:
    """A picture that is kept can be compared."""
    assert document([environment(previewed("dev"))]) == document([environment(previewed("dev"))])
