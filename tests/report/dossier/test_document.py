"""A dossier as a document: whole, well-formed, in Markdown and in HTML."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from report.dossier.document import to_html, to_markdown
from report.dossier.model import Dossier, fact, part
from report.html import to_html as whole_page
from report.markdown import to_markdown as comment
from tests.report.dossier.judged import HIGH, LIMITED, dossier, judged
from tests.report.test_escape import HOSTILE
from tests.report.test_html import Page

_GFM = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def markup(text: str) -> list[str]:
    """Every piece of markup in a text, in order."""
    found = list[str]()
    for token in _GFM.parse(text):
        found += [token.type] if token.type != "inline" else [leaf.type for leaf in token.children or []]
    return [kind for kind in found if kind not in {"text", "softbreak"}]


def told(text: str) -> Dossier:
    facts = [fact(text, text), fact(text, text, text)]
    return Dossier(system=text, stack="prod", summary=text, parts=(part(text, facts),), findings=())


@pytest.mark.parametrize("system", [HIGH, LIMITED])
def test_every_fact_is_in_both(system: str) -> None:
    """A reader of one knows what a reader of the other knows."""
    found = dossier(system)
    page = Page(to_html(found)).text
    seen = " ".join(leaf.content for t in _GFM.parse(to_markdown(found)) for leaf in t.children or [])
    plain = seen.replace("\u200b", "")

    for one in found.parts:
        for told in one.facts:
            assert all(line in page and line in plain for line in told.lines), told.name


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_nothing_it_is_told_becomes_markup(text: str) -> None:
    """A purpose is a sentence, whatever somebody writes into it."""
    assert Page(to_html(told("plain"))).tags == Page(to_html(told(text))).tags
    assert markup(to_markdown(told("plain"))) == markup(to_markdown(told(text)))


def test_a_pull_request_gets_the_short_form_folded_away_and_the_page_gets_all_of_it() -> None:
    """Six lines or so a system, then whoever wants more opens the page."""
    assessment = judged()
    short, page = comment([assessment]), Page(whole_page([assessment])).text

    assert f"<details><summary>{HIGH}: high risk, no findings</summary>" in short
    assert "**next answer**" in short
    assert "**asked with**" not in short
    assert "asked with" in page
    assert 2_000 > len(short) // len(assessment.zone.systems if assessment.zone else "-")
