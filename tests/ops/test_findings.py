"""Findings as files: whole or not at all, and readable again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ops.exits import UsageError
from ops.findings import Format, baselines, render, save
from tests.report.sample import a_finding, a_full_assessment, an_assessment


def test_every_format_is_written_under_its_name(tmp_path: Path) -> None:
    """findings.json and its siblings; a folder that is not there is made."""
    save(tmp_path / "build" / "reports", Format, [a_full_assessment()])

    assert ["html", "json", "md", "sarif", "svg", "xml"] == sorted(
        path.name.removeprefix("findings.") for path in (tmp_path / "build" / "reports").iterdir()
    )


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.SVG])
def test_every_format_tells_of_the_same_findings(form: Format) -> None:
    """A reader of one knows what a reader of another knows; a picture only marks where something is open."""
    text = render(form, [a_full_assessment()])

    for rule in ("LZ-LOG-004", "LZ-LOG-002", "LZ-S3-001"):
        assert rule in text
    for name in ("decisions", "archive", "flow", "prices", "site"):
        assert name in text
    assert "2026-12-04" in text, "the day an exemption ends"


def test_a_file_that_cannot_be_rendered_leaves_the_old_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All formats are rendered before the first is written."""
    save(tmp_path, [Format.JSON], [an_assessment()])
    before = (tmp_path / "findings.json").read_bytes()
    monkeypatch.setattr("report.junit.to_junit", lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        save(tmp_path, [Format.JSON, Format.JUNIT], [a_full_assessment()])

    assert before == (tmp_path / "findings.json").read_bytes()


def test_an_earlier_report_gives_its_open_findings(tmp_path: Path) -> None:
    """By stack, without what was exempt or unknown then."""
    save(tmp_path, [Format.JSON], [a_full_assessment(), an_assessment(stack="dev")])

    found = baselines(tmp_path / "findings.json")

    assert {"prod": 3, "dev": 0} == {stack: len(baseline.keys) for stack, baseline in found.items()}
    assert a_finding().key in found["prod"].keys


@pytest.mark.parametrize("text", ["", "{", json.dumps({"version": 1}), json.dumps([1]), "\udcff"])
def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path, text: str) -> None:
    """With what to give instead; bytes that are no text included."""
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")

    with pytest.raises(UsageError, match=r"other\.json"):
        baselines(path)


def test_an_earlier_report_gives_what_the_stack_cost(tmp_path: Path) -> None:
    """One file is enough to tell what a pull request changes; a report from before costs were told says nothing."""
    save(tmp_path, [Format.JSON], [a_full_assessment(), an_assessment(stack="dev")])

    found = baselines(tmp_path / "findings.json")

    assert 855 == round(found["prod"].cost.monthly if found["prod"].cost else 0)
    assert found["dev"].cost is None
