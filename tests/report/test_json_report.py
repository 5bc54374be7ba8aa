"""Findings as JSON: by its schema, stable, and readable again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from policies.finding import Finding, Kind
from policies.framework import FRAMEWORKS
from policies.levels import Level
from policies.rule import Severity
from report.assessment import Baseline
from report.json_report import SCHEMA, from_json, to_json
from tests.report.diagram.graphs import graph, resource
from tests.report.real import careless
from tests.report.sample import BUCKET, a_finding, a_full_assessment, an_assessment

_SCHEMA: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
VALIDATOR = Draft202012Validator(_SCHEMA, format_checker=FormatChecker())
_FREE = {"frameworks", "unjudged", "services", "parts", "systems", "pools", "assumptions"}
"""Objects whose keys are the data's: ids of frameworks, types, the names of services, systems and pools."""


def objects(value: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document, with the key it stands under."""
    if isinstance(value, dict):
        yield name, value
        for key, below in value.items():
            yield from objects(below, key)
    elif isinstance(value, list):
        for below in value:
            yield from objects(below, name)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_document_is_what_its_schema_says(count: int) -> None:
    """With every kind of finding and change."""
    document = json.loads(to_json([a_full_assessment()] * count))

    assert [] == [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)]


def test_a_real_report_is_what_the_schema_says() -> None:
    """The project's own prod with what was forgotten: dozens of findings, known, exempt and unknown ones among them."""
    document = json.loads(to_json([careless()]))

    assert [] == [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)]
    assert 50 < len(document["stacks"][0]["report"]["findings"])


def test_the_schema_describes_every_field_and_asks_for_each() -> None:
    """No object may have a key that the schema does not know, and none may lack one."""
    full = a_full_assessment()
    document = json.loads(to_json([replace(full, baseline=Baseline.of(full.report.findings[:1]))]))

    for name, found in objects(document):
        if name in _FREE:
            continue
        found["extra"] = 1
        assert not VALIDATOR.is_valid(document), f"{name} takes a key more"
        del found["extra"]
        for key in [] if name == "confidence" else list(found):
            kept = found.pop(key)
            assert not VALIDATOR.is_valid(document), f"{name} does without {key}"
            found[key] = kept
    assert VALIDATOR.is_valid(document)


def test_the_schema_knows_the_words_of_the_policies() -> None:
    """An enumeration that grows must grow in the schema too."""
    finding = _SCHEMA["$defs"]["finding"]["properties"]

    assert list(Severity) == finding["severity"]["enum"]
    assert list(Kind) == finding["kind"]["enum"]
    assert [Level.MANDATORY, Level.ADVISORY] == finding["level"]["enum"]
    assert list(FRAMEWORKS) == finding["frameworks"]["propertyNames"]["enum"]


def test_a_finding_names_its_system_and_whether_it_is_new() -> None:
    """Null where it serves all of them, and where there is no earlier report."""
    tagged, shared = resource(BUCKET, "answers", tags={"lz:system": "support"}), resource(BUCKET, "logs")
    known, new = (a_finding(name=one.name, urn=one.urn) for one in (tagged, shared))

    def said(baseline: Baseline | None, *findings: Finding) -> list[tuple[str | None, bool | None]]:
        given = an_assessment(*findings, graph=graph(tagged, shared), baseline=baseline)
        told = json.loads(to_json([given]))["stacks"][0]["report"]["findings"]
        return [(one["system"], one["new"]) for one in told]

    assert [("support", None), (None, None)] == said(None, known, new)
    assert [("support", False), (None, True)] == said(Baseline.of([known]), known, new)


def test_what_changed_since_an_earlier_report_is_counted() -> None:
    """Null where none was given."""
    gone, known, new = a_finding(name="gone"), a_finding(name="known"), a_finding(name="new")
    document = json.loads(to_json([an_assessment(known, new, baseline=Baseline.of([gone, known])), an_assessment()]))

    assert [{"new": 1, "known": 1, "fixed": 1}, None] == [stack["baseline"] for stack in document["stacks"]]


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
