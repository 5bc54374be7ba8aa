"""Locks of the file backend: who holds a stack's state, and whether that process still lives.

A lock is a JSON file with pid, username, hostname and timestamp (pulumi v3.250.0, pkg/backend/diy/lock.go). The engine
removes its own at its end, and nobody's after a kill.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import StateLocked
from engine.processes import command_of, is_alive, is_running
from engine.workspace import Workspace

TAKE_OVER_SECONDS = 120.0
"""How long an engine whose caller was killed may take to end its steps in flight; a single AWS call is far shorter."""


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock file."""

    file: Path
    pid: int
    user: str
    host: str
    since: str

    @property
    def holder(self) -> str:
        """For a message."""
        return f"{self.user}@{self.host}, pid {self.pid}, since {self.since}"

    @property
    def is_here(self) -> bool:
        """Whether the holder ran on this machine, so that its pid means something."""
        return self.host == socket.gethostname()

    @property
    def is_dead(self) -> bool:
        """Whether the holder is certainly gone. A pid that another program uses by now counts as gone."""
        return self.is_here and not (is_alive(self.pid) and "pulumi" in command_of(self.pid))


def locks(workspace: Workspace, stack: str) -> list[Lock]:
    """The locks on a stack's state, oldest first."""
    found = [_read(file) for file in workspace.locks(stack).glob("*.json")]
    return sorted((lock for lock in found if lock is not None), key=lambda lock: lock.since)


def refuse_held(workspace: Workspace) -> None:
    """Raise StateLocked, naming the holder, where an engine holds the state of any stack, also one nobody waits for."""
    for stack in workspace.stacks():
        for lock in locks(workspace, stack):
            if not lock.is_dead:
                raise StateLocked(f"the state of {stack} is locked by {lock.holder}", "wait for it to end")


def clear(workspace: Workspace, stack: str, tell: Callable[[str], None]) -> None:
    """Make the stack free where that is safe; `tell` gets a sentence for each thing done.

    A dead holder's lock is removed. An engine that lives but whose `lz` was killed is asked to stop, as Ctrl-C would,
    and waited for. Raises StateLocked, naming the holder, for any other.
    """
    _take_over(workspace, stack, tell)
    for lock in locks(workspace, stack):
        if not lock.is_dead:
            raise StateLocked(
                f"the state of {stack} is locked by {lock.holder}",
                "wait for it to end"
                if lock.is_here
                else f"wait for it to end; this machine cannot ask the other, so if it is gone, delete {lock.file}",
            )
        lock.file.unlink(missing_ok=True)
        tell(f"removed the lock of a run that is gone ({lock.holder})")


def _take_over(workspace: Workspace, stack: str, tell: Callable[[str], None]) -> None:
    record = workspace.paths.runs / f"{stack}.run.json"
    run = _json(record)
    engine, caller = str(run.get("engine", "")), str(run.get("caller", ""))
    if is_running(caller):
        # Its caller is there to end it; the lock says who holds the state.
        return
    if is_running(engine):
        pid = int(engine.partition(" ")[0])
        tell(f"a killed command left its engine at work (pid {pid}): asked it to stop, and waiting for it")
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + TAKE_OVER_SECONDS
        while is_running(engine):
            if time.monotonic() > deadline:
                raise StateLocked(
                    f"the state of {stack} is held by an engine that does not stop (pid {pid})",
                    f"look at what it waits for, or end it: kill -9 {pid}",
                )
            time.sleep(0.1)
    record.unlink(missing_ok=True)


def _read(file: Path) -> Lock | None:
    found = _json(file)
    try:
        return Lock(
            file, int(found["pid"]), str(found["username"]), str(found["hostname"]), str(found["timestamp"])[:19]
        )
    except (KeyError, ValueError, TypeError):
        # Not a lock of this backend's; the engine complains about it in its own words.
        return None


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
