from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.errors import ConfigurationError, Problem
from engine.cloud import CloudTarget, after_an_interruption
from engine.paths import sandbox_paths
from engine.result import Outcome, RunResult, Step, Verb
from engine.runner import Runner
from engine.toolchain import Origin, Toolchain
from graph.export import to_json
from graph.model import Graph, Resource
from ops.deploy import assessment, checked, enter_cloud, look, refused, summary
from ops.exits import UsageError
from ops.stages import Stages
from ops.up import where
from policies.finding import Report

URN = "urn:pulumi:dev::ai-landing-zone::aws:s3/bucket:Bucket::store"


def _run(tmp_path: Path, outcome: Outcome = Outcome.SUCCEEDED, *, whole: bool = True) -> RunResult:
    report = Report(findings=(), verdicts={}, errors=0, rules=7, resources=1, complete=whole)
    (tmp_path / "findings").write_text(json.dumps(report.to_json()))
    graph = Graph("ai-landing-zone", "dev", {URN: Resource(urn=URN, type="aws:s3/bucket:Bucket", name="store")})
    (tmp_path / "graph").write_text(json.dumps(to_json(graph)))
    step = Step("replace", URN, "aws:s3/bucket:Bucket", ("bucket", "tags"), ("bucket",), done=True)
    return RunResult(
        Verb.PREVIEW,
        "dev",
        outcome,
        (step,),
        findings_file=tmp_path / "findings",
        graph_file=tmp_path / "graph" if whole else None,
    )


def test_a_run_is_judged_by_what_its_pack_wrote(tmp_path: Path) -> None:
    """Report, graph and changes come from the engine's own run; a lost bucket is named with what forces it."""
    judged = assessment(_run(tmp_path))

    assert judged is not None
    assert (7, 1) == (judged.report.rules, len(judged.graph))
    assert judged.changes is not None
    assert [("store", ("bucket",))] == [(change.name, change.keys) for change in judged.changes.losses]


def test_a_run_that_ended_before_the_stack_was_whole_is_judged_by_what_there_is(tmp_path: Path) -> None:
    """The findings so far, and an empty graph."""
    judged = assessment(_run(tmp_path, whole=False))

    assert judged is not None
    assert (False, 0) == (judged.report.complete, len(judged.graph))


def test_a_run_in_which_no_pack_spoke_is_not_judged() -> None:
    """No findings file is not the same as no findings."""
    assert None is assessment(RunResult(Verb.PREVIEW, "dev", Outcome.FAILED))


@pytest.mark.parametrize(
    ("outcome", "expected"), [(Outcome.SUCCEEDED, False), (Outcome.BLOCKED, True), (Outcome.FAILED, False)]
)
def test_the_engines_refusal_is_a_refusal_and_a_failure_is_not(
    tmp_path: Path, outcome: Outcome, *, expected: bool
) -> None:
    """A failure ends with its own exit code, whatever the policies said besides."""
    run = _run(tmp_path, outcome)

    assert expected is refused(run, assessment(run))


def test_counts_are_in_words_before_and_after_the_deed() -> None:
    """An operation without a word of ours keeps the engine's."""
    counts = {"create": 3, "same": 2, "discard": 1}

    assert "3 created, 2 unchanged, 1 discard" == summary(counts)
    assert "3 to create, 2 unchanged, 1 discard" == summary(counts, done=False)
    assert "nothing" == summary({})


def test_an_unknown_stack_stops_before_an_engine_is_started() -> None:
    """A typing error costs no minute."""
    with pytest.raises(UsageError, match="no environment 'devv'"):
        checked("devv")
    assert "dev.network" == checked("dev.network")


def test_broken_configuration_stops_before_an_engine_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message of the loader, not a traceback out of the program."""

    def broken(_environment: str) -> None:
        raise ConfigurationError([Problem("dev.yaml", "region", "'mars-1'", "is no Region", "choose one")])

    monkeypatch.setattr("ops.deploy.load", broken)

    with pytest.raises(ConfigurationError):
        checked("dev")


def test_a_shell_of_the_sandbox_is_no_way_to_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """After `lz sandbox env` everything there leads to the sandbox, whatever the command is called with."""
    monkeypatch.setenv("PULUMI_HOME", str(sandbox_paths().home))

    with pytest.raises(UsageError, match="this shell is the sandbox's"):
        enter_cloud(Stages())


def test_what_an_interrupted_run_left_in_a_shared_state_is_named_and_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each operation, and where to read on; the command line is asked for the state and for nothing else."""
    role = {"urn": f"{URN}-role", "type": "aws:iam/role:Role", "inputs": {"name": "lz-dev-preview"}}
    stack = {"urn": "urn:pulumi:dev::lz::pulumi:pulumi:Stack::it", "type": "pulumi:pulumi:Stack"}
    deployment = {
        "resources": [stack, {"urn": URN, "type": "aws:s3/bucket:Bucket"}],
        "pending_operations": [{"type": "creating", "resource": role}],
    }
    runner = Runner(Toolchain(Path("none"), "3.250.0", Origin.PATH), CloudTarget(Path(), Path()))
    monkeypatch.setattr(runner, "export", lambda _stack: deployment)

    look(runner, "dev", Stages())

    said = capsys.readouterr().out
    assert ["dev:", "state", "1", "resources"] == said.split()[:4]
    assert "an interrupted run was creating store-role (aws:iam/role:Role)" in said
    assert after_an_interruption("dev") in said


def test_what_the_sandbox_holds_and_what_only_the_state_knows_are_told_apart() -> None:
    """A stand-in never pretends."""
    types = [
        "aws:s3/bucket:Bucket",
        "aws:accessanalyzer/analyzer:Analyzer",
        "lz:storage:DecisionStore",
        "kubernetes:core/v1:Namespace",
        "kubernetes:helm.sh/v3:Release",
        "kubernetes:example.com/v1:Unheard",
    ]
    steps = [Step("create", f"urn:pulumi:dev::lz::{type_}::it", type_) for type_ in types]

    assert "(1 in moto, 1 in a cluster, 3 kept as state only)" == where(
        RunResult(Verb.UP, "dev", Outcome.SUCCEEDED, tuple(steps))
    )
