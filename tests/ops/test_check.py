"""`lz check`: what is printed where, what is written, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from config.load import environments
from graph.errors import GraphError
from ops import check as verb
from ops.cli import main
from ops.exits import Exit
from policies.finding import Finding
from policies.levels import Level
from report.assessment import Assessment, Baseline
from report.json_report import from_json
from tests.report.sample import TODAY, a_finding, an_assessment

Assess = Callable[[str, date, Baseline | None], Assessment]


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the policies say this of every stack, so that the verb is tested and not the program."""

    def install(*findings: Finding) -> None:
        def assess(stack: str, _today: date, baseline: Baseline | None = None) -> Assessment:
            return an_assessment(*findings, stack=stack, baseline=baseline)

        monkeypatch.setattr(verb, "assess", assess)
        monkeypatch.setattr(verb, "with_context", lambda assessment: assessment)

    return install


def test_an_environment_without_findings_passes(finds: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    """One line, exit code 0."""
    finds()

    assert Exit.OK == main(["check", "dev"])
    assert "  dev  2 resources  3 rules" in capsys.readouterr().out


def test_a_blocking_finding_ends_with_1(finds: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    """And is shown."""
    finds(a_finding())

    assert Exit.FINDINGS == main(["check", "dev"])
    assert "LZ-LOG-004" in capsys.readouterr().out


def test_an_advisory_finding_ends_with_0(finds: Callable[..., None]) -> None:
    """What a finding does is the environment's level, not the number of findings."""
    finds(a_finding(level=Level.ADVISORY))

    assert Exit.OK == main(["check", "dev"])


def test_all_is_every_environment(finds: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    """A line each."""
    finds()

    assert Exit.OK == main(["check", "--all"])
    assert environments() == [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.strip()]


def test_json_is_all_that_stdout_gets(finds: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    """So that it can be piped into another program."""
    finds(a_finding())

    assert Exit.FINDINGS == main(["check", "dev", "prod", "--json"])
    assert ["dev", "prod"] == list(from_json(capsys.readouterr().out))


def test_one_format_can_be_had_on_stdout(finds: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    """Markdown for a comment, say."""
    finds()

    main(["check", "dev", "--format", "md"])

    assert capsys.readouterr().out.startswith("### dev: passes")


def test_a_folder_gets_every_format_or_those_named(finds: Callable[..., None], tmp_path: Path) -> None:
    """And stdout still gets the table."""
    finds()

    main(["check", "dev", "--report", str(tmp_path / "all")])
    main(["check", "dev", "--report", str(tmp_path / "some"), "--format", "md", "--format", "sarif"])

    assert 6 == len(list((tmp_path / "all").iterdir()))
    assert ["findings.md", "findings.sarif"] == sorted(path.name for path in (tmp_path / "some").iterdir())


@pytest.mark.usefixtures("previewed_once")
def test_the_markdown_says_whether_the_recovery_side_holds_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """Of prod and prod-dr, a pair; dev has no other side."""
    main(["check", "prod-dr", "--format", "md"])
    main(["check", "dev", "--format", "md"])

    assert ["| recovery | parity of prod with prod-dr holds"] == [
        line.split(":")[0] for line in capsys.readouterr().out.splitlines() if line.startswith("| recovery |")
    ]


def test_an_earlier_report_makes_a_finding_known(
    finds: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It still blocks: known is not allowed."""
    finds(a_finding())
    main(["check", "dev", "--report", str(tmp_path)])
    capsys.readouterr()

    assert Exit.FINDINGS == main(["check", "dev", "--format", "md", "--baseline", str(tmp_path / "findings.json")])
    assert capsys.readouterr().out.startswith("### dev: blocked — no new findings, 1 known")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "which environment?"),
        (["--all", "dev"], "exclude each other"),
        (["prd"], "did you mean prod?"),
        (["dev", "--format", "md", "--format", "json"], "stdout takes one format"),
        (["dev", "--baseline", "nowhere.json"], "nowhere.json"),
        (["dev", "--report", __file__], "file"),
    ],
)
def test_a_wrong_call_ends_with_2_before_anything_is_run(
    arguments: list[str], said: str, finds: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """The message says what was wrong and what to write."""
    finds()

    assert Exit.CONFIGURATION == main(["check", *arguments])

    heard = capsys.readouterr()
    assert "" == heard.out
    assert said in heard.err


def test_a_program_that_cannot_be_read_as_a_graph_is_an_error_and_no_pass(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing was judged."""

    def broken(stack: str) -> object:
        raise GraphError(f"{stack}: two resources share a URN")

    monkeypatch.setattr(verb, "preview_offline", broken)

    assert Exit.CONFIGURATION == main(["check", "dev"])
    assert "two resources share a URN" in capsys.readouterr().err


@pytest.mark.usefixtures("previewed_once")
def test_the_project_itself_is_judged() -> None:
    """The real program, every rule that is on in dev, and a line of the program for every finding about a resource."""
    assessment = verb.assess("dev", TODAY)

    assert len(assessment.graph) > 100
    assert len(assessment.rules) == assessment.report.rules
    assert all(
        finding.source is not None
        for finding in assessment.report.findings
        if finding.urn in assessment.graph.resources
    )


def test_two_checks_of_one_commit_give_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    """`lz check --json` can be compared with diff."""
    main(["check", "prod-dr", "--json"])
    first = capsys.readouterr().out
    main(["check", "prod-dr", "--json"])

    assert first == capsys.readouterr().out
    assert json.loads(first)["stacks"][0]["declared"] > 50
