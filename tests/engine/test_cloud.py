"""A run against a real account, with a command line that only says what it was called with."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cloud import GUIDE, CloudTarget, after_an_interruption
from engine.errors import EngineError, StateLocked
from engine.result import Outcome
from engine.runner import Runner
from engine.toolchain import Origin, Toolchain

SEEN = """\
printf '%s\\n' "$PWD" "$AWS_PROFILE" "$PULUMI_BACKEND_URL" "$*" >> "$LZ_TEST_SEEN"
"""


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    project = tmp_path / "project"
    project.mkdir()
    return Runner(
        Toolchain(tmp_path / "pulumi", "3.250.0", Origin.PATH), CloudTarget(project, tmp_path / "cache" / "runs")
    )


def _pulumi(runner: Runner, body: str) -> None:
    runner.toolchain.pulumi.write_text(f"#!/bin/sh\n{body}", encoding="utf-8")
    runner.toolchain.pulumi.chmod(0o755)


def test_the_command_line_runs_in_the_project_with_what_the_shell_has(
    runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Backend and credentials are the shell's, the pack is the project's, and the project is not written."""
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://state")
    monkeypatch.setenv("LZ_TEST_SEEN", str(tmp_path / "seen"))
    _pulumi(runner, SEEN)

    result = runner.preview("prod")

    project = runner.target.project
    folder, profile, backend, line = (tmp_path / "seen").read_text("utf-8").splitlines()
    assert Outcome.SUCCEEDED == result.outcome
    assert (str(project), "production", "s3://state") == (folder, profile, backend)
    assert line.startswith(f"preview --policy-pack {project}/policies --stack prod --event-log {tmp_path}/cache/runs/")
    assert [] == list(project.iterdir())


def test_no_stack_is_made_before_a_run(runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`up` is the only thing the command line is asked for."""
    monkeypatch.setenv("LZ_TEST_SEEN", str(tmp_path / "seen"))
    _pulumi(runner, SEEN)

    runner.up("prod")

    (line,) = (tmp_path / "seen").read_text("utf-8").splitlines()[3::4]
    assert line.startswith("up --yes --skip-preview ")


@pytest.mark.parametrize(
    "said",
    [
        "error: the stack is currently locked by 1 lock(s). Either wait\n  s3://state/1.json: created by ana@build-7",
        "error: [409] Conflict: Another update is currently in progress.",
    ],
)
def test_a_lock_is_left_to_a_person(runner: Runner, said: str) -> None:
    """What the backend knows of the holder is said, and the command that takes the lock is named, not run."""
    _pulumi(runner, f"cat >&2 <<'END'\n{said}\nEND\nexit 1\n")

    with pytest.raises(StateLocked) as locked:
        runner.up("prod")

    assert said.removeprefix("error: ") in locked.value.message
    assert locked.value.fix.endswith("pulumi cancel prod")


def test_a_stack_that_does_not_exist_is_a_persons_to_make(runner: Runner) -> None:
    """With the secrets provider its file names."""
    _pulumi(runner, "echo \"error: no stack named 'prod' found\" >&2\nexit 6\n")

    with pytest.raises(EngineError) as missing:
        runner.export("prod")

    assert "pulumi stack export failed: no stack named 'prod' found" == missing.value.message
    assert "pulumi stack init prod --secrets-provider=PROVIDER" in missing.value.fix


def test_a_killed_engine_leaves_its_state_to_a_person(runner: Runner) -> None:
    """The next run repairs nothing here, so nothing of the kind is promised."""
    _pulumi(runner, "kill -9 $$\n")

    (error,) = runner.up("prod").errors

    assert f"the engine was killed by signal 9; {after_an_interruption('prod', runner.target.project)}" == error


def test_the_way_out_of_an_interruption_is_the_guide_where_there_is_one(tmp_path: Path) -> None:
    """And the one command that reads again, where there is not."""
    assert "`pulumi refresh --stack dev`" in after_an_interruption("dev", tmp_path)

    (tmp_path / GUIDE).parent.mkdir(parents=True)
    (tmp_path / GUIDE).touch()

    assert f"see {GUIDE.as_posix()}" == after_an_interruption("dev", tmp_path)
