from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.model import Graph, Resource, SourcePosition
from ops import reporting
from ops.findings import Format
from report.changes import Changes
from tests.report.sample import BUCKET, a_finding, a_report, an_assessment, urn

LINE = SourcePosition("components/storage/decision_store.py", 42)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """An offline run that knows where the decision store is declared, and a pair that is one."""
    store = Resource(urn=urn(BUCKET, "decisions"), type=BUCKET, name="decisions", source=LINE)
    monkeypatch.setattr(reporting, "preview_offline", lambda stack: Graph("lz", stack, {store.urn: store}))
    monkeypatch.setattr(reporting, "recovery", lambda stack, graph: f"{stack} is one with its pair, {len(graph)} seen")


@pytest.mark.usefixtures("offline")
def test_a_report_has_lines_parity_and_bold_losses(tmp_path: Path) -> None:
    """What the engine knows and what only the offline run knows, on one page."""
    lost = Changes.of([(urn(BUCKET, "decisions"), "replace", ["bucket"])], {BUCKET})

    reporting.report(tmp_path, [Format.MARKDOWN, Format.SARIF], an_assessment(a_finding(source=None), changes=lost))

    markdown = (tmp_path / "findings.md").read_text("utf-8")
    (run,) = json.loads((tmp_path / "findings.sarif").read_text("utf-8"))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert "| recovery | prod is one with its pair, 1 seen |" in markdown
    assert f"- **replace `decisions` ({BUCKET})** through `bucket`" in markdown
    assert (LINE.file, LINE.line) == (place["artifactLocation"]["uri"], place["region"]["startLine"])
    assert not (tmp_path / "findings.json").exists(), "nobody asked for it"


@pytest.mark.usefixtures("offline")
def test_a_line_that_is_known_stays_and_one_that_nobody_knows_is_not_invented() -> None:
    """Only a URN joins; a finding about the stack as a whole has none."""
    known, whole = a_finding(source=SourcePosition("other.py", 1)), a_finding(name="", urn="", source=None)

    completed = reporting.completed(an_assessment(known, whole))

    assert {known.urn: known.source, "": None} == {one.urn: one.source for one in completed.report.findings}


@pytest.mark.usefixtures("offline")
def test_a_resource_has_its_line_too() -> None:
    """A report names the composition a resource is part of, and the engine tells no line of that either."""
    store, other = (Resource(urn=urn(BUCKET, name), type=BUCKET, name=name) for name in ("decisions", "other"))
    graph = Graph("lz", "prod", {store.urn: store, other.urn: other})

    completed = reporting.completed(an_assessment(graph=graph))

    assert {"decisions": LINE, "other": None} == {one.name: one.source for one in completed.graph}


def test_a_run_that_did_not_see_the_whole_stack_is_reported_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program may be what ended it: run again offline it would end the report too."""

    def raises(_stack: str) -> Graph:
        raise LookupError

    monkeypatch.setattr(reporting, "preview_offline", raises)
    ended = an_assessment(report=a_report(a_finding(source=None), complete=False))

    assert ended == reporting.completed(ended)
