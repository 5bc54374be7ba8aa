"""Findings as JSON: by its schema, stable, and readable again."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from report.json_report import SCHEMA, from_json, to_json
from tests.report.sample import a_finding, a_full_assessment, an_assessment

VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")), format_checker=FormatChecker())


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_document_is_what_its_schema_says(count: int) -> None:
    """With every kind of finding and change."""
    document = json.loads(to_json([a_full_assessment()] * count))

    assert [] == [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)]


def test_the_schema_describes_every_field() -> None:
    """A field that the schema does not know would be refused: it knows all, and it asks for all."""
    document = json.loads(to_json([a_full_assessment()]))
    del document["stacks"][0]["report"]["findings"][0]["why"]
    document["stacks"][0]["extra"] = 1

    assert 2 == len(list(VALIDATOR.iter_errors(document)))


def test_the_same_findings_give_the_same_bytes() -> None:
    """Two runs can be compared with diff: keys are sorted, whatever order a rule gives its frameworks in."""
    text = to_json([a_full_assessment()])

    assert to_json([a_full_assessment()]) == text
    assert json.dumps(json.loads(text), indent=2, ensure_ascii=False, sort_keys=True) + "\n" == text


def test_a_report_is_read_back_as_it_was() -> None:
    """An earlier report tells new findings from known ones."""
    assessment = a_full_assessment()

    assert {"prod": assessment.report} == from_json(to_json([assessment]))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "stacks": []}', '{"version": 1, "stacks": [{}]}'])
def test_a_document_of_another_kind_is_refused(text: str) -> None:
    """With a ValueError, whatever it is."""
    with pytest.raises(ValueError, match=r"."):
        from_json(text)


def test_a_finding_that_is_exempted_carries_its_exemption() -> None:
    """And nothing of today: the document of tomorrow is the same."""
    exempted = [
        f for f in json.loads(to_json([a_full_assessment()]))["stacks"][0]["report"]["findings"] if f["exemption"]
    ]

    assert ["2026-12-04"] == [finding["exemption"]["expires"] for finding in exempted]


def test_a_finding_without_a_place_says_null() -> None:
    """An absent key and a null are not left to the reader to tell apart."""
    (finding,) = json.loads(to_json([an_assessment(a_finding(source=None))]))["stacks"][0]["report"]["findings"]

    assert finding["source"] is None
