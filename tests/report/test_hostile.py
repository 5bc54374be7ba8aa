"""A name, a path, a message, a reason may be anything; no format lets it out of the place where it is told."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from graph.model import Graph, Resource, SourcePosition
from ops.findings import Format, render, save
from policies.finding import Finding, Kind
from policies.levels import Level
from report.assessment import Assessment, Baseline
from report.changes import Changes
from report.markdown import LIMIT
from tests.report.sample import BUCKET, KEYED, PUBLIC, a_finding, a_report, an_assessment, an_exemption, urn
from tests.report.test_escape import HOSTILE, any_text
from tests.report.test_html import Page
from tests.report.test_markdown import kinds

STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of characters that are obeyed instead of being read."""


def told(text: str) -> Assessment:
    """A stack in which everything that somebody else may write is this text, in every kind of finding."""

    def found(name: str, **over: Any) -> Finding:
        written = f"{name}{text}"
        place: dict[str, Any] = {
            "path": f"p{text}",
            "message": f"says {text}",
            "source": SourcePosition(f"stacks/{text}.py", 7),
        }
        return a_finding(name=written, **{**place, **over})

    known = found("known")
    written = text.encode("utf-8", "replace").decode("utf-8")  # exemptions.yaml is UTF-8
    exemption = an_exemption(PUBLIC, "x", reason=f"because of {written}", ticket=f"T{written}")
    findings = [
        found("new"),
        known,
        found("exempt", rule=PUBLIC, exemption=exemption),
        found("open", rule=KEYED, kind=Kind.UNKNOWN, level=Level.ADVISORY),
        found("broken", rule=KEYED, kind=Kind.ERROR),
    ]
    resources = [
        Resource(urn=one.urn, type=BUCKET, name=one.resource_name, properties={"bucket": f"b{text}"})
        for one in findings
    ]
    lost = Changes.of([(one.urn, "delete", [text or "key"]) for one in resources], {BUCKET})
    return an_assessment(
        graph=Graph("ai-landing-zone", "prod", {one.urn: one for one in resources}),
        report=a_report(*findings),
        baseline=Baseline.of([known]),
        changes=lost,
        parity=f"differs in {text}",
    )


def shape(form: Format, text: str) -> object:
    """What a reader's parser makes of a document, the words themselves left out."""
    if form is Format.MARKDOWN:
        return kinds(text)
    if form is Format.HTML:
        page = Page(text)
        return page.tags, {(tag, name) for tag, name, _ in page.attributes}
    if form in {Format.JUNIT, Format.SVG}:
        return [element.tag for element in ET.fromstring(text).iter()]  # noqa: S314  our own document
    return _keys(json.loads(text))


def _keys(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _keys(below) for key, below in value.items() if key != "counts"}
    return [_keys(below) for below in value] if isinstance(value, list) else type(value)


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.SVG])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_is_written_a_report_has_the_shape_of_the_harmless_one(form: Format, hostile: str) -> None:
    """The same elements, keys and markup, and nothing that steers a terminal, an editor or a reader's eye."""
    document = render(form, [told(hostile)])

    assert shape(form, render(form, [told("harmless")])) == shape(form, document)
    assert not {character for character in document if unicodedata.category(character) in STEERING} - {
        "\n",
        "\t",
        "\u200b",
    }


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.JSON, Format.SARIF, Format.JUNIT, Format.HTML])
@settings(max_examples=15, deadline=None)
@given(hostile=any_text())
def test_no_text_at_all_changes_the_shape_of_a_report(form: Format, hostile: str) -> None:
    """Not only those that somebody thought of."""
    assert shape(form, render(form, [told("harmless")])) == shape(form, render(form, [told(hostile)]))


def test_json_gives_a_reader_what_was_written_to_the_letter() -> None:
    """Escapes are of the document, not of the data."""
    name = "a\x1b[31m \u202e \u2028 \x7f \U000e0041 ünï|<b>"
    document = render(Format.JSON, [an_assessment(a_finding(name=name))])

    assert name == json.loads(document)["stacks"][0]["report"]["findings"][0]["name"]
    assert r"a\u001b[31m \u202e \u2028 \u007f \udb40\udc41 ünï|<b>" in document


@pytest.mark.parametrize("name", ["\ud800", "\udcff.py"])
def test_a_name_that_is_no_text_can_be_saved_in_every_format(name: str, tmp_path: Path) -> None:
    """A file name that is not UTF-8 comes with lone surrogates; a report of it is written all the same."""
    save(tmp_path, Format, [told(name)])

    for form in Format:
        assert (tmp_path / f"findings.{form}").read_bytes().decode("utf-8")


def test_very_long_names_leave_a_comment_within_the_limit_of_the_forge() -> None:
    """However many there are."""
    long = [a_finding(name=f"{number}" * 50_000, message="m" * 50_000) for number in range(10)]

    assert LIMIT >= len(render(Format.MARKDOWN, [an_assessment(*long)]))
    assert urn(BUCKET, "3" * 50_000) in render(Format.JSON, [an_assessment(*long)]), "data is never cut"
