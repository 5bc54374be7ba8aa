"""`lz preview` and `lz up` as they are called: what is asked, printed and written, with an engine that is played."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from engine.result import Outcome, RunResult, Step, Verb
from graph.export import to_json
from graph.model import Graph, Resource
from ops import reporting
from ops.cli import main
from ops.exits import Exit
from policies.finding import Finding, Report
from tests.report.sample import a_finding

BUCKET = "aws:s3/bucket:Bucket"
URN = f"urn:pulumi:dev::ai-landing-zone::{BUCKET}::store"


@dataclass
class Played:
    """A stack whose bucket would be replaced."""

    folder: Path
    findings: tuple[Finding, ...] = ()
    asked: list[str] = field(default_factory=list[str])
    operation: str = "replace"

    def preview(self, stack: str, _listener: object) -> RunResult:
        self.asked.append(f"preview {stack}")
        return self._result(Verb.PREVIEW)

    def up(self, stack: str, _listener: object, *, expected: int) -> RunResult:
        self.asked.append(f"up {stack} of {expected}")
        return self._result(Verb.UP)

    def _result(self, verb: Verb) -> RunResult:
        report = Report(findings=self.findings, verdicts={}, errors=0, rules=7, resources=1)
        graph = Graph("ai-landing-zone", "dev", {URN: Resource(urn=URN, type=BUCKET, name="store")})
        (self.folder / "findings").write_text(json.dumps(report.to_json()))
        (self.folder / "graph").write_text(json.dumps(to_json(graph)))
        return RunResult(
            verb,
            "dev",
            Outcome.SUCCEEDED,
            (Step(self.operation, URN, BUCKET, ("bucket",), ("bucket",), done=True),),
            counts={self.operation: 1},
            findings_file=self.folder / "findings",
            graph_file=self.folder / "graph",
        )


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    engine = Played(tmp_path)

    def fit(stack: str, _stages: object, *, cloud: bool) -> Played:
        engine.asked.append(f"fit {stack} {'cloud' if cloud else 'sandbox'}")
        return engine

    for verb in ("preview", "up"):
        monkeypatch.setattr(f"ops.{verb}.fit", fit)
    monkeypatch.setattr(reporting, "preview_offline", lambda stack: Graph("ai-landing-zone", stack, {}))
    monkeypatch.setattr(reporting, "recovery", lambda _stack, _graph: None)
    return engine


def test_up_in_the_cloud_previews_then_deploys_and_reports_what_was_done(played: Played, tmp_path: Path) -> None:
    """The report of the preview is there while the deploy runs, and is then that of the deploy."""
    folder = tmp_path / "report"

    assert Exit.OK == main(["up", "dev", "--cloud", "--report", str(folder), "--format", "md"])

    assert ["fit dev cloud", "preview dev", "up dev of 1"] == played.asked
    assert ["findings.md"] == [file.name for file in folder.iterdir()]
    assert f"**replace `store` ({BUCKET})** through `bucket`" in (folder / "findings.md").read_text("utf-8")


def test_a_blocking_finding_is_reported_and_nothing_is_deployed(played: Played, tmp_path: Path) -> None:
    """Exit code 1, with every file."""
    played.findings = (replace(a_finding(), urn=URN),)

    assert Exit.FINDINGS == main(["up", "dev", "--cloud", "--report", str(tmp_path / "report")])

    assert ["fit dev cloud", "preview dev"] == played.asked
    assert {".json", ".sarif", ".md", ".xml", ".html", ".svg"} == {
        file.suffix for file in (tmp_path / "report").iterdir()
    }


@pytest.mark.parametrize(
    ("arguments", "questions"),
    [(["--cloud"], 1), (["--cloud", "--yes"], 0), ([], 0)],
)
def test_an_account_is_changed_after_a_question(
    played: Played, monkeypatch: pytest.MonkeyPatch, arguments: list[str], questions: int
) -> None:
    """The sandbox is nobody's but yours; an account's change can be said yes to beforehand."""
    heard: list[str] = []
    monkeypatch.setattr("ops.up.ask", heard.append)

    assert Exit.OK == main(["up", "dev", *arguments])
    assert questions == len(heard)
    assert all("1 to replace in the account of dev" in question for question in heard)


def test_nothing_to_change_is_not_asked_about(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline's second run, by hand."""
    played.operation = "same"
    heard: list[str] = []
    monkeypatch.setattr("ops.up.ask", heard.append)

    assert Exit.OK == main(["up", "dev", "--cloud"])
    assert [] == heard


def test_what_to_do_next_is_in_the_same_place(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    """An account is not verified in the sandbox, and no verb of ours takes it down."""
    main(["up", "dev", "--cloud"])
    cloud = capsys.readouterr().out
    main(["up", "dev"])
    sandbox = capsys.readouterr().out

    assert "next: lz verify dev --cloud · lz outputs dev --cloud" in cloud
    assert "lz down" not in cloud
    assert "in moto" not in cloud
    assert "next: lz verify dev · lz outputs dev · lz down dev" in sandbox


def test_a_format_without_a_folder_is_no_report_of_a_deploy(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    """Said before anything runs."""
    assert Exit.CONFIGURATION == main(["up", "dev", "--format", "md"])
    assert [] == played.asked
    assert "--report DIR" in capsys.readouterr().err


def test_a_preview_prints_one_format_and_nothing_else(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    """For a program that reads it; the stages go to standard error."""
    assert Exit.OK == main(["preview", "dev", "--cloud", "--format", "json"])

    printed = capsys.readouterr()
    assert ["fit dev cloud", "preview dev"] == played.asked
    assert ["dev"] == [stack["stack"] for stack in json.loads(printed.out)["stacks"]]
    assert "1 to replace" in printed.err


def test_a_preview_takes_one_format_for_stdout(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    """Said before anything runs."""
    assert Exit.CONFIGURATION == main(["preview", "dev", "--format", "md", "--format", "xml"])
    assert [] == played.asked
    assert "lz preview: stdout takes one format" in capsys.readouterr().err
