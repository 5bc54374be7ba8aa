"""The sandbox as a target of the engine, and what only a sandbox's state allows: to be mended by a program."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typing_extensions import override

from engine import outage, sandbox, toolchain
from engine.paths import PROJECT, SandboxPaths
from engine.pending import pending_operations, repaired
from engine.progress import Listener, silent
from engine.result import RunResult, Verb, is_resource
from engine.runner import Runner
from engine.target import Advice
from engine.toolchain import Toolchain
from engine.workspace import Workspace, environment, prepare, prepare_stack

_ADVICE = Advice(
    refused="correct what it names; `lz sandbox reset` starts from nothing",
    locked="wait for it to end, and run again",
    killed="the next run repairs what it left",
)


@dataclass(frozen=True, slots=True)
class SandboxTarget:
    """A generated workspace, a file backend, and a moto server."""

    workspace: Workspace
    server: sandbox.Server

    @property
    def project(self) -> Path:
        return self.workspace.project

    @property
    def folder(self) -> Path:
        return self.workspace.folder

    @property
    def runs(self) -> Path:
        return self.workspace.paths.runs

    def advice(self, _stack: str, /) -> Advice:
        return _ADVICE

    def environment(self, extra: Mapping[str, str], /) -> dict[str, str]:
        return environment(self.workspace, self.server, extra)

    def arrange(self, stack: str, /) -> None:
        prepare_stack(self.workspace, stack)

    def is_new(self, stack: str, /) -> bool:
        return not self.workspace.state_file(stack).is_file()

    def size(self, stack: str, /) -> int:
        return len(self.resources(stack))

    def resources(self, stack: str) -> list[dict[str, Any]]:
        """What the state holds, the stack itself and providers left out; empty when it cannot be read."""
        try:
            state = json.loads(self.workspace.state_file(stack).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        resources = ((state.get("checkpoint") or {}).get("latest") or {}).get("resources") or ()
        return [resource for resource in resources if is_resource(resource["type"])]

    def before_up(self, stack: str, /) -> None:
        """Remember the server: however the run ends, the state then describes its contents."""
        sandbox.record_deployment(self.workspace.paths, stack, self.server)


class Session(Runner):
    """A sandbox that is ready: a command line, a workspace, a server."""

    def __init__(self, toolchain: Toolchain, workspace: Workspace, server: sandbox.Server) -> None:
        self._sandbox = SandboxTarget(workspace, server)
        super().__init__(toolchain, self._sandbox)
        self.workspace = workspace
        self.server = server

    @override
    def _run(self, verb: Verb, stack: str, arguments: Sequence[str], listener: Listener, *, expected: int) -> RunResult:
        """A run, beside others and never during a drill: StateLocked, before anything is touched."""
        with outage.beside_others(self.workspace.paths):
            return super()._run(verb, stack, arguments, listener, expected=expected)

    def clear_outage(self, tell: Callable[[str], None]) -> None:
        """Set right what a killed drill left, and say so; StateLocked while one is at work."""
        outage.settle(self.workspace.paths, tell)

    def repair(self, stack: str, adopted: Mapping[str, str], listener: Listener = silent) -> None:
        """Take up the pending creates in `adopted` (URN to id), forget the others, read again what was in flight."""
        deployment = self.export(stack)
        in_flight = [operation.urn for operation in pending_operations(deployment)]
        mended = repaired(deployment, adopted)
        self.ask(stack, "stack", "import", "--stack", stack, stdin=json.dumps({"version": 3, "deployment": mended}))
        known = {resource["urn"] for resource in mended["resources"]}
        if targets := [urn for urn in in_flight if urn in known]:
            self.refresh(stack, listener, targets=targets).require()

    def exists(self, stack: str) -> bool:
        """Whether the stack has state, however empty."""
        return not self._sandbox.is_new(stack)

    def size(self, stack: str) -> int:
        """How many resources the state holds; see SandboxTarget.resources."""
        return self._sandbox.size(stack)

    def protected(self, stack: str) -> list[str]:
        """The URNs of what the engine would refuse to delete."""
        return [resource["urn"] for resource in self._sandbox.resources(stack) if resource.get("protect")]

    def is_lost(self, stack: str) -> bool:
        """Whether the stack's state describes resources of a server that is gone."""
        return self.size(stack) > 0 and sandbox.is_lost(self.workspace.paths, stack, self.server)


def open_session(listener: Listener = silent, *, project: Path = PROJECT, paths: SandboxPaths | None = None) -> Session:
    """Find or make the command line, start the server, write the workspace.

    Raises ToolchainMissing, SandboxUnavailable, or EngineError for a workspace that cannot be written.
    """
    found = toolchain.find(listener)
    workspace = prepare(project, paths)
    return Session(found, workspace, sandbox.start(workspace.paths))
