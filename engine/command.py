"""The pulumi command line as a child process that is listened to while it works.

Not through pulumi.automation: that wraps the same command line, but a Ctrl-C there abandons the engine in the middle of
its steps, and a killed caller leaves an engine nobody knows of. Here the engine has a process group of its own, gets
one SIGINT when the person asks to stop (it then ends the steps in flight and saves the state), and is written down, so
that the next command can find it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from engine.events import Event, parse
from engine.files import write_text
from engine.processes import identity_of

POLL = 0.05
"""Seconds between two looks at the event log."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How the command ended."""

    code: int
    """Negative: the signal that killed it."""
    stdout: str
    stderr: str
    interrupted: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Command:
    """A command line bound to a folder and an environment."""

    pulumi: Path
    folder: Path
    environment: Mapping[str, str]
    runs: Path
    """Where event logs and records of runs in progress go."""

    def ask(self, *arguments: str, stdin: str | None = None) -> Ended:
        """A short command; its output is the answer."""
        began = time.monotonic()
        result = subprocess.run(
            self._line(arguments),
            cwd=self.folder,
            env=dict(self.environment),
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ended(
            result.returncode, result.stdout, result.stderr, interrupted=False, seconds=time.monotonic() - began
        )

    def run(self, stack: str, arguments: Sequence[str], on_event: Callable[[Event], None]) -> Ended:
        """A run of the engine; `on_event` gets each event as it is written."""
        began = time.monotonic()
        self.runs.mkdir(parents=True, exist_ok=True)
        mark = uuid.uuid4().hex
        log, out, err = (self.runs / f"{mark}.{kind}" for kind in ("events", "out", "err"))
        log.touch()
        # The engine offers --event-log only with its debug commands on.
        environment = {**self.environment, "PULUMI_DEBUG_COMMANDS": "true"}
        line = self._line([*arguments, "--stack", stack, "--event-log", str(log)])
        try:
            # Files, not pipes: an engine whose caller was killed must be able to finish its steps.
            with out.open("w") as stdout, err.open("w") as stderr, log.open(encoding="utf-8") as events:
                child = subprocess.Popen(
                    line,
                    cwd=self.folder,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=stdout,
                    stderr=stderr,
                    process_group=0,
                )
                record = self.runs / f"{stack}.run.json"
                write_text(record, json.dumps({"engine": identity_of(child.pid), "caller": identity_of(os.getpid())}))
                interrupted = _listen(child, _lines(events.readline), on_event)
                record.unlink(missing_ok=True)
            return Ended(child.returncode, _text(out), _text(err), interrupted, time.monotonic() - began)
        finally:
            for file in (log, out, err):
                file.unlink(missing_ok=True)

    def _line(self, arguments: Sequence[str]) -> list[str]:
        return [str(self.pulumi), *arguments, "--non-interactive", "--color", "never"]


def _listen(child: subprocess.Popen[bytes], read: Callable[[], str | None], on_event: Callable[[Event], None]) -> bool:
    """Until the child ended and its log is read; True when it was asked to stop on the way."""
    with _stop_requests() as asked:
        told = 0
        while True:
            # In this order: what the child wrote before it ended is read after it ended.
            ended = child.poll() is not None
            while (line := read()) is not None:
                if (event := parse(line)) is not None:
                    on_event(event)
            if ended:
                return told > 0
            if asked.count > told:
                # A second request reaches the engine as a second SIGINT: it then stops without waiting for its steps.
                told = asked.count
                child.send_signal(signal.SIGINT)
            time.sleep(POLL)


@dataclass(slots=True)
class _Asked:
    count: int = 0


@contextmanager
def _stop_requests() -> Generator[_Asked]:
    """Count Ctrl-C, SIGTERM and SIGHUP while the engine works, in place of what they usually do."""
    asked = _Asked()

    def count(_signal: int, _frame: FrameType | None) -> None:
        asked.count += 1

    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {kind: signal.signal(kind, count) for kind in kinds}
    try:
        yield asked
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _lines(readline: Callable[[], str]) -> Callable[[], str | None]:
    """Whole lines only: the engine may be in the middle of one."""
    begun = ""

    def read() -> str | None:
        nonlocal begun
        begun += readline()
        if not begun.endswith("\n"):
            return None
        line, begun = begun, ""
        return line

    return read


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
