"""The page: valid, whole in one file, usable with a keyboard, and deaf to what a name commands."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from graph.model import Graph, Resource
from policies.finding import Kind
from policies.levels import Level
from report.assessment import Assessment, Baseline
from report.html import to_html
from tests.report.sample import BUCKET, a_finding, a_full_assessment, a_report, an_assessment, urn
from tests.report.test_escape import HOSTILE

VOID = {"meta", "br", "hr", "img", "input", "link"}


class Page(HTMLParser):
    """Reads a page and fails where a tag closes what is not open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open = list[str]()
        self.tags = Counter[str]()
        self.attributes = list[tuple[str, str, str]]()
        self.text = ""
        self.feed(text)
        self.close()
        assert [] == self.open, "every tag is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop(), f"line {self.getpos()[0]} closes {tag}"

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [value for _, found, value in self.attributes if found == name]


def test_the_page_is_well_formed_and_tells_everything_of_a_stack() -> None:
    """Verdict, changes, findings with fix and reason, exemptions, what is not checkable, and the picture."""
    page = Page(to_html([a_full_assessment()]))

    for part in (
        "blocked — 2 findings, 1 advisory, 1 stateful replacement",
        "+1 ~1 -0 ±1",
        "LZ-LOG-004 Decision records are kept as long as their class says",
        "is 30, and the class decisions needs 2555",
        "Fix: Raise retention.decisions.days in config/environments/prod.yaml.",
        "EU AI Act 19(1), 26(6) · ISO/IEC 42001 A.6.2.8",
        "Until 2026-12-04, web@example.com, OPS-123",
        "1 not checkable before deploy",
        "The picture in words",
    ):
        assert part in page.text, part
    assert 1 == page.tags["svg"]
    assert {"html", "head", "body", "main", "h1", "table", "nav"} <= set(page.tags)


def test_it_loads_nothing_and_runs_nothing() -> None:
    """It opens from a folder, and a browser is told to refuse whatever would be loaded all the same."""
    text = to_html([a_full_assessment()])
    page = Page(text)

    assert not set(page.tags) & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert [] == page.values("src")
    assert not re.search(r"@import|url\((?!#)", text)
    assert any("default-src 'none'" in value for value in page.values("content"))


def test_it_can_be_used_with_a_keyboard_and_a_screen_reader() -> None:
    """A way past the header, targets for every link, names for every region that scrolls, no id twice."""
    page = Page(to_html([a_full_assessment(), an_assessment(stack="dev")]))
    ids = page.values("id")

    assert len(ids) == len(set(ids))
    assert [] == [value for value in page.values("href") if value.removeprefix("#") not in ids]
    assert "#main" == page.values("href")[0]
    assert ["en"] == page.values("lang")
    assert page.values("role").count("region") == page.values("tabindex").count("0") > 0
    assert {"col", "row", "rowgroup"} == set(page.values("scope"))


@pytest.mark.parametrize("hostile", [text for text in HOSTILE if text])
def test_nothing_that_a_name_or_a_message_says_becomes_markup(hostile: str) -> None:
    """The same tags and attributes whatever it is, and no character that steers the reader's eye."""

    def told(text: str) -> Assessment:
        bucket = Resource(urn=urn(BUCKET, text), type=BUCKET, name=text, properties={"bucket": text})
        found = [
            a_finding(name=text, message=f"says {text}", path=text),
            a_finding(name=text, kind=Kind.UNKNOWN, level=Level.ADVISORY, message=text),
        ]
        graph = Graph("ai-landing-zone", "prod", {bucket.urn: bucket})
        return an_assessment(graph=graph, report=a_report(*found), parity=text)

    page, harmless = Page(to_html([told(hostile)])), Page(to_html([told("harmless")]))

    assert harmless.tags == page.tags
    assert {name for _, name, _ in page.attributes} == {name for _, name, _ in harmless.attributes}
    assert not set(page.text) & {"\x1b", "\x07", "\u202e"}


def test_a_stack_without_findings_says_so() -> None:
    """And an earlier report is remembered."""
    found = a_finding()
    text = Page(to_html([an_assessment(), an_assessment(found, baseline=Baseline.of([found]))])).text

    assert "prod: passes — no findings" in " ".join(text.split())
    assert "1 known from the earlier report" in text


def test_a_run_that_ended_early_says_that_it_did() -> None:
    """Half a report must not be read as a whole one."""
    assert "there may be more findings" in to_html([an_assessment(report=a_report(complete=False))])


def test_the_same_findings_give_the_same_bytes() -> None:
    """The page can be compared."""
    assert to_html([a_full_assessment()]) == to_html([a_full_assessment()])
