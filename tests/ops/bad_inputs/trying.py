"""How a bad input is tried in a clone, and what of the answer is the same on every machine."""

from __future__ import annotations

import errno
import json
import os
import shlex
import socket
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from engine.paths import sandbox_paths
from engine.processes import command_of
from tests.ops.bad_inputs import Case
from tests.ops.clone import Clone, Ran

_URN = "urn:pulumi:prod::ai-landing-zone"

PORT = "PORT"
"""Stands for the port that another program holds, in variables and in messages."""


@contextmanager
def _pulumi(clone: Clone, answer: str) -> Generator[dict[str, str]]:
    path = clone.bin / "pulumi"
    path.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
    path.chmod(0o755)
    try:
        yield {}
    finally:
        path.unlink()


@contextmanager
def _taken_port(_: Clone) -> Generator[dict[str, str]]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        yield {port: PORT, f"pid {os.getpid()} ({command_of(os.getpid())[:80]})": "pid 4711 (another program)"}


@contextmanager
def _lock(clone: Clone) -> Generator[dict[str, str]]:
    lock = _sandbox(clone) / "state/.pulumi/locks/organization/ai-landing-zone/dev/4c1d.json"
    lock.parent.mkdir(parents=True, exist_ok=True)
    held = {"pid": 4711, "username": "ana", "hostname": "build-7", "timestamp": "2026-01-31T10:00:00Z"}
    lock.write_text(json.dumps(held), encoding="utf-8")
    try:
        yield {}
    finally:
        lock.unlink()


@contextmanager
def _protected(clone: Clone) -> Generator[dict[str, str]]:
    state = _sandbox(clone) / "state/.pulumi/stacks/ai-landing-zone/prod.json"
    state.parent.mkdir(parents=True, exist_ok=True)
    kept = {"urn": f"{_URN}::aws:s3/bucket:Bucket::decision-store", "type": "aws:s3/bucket:Bucket", "protect": True}
    free = {"urn": f"{_URN}::aws:ec2/vpc:Vpc::network", "type": "aws:ec2/vpc:Vpc"}
    checkpoint = {"version": 3, "checkpoint": {"stack": "prod", "latest": {"resources": [kept, free]}}}
    state.write_text(json.dumps(checkpoint), encoding="utf-8")
    # State without the passphrase it is sealed with is another mistake, with another message.
    passphrase = _sandbox(clone) / "passphrase"
    passphrase.touch(mode=0o600)
    try:
        yield {}
    finally:
        state.unlink()
        passphrase.unlink()


def _sandbox(clone: Clone) -> Path:
    return clone.cache / "sandbox" / sandbox_paths(clone.root).root.name


GIVEN: dict[str, Callable[[Clone], AbstractContextManager[dict[str, str]]]] = {
    "a pulumi 3.250.0 on PATH": lambda clone: _pulumi(clone, "echo v3.250.0"),
    "a pulumi 3.100.0 on PATH": lambda clone: _pulumi(clone, "echo v3.100.0"),
    "another program listens on PORT": _taken_port,
    "a run on another machine holds the state of dev": _lock,
    "prod is up, and holds one bucket that is protected": _protected,
}
"""What a case may ask of the machine; each gives what is to be replaced in messages. The pulumi here tells its version
and can do nothing else: what is asked of it would come after the mistake."""


def changes(clone: Clone, case: Case) -> dict[str, bytes | None]:
    """The files of the case as they are to be."""
    today = datetime.now(UTC).date().isoformat()
    wanted: dict[str, bytes | None] = {}
    for file, content in case.write.items():
        wanted[file] = content.replace("TODAY", today).encode() if isinstance(content, str) else content
    for file, replaced in case.change.items():
        text = (clone.root / file).read_text(encoding="utf-8")
        for old, new in replaced.items():
            assert old in text, f"{file} does not hold {old!r} any more"
            text = text.replace(old, new)
        wanted[file] = text.encode()
    for file, more in case.append.items():
        wanted[file] = (clone.root / file).read_bytes() + more.encode()
    return wanted


def tried(clone: Clone, case: Case) -> Ran:
    """How the command of the case ends, in words that are the same on every machine."""
    today = datetime.now(UTC).date().isoformat()
    names = {
        str(_sandbox(clone)): "CACHE/sandbox/PROJECT",
        _sandbox(clone).name: "PROJECT",
        str(clone.bin): "BIN",
        today: "TODAY",
        f"[Errno {errno.ECONNREFUSED}] ": "",
    }
    with ExitStack() as stack:
        stack.enter_context(clone.changed(changes(clone, case)))
        for circumstance in case.given:
            names |= stack.enter_context(GIVEN[circumstance](clone))
        ports = {word: value for value, word in names.items() if word == PORT}
        environment = {name: ports.get(value, value) for name, value in case.environment.items()}
        before = clone.files()
        if case.run.startswith("./lz"):
            ran = clone.shell(case.run, environment)
        else:
            ran = clone.lz(shlex.split(case.run)[1:], environment)
        assert before == clone.files(), "a command that refuses its input writes nothing"
    return Ran(ran.exit, _general(ran.stdout, names), _general(ran.stderr, names))


def _general(text: str, names: dict[str, str]) -> str:
    for special, general in names.items():
        text = text.replace(special, general)
    return text


def said(case: Case, ran: Ran) -> str:
    """The message alone: without the line that repeats the exit code, and of findings the first."""
    if ran.exit not in {0, 1}:
        return ran.stderr.partition("\n\nexit code ")[0]
    return ran.stdout.strip("\n").partition("\n\n")[0] if not case.run.startswith("./lz") else ran.stdout.strip("\n")
