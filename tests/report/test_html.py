"""The page: valid, whole in one file, usable with a keyboard, and deaf to what a name commands."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

import report.html
from graph.model import Graph, Resource
from policies.finding import Kind
from policies.framework import frameworks
from policies.levels import Level
from report.assessment import Assessment, Baseline
from report.html import to_html
from tests.report.sample import BUCKET, a_finding, a_full_assessment, a_report, an_assessment, urn
from tests.report.sample_page import of_many
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

    @property
    def words(self) -> str:
        """The text, each run of blanks as one."""
        return " ".join(self.text.split())

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
        "Fix Raise retention.decisions.days in config/environments/prod.yaml.",
        "EU AI Act 19(1), 26(6) · ISO/IEC 42001 A.6.2.8",
        "12 days left, until 2026-12-04 · web@example.com · OPS-123: The bucket holds a public price list",
        "Not checkable before deploy blocks nothing here 1",
        "Exempt the next ends in 12 days 1",
        "lz policy explain LZ-LOG-004",
        "stacks/data.py:41",
        "The picture in words",
    ):
        assert part in page.words, part
    assert 1 == page.tags["svg"]
    assert 5 == page.values("class").count("finding")
    assert {"html", "head", "body", "main", "h1", "nav"} <= set(page.tags)


def test_it_loads_nothing_and_runs_nothing_but_its_own_script() -> None:
    """It opens from a folder. A browser is told to refuse whatever else would be loaded or run all the same."""
    text = to_html([a_full_assessment()])
    page = Page(text)

    assert not set(page.tags) & {"link", "img", "iframe", "object", "form", "base"}
    assert [] == page.values("src")
    assert [] == [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"]
    assert not re.search(r"@import|url\((?!#)", text)
    assert (1, 1) == (page.tags["script"], page.tags["style"])
    (policy,) = [value for value in page.values("content") if "default-src" in value]
    for kind in ("script", "style"):
        (content,) = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_neither_style_nor_script_ends_its_element() -> None:
    """What stands between the tags is written as it is."""
    folder = Path(report.html.__file__).with_name("templates")

    for path in (*folder.glob("*.js"), *folder.glob("*.css")):
        assert not re.search(r"</(script|style)|<!--", path.read_text("utf-8")), path.name


def test_it_can_be_used_with_a_keyboard_and_a_screen_reader() -> None:
    """A way past the header, targets for every link, names for every region that scrolls, no id twice."""
    page = Page(to_html([a_full_assessment(), an_assessment(stack="dev")]))
    ids = page.values("id")

    assert len(ids) == len(set(ids))
    assert [] == [value for value in page.values("href") if value.removeprefix("#") not in ids]
    assert "#main" == page.values("href")[0]
    assert ["en"] == page.values("lang")
    assert page.values("role").count("region") == page.values("tabindex").count("0") > 0
    assert {"col", "row"} == set(page.values("scope"))
    assert {"search", "status"} <= set(page.values("role"))
    assert page.tags["summary"] == page.tags["details"]


def test_the_filter_offers_what_tells_findings_apart_with_how_many_there_are() -> None:
    """Severity, verdict, effect and system; a facet with a single value is left out."""
    page = Page(to_html([a_full_assessment()]))

    assert ["severity"] * 3 + ["verdict"] * 3 + ["effect"] * 2 == [
        value for tag, name, value in page.attributes if (tag, name) == ("button", "data-facet")
    ]
    for part in ("critical 2 high 2 low 1", "fails 3 not checkable 1 exempt 1", "blocks 2 advisory 2"):
        assert part in page.words
    assert "every system" not in page.words, "all of it stands in one part of the zone"
    assert "every system" in Page(to_html([of_many(9)])).words
    assert "every stack" in Page(to_html([a_full_assessment(), an_assessment(a_finding(), stack="dev")])).words


def test_without_its_script_the_page_shows_every_finding() -> None:
    """The filter alone is hidden until the script shows it."""
    page = Page(to_html([of_many(40)]))
    hidden = [tag for tag, name, _ in page.attributes if name == "hidden"]

    assert ["div", "button", "p"] == hidden, "the filter, its button, and what is said when nothing is left"
    assert 40 == page.values("class").count("finding")


def test_a_finding_has_the_same_address_in_every_run() -> None:
    """A link to it that somebody sent still leads there, whatever else was found since."""
    one, two = a_finding(), a_finding(name="archive")
    alone, both = (
        [value for value in Page(to_html([an_assessment(*found)])).values("id") if value.startswith("f-")]
        for found in ([one], [two, one])
    )

    assert 2 == len(set(both))
    assert set(alone) < set(both)


def test_a_rule_tells_what_the_requirements_ask_that_it_supports() -> None:
    """An auditor need not look them up."""
    page = Page(to_html([an_assessment(a_finding())]))
    asks = frameworks()["EUAI"].requirements["19(1)"].asks

    assert f"EU AI Act 19(1): {asks}" in page.words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_that_people_need(scheme: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text, 1.4.11: 3 to 1 for what only tells things apart, in both schemes."""
    css = Path(report.html.__file__).with_name("templates").joinpath("page.css").read_text("utf-8")
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in css.split("@media", 2)[:2])
    colours = {**light, **dark} if scheme == "dark" else light

    assert set(light) == set(dark), "each scheme has every colour"
    for ground in ("page", "band", "hover"):
        for ink in ("ink", "soft", "link", "bad", "good", "exempt"):
            assert 4.5 <= contrast(colours[ink], colours[ground]), f"{ink} on {ground}"
    for name in ("critical", "high", "medium", "low", "unknown", "exempt"):
        assert 4.5 <= contrast(colours[name], colours[f"{name}-band"]), name
    for name in ("critical-tone", "high-tone", "medium-tone", "low-tone", "mark"):
        assert 3 <= contrast(colours[name], colours["page"]), name


def contrast(one: str, other: str) -> float:
    """By WCAG's definition: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


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
    assert "Known from the earlier report 1" in " ".join(text.split())


def test_a_run_that_ended_early_says_that_it_did() -> None:
    """Half a report must not be read as a whole one."""
    assert "there may be more findings" in to_html([an_assessment(report=a_report(complete=False))])


def test_the_same_findings_give_the_same_bytes() -> None:
    """The page can be compared."""
    assert to_html([a_full_assessment()]) == to_html([a_full_assessment()])
