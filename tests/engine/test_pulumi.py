from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from engine import sandbox, shell
from engine.errors import RunFailed, StateLocked
from engine.locks import clear
from engine.result import Outcome
from tests.engine.conftest import Estate
from tests.engine.drive import STACK, mend, session_of

pytestmark = pytest.mark.sandbox


def _in_the_middle(estate: Estate, process: subprocess.Popen[str], at_least: int) -> int:
    """Wait until the account holds some, but not all; the engine's pid."""
    record = next(iter((estate.cache / "sandbox").glob("*/runs")), None)
    deadline = time.monotonic() + 60
    while len(estate.held) < at_least:
        assert process.poll() is None, f"the run ended by itself: {process.stdout.read() if process.stdout else ''}"
        assert time.monotonic() < deadline, "nothing was created within a minute"
        time.sleep(0.02)
        record = record or next(iter((estate.cache / "sandbox").glob("*/runs")), None)
    assert record is not None
    return int(json.loads((record / f"{STACK}.run.json").read_text())["engine"].split()[0])


def test_a_stack_goes_up_is_unchanged_by_a_second_look_and_comes_down(estate: Estate) -> None:
    """What the program declares is made; the next preview has nothing to do; destroy leaves nothing."""
    session = session_of(estate.project)

    up = session.up(STACK).require()
    second = session.preview(STACK).require()

    assert {"create": 2} == dict(up.counts)
    assert {"alpha", "beta"} == estate.held
    assert {"same": 2} == dict(second.counts)
    assert 0 == second.changes
    assert ("said by the program",) == second.output, "what a program prints is for its author"
    assert {"names": ["alpha", "beta"], "token": "[secret]"} == session.outputs(STACK)
    assert "t0p-s3cret" == session.outputs(STACK, show_secrets=True)["token"]
    assert {"delete": 2} == dict(session.destroy(STACK).require().counts)
    assert set() == estate.held


def test_the_project_is_not_written_by_a_run(estate: Estate) -> None:
    """Settings, salts and state lie in the cache folder alone."""
    before = {file: file.read_bytes() for file in estate.project.rglob("*") if file.is_file()}

    session_of(estate.project).preview(STACK).require()

    after = {file: file.read_bytes() for file in estate.project.rglob("*") if file.is_file() and file.suffix != ".pyc"}
    assert before == after


def test_a_layer_of_an_environment_is_a_stack_of_its_own(estate: Estate) -> None:
    """dev.network may stand beside dev."""
    session = session_of(estate.project)

    assert Outcome.SUCCEEDED == session.preview("dev.network").outcome
    assert ["dev.network"] == session.workspace.stacks()


def test_a_mandatory_policy_blocks_and_nothing_is_made(estate: Estate) -> None:
    """The engine asks the pack before it asks AWS."""
    estate.declare("forbidden-fruit")
    session = session_of(estate.project)

    refused = session.preview(STACK)

    assert Outcome.BLOCKED == refused.outcome
    assert [("no-forbidden", "mandatory")] == [(event.policy, event.level) for event in refused.policy_events]
    assert Outcome.BLOCKED == session.up(STACK).outcome
    assert set() == estate.held


def test_a_program_that_raises_fails_the_run_with_its_own_lines_only(estate: Estate) -> None:
    """The author sees the exception and where it was raised, not the frames of the machinery around the program."""
    (estate.project / "__main__.py").write_text("def build():\n    raise LookupError('no such thing')\n\nbuild()\n")

    failed = session_of(estate.project).preview(STACK)

    assert Outcome.FAILED == failed.outcome
    assert any("LookupError: no such thing" in error for error in failed.errors)
    assert not any("runpy" in error for error in failed.errors), "frames of the host hide the program's own"
    with pytest.raises(RunFailed, match="no such thing"):
        failed.require()


@pytest.mark.parametrize("victim", ["engine", "caller", "both"])
def test_a_killed_run_is_repaired_by_the_next(estate: Estate, victim: str) -> None:
    """Whoever dies in the middle: what AWS has is taken up, what it has not is made, and nothing is made twice."""
    names = tuple(f"bucket-{number}" for number in range(8))
    estate.declare(*names, delay=1.0)
    run = estate.command("up")
    engine = _in_the_middle(estate, run, at_least=2)

    for pid in {"engine": [engine], "caller": [run.pid], "both": [run.pid, engine]}[victim]:
        os.kill(pid, signal.SIGKILL)
    run.communicate()
    session = session_of(estate.project)
    said = mend(session, estate.account)
    result = session.up(STACK)

    assert Outcome.SUCCEEDED == result.outcome, f"{said} {result.errors}"
    assert set(names) == estate.held
    assert () == session.pending(STACK)
    assert {"same": 8} == dict(session.preview(STACK).require().counts)
    assert said, "a removed lock or a stopped engine is said, not done in silence"


def test_an_interrupt_lets_the_engine_end_its_steps(estate: Estate) -> None:
    """After Ctrl-C no create is pending: the engine waited for those in flight and saved them."""
    estate.declare(*(f"bucket-{number}" for number in range(60)), delay=0.5)
    run = estate.command("up")
    _in_the_middle(estate, run, at_least=2)

    run.send_signal(signal.SIGINT)
    output, _ = run.communicate(timeout=60)

    session = session_of(estate.project)
    assert "interrupted" in output
    assert () == session.pending(STACK)
    assert len(estate.held) < 60, "it stopped"
    assert len(estate.held) == session.size(STACK), "what was made is in the state"


def test_a_live_run_holds_the_state(estate: Estate) -> None:
    """A second command names the holder and leaves the first alone."""
    estate.declare(*(f"bucket-{number}" for number in range(8)), delay=1.0)
    run = estate.command("up")
    engine = _in_the_middle(estate, run, at_least=1)

    with pytest.raises(StateLocked, match=f"pid {engine}"):
        clear(session_of(estate.project).workspace, STACK, lambda _: None)

    assert "succeeded" in run.communicate(timeout=60)[0]


def test_what_a_lost_server_held_is_made_again(estate: Estate) -> None:
    """A refresh against the new server empties the state of what is gone, and the next run makes it again."""
    session_of(estate.project).up(STACK).require()
    (estate.account / "alpha").unlink()
    sandbox.stop(session_of(estate.project).workspace.paths)
    session = session_of(estate.project)

    assert session.is_lost(STACK)
    assert {"delete": 1, "same": 1} == dict(session.refresh(STACK).require().counts)
    assert {"create": 1, "same": 1} == dict(session.up(STACK).require().counts)
    assert not session.is_lost(STACK)


def test_a_plain_pulumi_works_in_the_project_and_leaves_it_as_it_was(estate: Estate) -> None:
    """`eval "$(lz sandbox env)"`, then the words of the documentation."""
    (estate.project / f"Pulumi.{STACK}.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    session = session_of(estate.project)
    entered = "\n".join(shell.lines(session))

    result = subprocess.run(
        ["/bin/sh", "-ec", f"{entered}\npulumi preview -s {STACK} --policy-pack policies --non-interactive"],
        cwd=estate.project,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == result.returncode, result.stdout + result.stderr
    assert re.search(r"\+ 3 to create", result.stdout), "the stack itself and two buckets"
    assert "config:\n  aws:region: eu-west-1\n" == (estate.project / f"Pulumi.{STACK}.yaml").read_text()


def test_an_engine_error_on_the_command_line_is_told(estate: Estate, tmp_path: Path) -> None:
    """What the command line says outside its event log is an error of the run, not silence."""
    session = session_of(estate.project)
    (estate.project / "policies" / "PulumiPolicy.yaml").unlink()

    failed = session.preview(STACK)

    assert Outcome.FAILED == failed.outcome
    assert any("PulumiPolicy.yaml" in error for error in failed.errors), f"{failed.errors} in {tmp_path}"
