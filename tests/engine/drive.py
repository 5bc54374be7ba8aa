"""Runs verbs of a Session on a test's project: `python -P -m tests.engine.drive PROJECT up`."""

from __future__ import annotations

import sys
from pathlib import Path

from engine import locks, sandbox, toolchain
from engine.paths import sandbox_paths
from engine.plugins import Plugin, plugins
from engine.pulumi import Session
from engine.workspace import prepare

STACK = "dev"


def session_of(project: Path) -> Session:
    """A session whose aws provider is the strict one of the tests."""
    brought = [
        Plugin("resource", "aws", "7.51.1", "tests.engine.strict_provider"),
        *(plugin for plugin in plugins() if plugin.kind == "language"),
    ]
    workspace = prepare(project, sandbox_paths(project), brought)
    return Session(toolchain.find(), workspace, sandbox.start(workspace.paths))


def mend(session: Session, account: Path) -> list[str]:
    """What `lz up` does after a kill, with the account asked directly; the messages."""
    said: list[str] = []
    locks.clear(session.workspace, STACK, said.append)
    if pending := session.pending(STACK):
        names = {operation.urn: str(operation.inputs["bucket"]) for operation in pending}
        session.repair(STACK, {urn: name for urn, name in names.items() if (account / name).is_file()})
    return said


if __name__ == "__main__":
    running = session_of(Path(sys.argv[1]))
    for verb in sys.argv[2:]:
        result = getattr(running, verb)(STACK)
        sys.stdout.write(f"{verb} {result.outcome} {result.errors}\n")
