"""Run a stack of the project on the real engine in the sandbox, and look inside its state."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import events, sandbox, toolchain
from engine.command import Command, Ended
from engine.errors import EngineError, StateLocked
from engine.paths import PROJECT, SandboxPaths
from engine.pending import PendingOperation, pending_operations, repaired
from engine.progress import Listener, Progress, silent
from engine.result import Diagnostic, Outcome, RunResult, Verb, is_resource
from engine.toolchain import Toolchain
from engine.workspace import Workspace, environment, prepare, prepare_stack

PACK = "policies"
"""The folder of the policy pack in the project."""

FINDINGS_VARIABLE = "LZ_FINDINGS_FILE"
GRAPH_VARIABLE = "LZ_GRAPH_FILE"
"""Tell the policy pack where to write its report and the graph it judged, as JSON."""


@dataclass(frozen=True, slots=True)
class Session:
    """A sandbox that is ready: a command line, a workspace, a server."""

    toolchain: Toolchain
    workspace: Workspace
    server: sandbox.Server

    def preview(self, stack: str, listener: Listener = silent) -> RunResult:
        """What `up` would do, under the policy pack. Changes nothing."""
        return self._run(Verb.PREVIEW, stack, self._pack(), listener, expected=self.size(stack))

    def up(self, stack: str, listener: Listener = silent, *, expected: int = 0) -> RunResult:
        """Bring the stack up, under the policy pack. `expected` is the number of resources, for the progress.

        Remembers the server first: however the run ends, the state then describes its contents.
        """
        self.create(stack)
        sandbox.record_deployment(self.workspace.paths, stack, self.server)
        return self._run(Verb.UP, stack, ["--yes", "--skip-preview", *self._pack()], listener, expected=expected)

    def refresh(self, stack: str, listener: Listener = silent, *, targets: Sequence[str] = ()) -> RunResult:
        """Correct the state by what is really there; of the URNs in `targets` alone, when there are any."""
        arguments = ["--yes", "--skip-preview", *(f"--target={urn}" for urn in targets)]
        return self._run(Verb.REFRESH, stack, arguments, listener, expected=len(targets) or self.size(stack))

    def destroy(self, stack: str, listener: Listener = silent) -> RunResult:
        """Delete everything in the stack's state. A protected resource makes the engine refuse the whole run."""
        return self._run(Verb.DESTROY, stack, ["--yes", "--skip-preview"], listener, expected=self.size(stack))

    def outputs(self, stack: str, *, show_secrets: bool = False) -> dict[str, Any]:
        """What the stack publishes; a secret is '[secret]' unless asked for. Empty for a stack that was never up."""
        if not self.exists(stack):
            return {}
        flags = ["--show-secrets"] if show_secrets else []
        found = json.loads(self._ask("stack", "output", "--json", *flags, "--stack", stack).stdout)
        return found if isinstance(found, dict) else {}

    def export(self, stack: str) -> dict[str, Any]:
        """The stack's deployment (apitype.DeploymentV3), secrets encrypted. Empty for a stack that does not exist."""
        if not self.exists(stack):
            return {}
        found = json.loads(self._ask("stack", "export", "--stack", stack).stdout)
        return found.get("deployment") or {}

    def pending(self, stack: str) -> tuple[PendingOperation, ...]:
        """Operations that a killed run began and whose end is unknown."""
        return pending_operations(self.export(stack))

    def repair(self, stack: str, adopted: Mapping[str, str], listener: Listener = silent) -> None:
        """Take up the pending creates in `adopted` (URN to id), forget the others, read again what was in flight."""
        deployment = self.export(stack)
        in_flight = [operation.urn for operation in pending_operations(deployment)]
        mended = repaired(deployment, adopted)
        self._ask("stack", "import", "--stack", stack, stdin=json.dumps({"version": 3, "deployment": mended}))
        known = {resource["urn"] for resource in mended["resources"]}
        if targets := [urn for urn in in_flight if urn in known]:
            self.refresh(stack, listener, targets=targets).require()

    def create(self, stack: str) -> None:
        """Make sure that the stack and its generated settings exist."""
        prepare_stack(self.workspace, stack)
        if not self.exists(stack):
            self._ask("stack", "init", stack, "--no-select")

    def exists(self, stack: str) -> bool:
        """Whether the stack has state, however empty."""
        return self.workspace.state_file(stack).is_file()

    def size(self, stack: str) -> int:
        """How many resources the state holds, the stack itself and providers not counted; 0 when it cannot be read."""
        try:
            state = json.loads(self.workspace.state_file(stack).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0
        resources = ((state.get("checkpoint") or {}).get("latest") or {}).get("resources") or ()
        return sum(is_resource(resource["type"]) for resource in resources)

    def is_lost(self, stack: str) -> bool:
        """Whether the stack's state describes resources of a server that is gone."""
        return self.size(stack) > 0 and sandbox.is_lost(self.workspace.paths, stack, self.server)

    def _pack(self) -> list[str]:
        return ["--policy-pack", str(self.workspace.project / PACK)]

    def _command(self, extra: Mapping[str, str] | None = None) -> Command:
        variables = environment(self.workspace, self.server, extra)
        return Command(self.toolchain.pulumi, self.workspace.folder, variables, self.workspace.paths.runs)

    def _ask(self, *arguments: str, stdin: str | None = None) -> Ended:
        ended = self._command().ask(*arguments, stdin=stdin)
        if ended.code != 0:
            said = _last_error(ended.stderr) or f"exit code {ended.code}"
            raise EngineError(
                f"pulumi {' '.join(arguments[:2])} failed: {said}",
                "correct what it names; `lz sandbox reset` starts from nothing",
            )
        return ended

    def _run(self, verb: Verb, stack: str, arguments: Sequence[str], listener: Listener, *, expected: int) -> RunResult:
        self.create(stack)
        findings, graph = (self.workspace.paths.runs / f"{stack}.{verb}.{what}.json" for what in ("findings", "graph"))
        for file in (findings, graph):
            file.unlink(missing_ok=True)
        gathered, began = events.Gathering(), time.monotonic()
        what = f"{stack}: {verb}"

        def on_event(event: events.Event) -> None:
            gathered.add(event)
            listener(Progress(what, gathered.finished, expected, time.monotonic() - began))

        listener(Progress(what, 0, expected))
        ended = self._command({FINDINGS_VARIABLE: str(findings), GRAPH_VARIABLE: str(graph)}).run(
            stack, [str(verb), *arguments], on_event
        )
        if ended.code != 0 and "the stack is currently locked by" in ended.stderr:
            raise StateLocked(
                f"the state of {stack} is locked: another run began a moment ago", "wait for it to end, and run again"
            )
        diagnostics = [*gathered.diagnostics, *_unreported(ended, gathered)]
        return RunResult(
            verb=verb,
            stack=stack,
            outcome=_outcome(ended, gathered),
            steps=gathered.steps,
            diagnostics=tuple(diagnostics),
            policy_events=tuple(gathered.policy_events),
            counts=events.counts(gathered.steps),
            seconds=ended.seconds,
            findings_file=findings if findings.is_file() else None,
            graph_file=graph if graph.is_file() else None,
        )


def open_session(listener: Listener = silent, *, project: Path = PROJECT, paths: SandboxPaths | None = None) -> Session:
    """Find or make the command line, start the server, write the workspace.

    Raises ToolchainMissing, SandboxUnavailable, or EngineError for a workspace that cannot be written.
    """
    found = toolchain.find(listener)
    workspace = prepare(project, paths)
    return Session(found, workspace, sandbox.start(workspace.paths))


def _outcome(ended: Ended, gathered: events.Gathering) -> Outcome:
    if ended.code == 0:
        return Outcome.SUCCEEDED
    if ended.interrupted:
        return Outcome.INTERRUPTED
    broken = any(d.severity == "error" for d in gathered.diagnostics)
    return Outcome.BLOCKED if gathered.refused and not broken else Outcome.FAILED


def _unreported(ended: Ended, gathered: events.Gathering) -> list[Diagnostic]:
    """What the command line says outside its event log: that it was killed, or did not understand its arguments."""
    if ended.code == 0 or any(d.severity == "error" for d in gathered.diagnostics):
        return []
    if ended.code < 0:
        return [
            Diagnostic("error", f"the engine was killed by signal {-ended.code}; the next run repairs what it left")
        ]
    said = _last_error(ended.stderr)
    return [Diagnostic("error", said)] if said else []


def _last_error(stderr: str) -> str:
    return stderr[stderr.find("error:") :].removeprefix("error:").strip() if "error:" in stderr else stderr.strip()
