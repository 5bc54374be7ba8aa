from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import StateLocked
from engine.locks import clear, locks
from engine.paths import SandboxPaths
from engine.processes import identity_of
from engine.workspace import Workspace

GONE = 2**22 + 1
"""No kernel gives out a pid above pid_max, 4,194,304 at most on Linux."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(SandboxPaths(tmp_path), tmp_path, "lz")


def _lock(workspace: Workspace, *, pid: int = GONE, host: str = "", name: str = "a") -> Path:
    file = workspace.locks("dev") / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "pid": pid,
        "username": "ada",
        "hostname": host or socket.gethostname(),
        "timestamp": "2026-01-02T03:04:05Z",
    }
    file.write_text(json.dumps(content))
    return file


def _an_engine() -> subprocess.Popen[bytes]:
    """A process whose command line says pulumi, as an engine's does, and that SIGINT ends."""
    code = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_DFL); time.sleep(60)"
    return subprocess.Popen([sys.executable, "-c", code, "pulumi"])


def test_a_stack_without_locks_is_free(workspace: Workspace) -> None:
    """Nothing to do is not an event."""
    said: list[str] = []
    clear(workspace, "dev", said.append)

    assert [] == said


def test_the_lock_of_a_dead_process_is_removed_and_named(workspace: Workspace) -> None:
    """A kill must not need a person to clean up; but it is not hidden."""
    file = _lock(workspace)
    said: list[str] = []

    clear(workspace, "dev", said.append)

    assert not file.exists()
    assert [
        f"removed the lock of a run that is gone (ada@{socket.gethostname()}, pid {GONE}, since 2026-01-02T03:04:05)"
    ] == said


def test_a_pid_that_another_program_uses_by_now_holds_nothing(workspace: Workspace) -> None:
    """This test's own pid is alive and is no pulumi."""
    file = _lock(workspace, pid=os.getpid())
    assert "pulumi" not in Path(sys.argv[0]).name

    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        _lock(workspace, pid=other.pid)
        clear(workspace, "dev", lambda _: None)
        other.kill()

    assert not file.exists()


def test_a_live_engine_keeps_its_lock(workspace: Workspace) -> None:
    """Two engines on one state lose resources."""
    with _an_engine() as engine:
        file = _lock(workspace, pid=engine.pid)
        try:
            with pytest.raises(StateLocked, match=f"pid {engine.pid}"):
                clear(workspace, "dev", lambda _: None)
        finally:
            engine.kill()

    assert file.exists()


def test_a_lock_from_another_machine_is_never_removed(workspace: Workspace) -> None:
    """A pid means nothing elsewhere: the message says which file to delete once somebody knows."""
    file = _lock(workspace, host="elsewhere")

    with pytest.raises(StateLocked) as error:
        clear(workspace, "dev", lambda _: None)

    assert str(file) in error.value.fix
    assert file.exists()


def test_the_engine_of_a_killed_command_is_asked_to_stop(workspace: Workspace) -> None:
    """It works on although nobody waits for it; the next command takes over."""
    said: list[str] = []
    with _an_engine() as engine:
        record = workspace.paths.runs / "dev.run.json"
        record.parent.mkdir(parents=True)
        record.write_text(json.dumps({"engine": identity_of(engine.pid), "caller": f"{GONE} 1"}))

        clear(workspace, "dev", said.append)

        assert not record.exists()
        assert [
            f"a killed command left its engine at work (pid {engine.pid}): asked it to stop, and waiting for it"
        ] == said


def test_the_engine_of_a_living_command_is_left_alone(workspace: Workspace) -> None:
    """Its caller is there to end it."""
    with _an_engine() as engine:
        workspace.paths.runs.mkdir(parents=True)
        record = workspace.paths.runs / "dev.run.json"
        record.write_text(json.dumps({"engine": identity_of(engine.pid), "caller": identity_of(os.getpid())}))

        clear(workspace, "dev", lambda _: None)

        assert None is engine.poll()
        engine.kill()


def test_a_file_that_is_no_lock_is_none(workspace: Workspace) -> None:
    """Half a file, or another's."""
    (workspace.locks("dev")).mkdir(parents=True)
    (workspace.locks("dev") / "half.json").write_text('{"pid": 1')

    assert [] == locks(workspace, "dev")
