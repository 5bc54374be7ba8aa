"""Run a stack of the project on the real engine, under the policy pack, wherever the target is."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from engine import events
from engine.command import Command, Ended
from engine.errors import EngineError, StateLocked
from engine.pending import PendingOperation, pending_operations
from engine.progress import Listener, Progress, silent
from engine.result import Diagnostic, Outcome, RunResult, Verb
from engine.target import Target
from engine.toolchain import Toolchain

PACK = "policies"
"""The folder of the policy pack in the project."""

FINDINGS_VARIABLE = "LZ_FINDINGS_FILE"
GRAPH_VARIABLE = "LZ_GRAPH_FILE"
"""Tell the policy pack where to write its report and the graph it judged, as JSON."""

_LOCKED = ("the stack is currently locked by", "Another update is currently in progress")
"""How a file or bucket backend and the Pulumi Cloud say it (pulumi v3.250.0, pkg/backend/diy/lock.go and
pkg/backend/httpstate)."""


class Runner:
    """A command line and the target it works on."""

    def __init__(self, toolchain: Toolchain, target: Target) -> None:
        self.toolchain = toolchain
        self.target = target

    def preview(self, stack: str, listener: Listener = silent) -> RunResult:
        """What `up` would do, under the policy pack. Changes nothing."""
        return self._run(Verb.PREVIEW, stack, self._pack(), listener, expected=self.target.size(stack))

    def up(self, stack: str, listener: Listener = silent, *, expected: int = 0) -> RunResult:
        """Bring the stack up, under the policy pack. `expected` is the number of resources, for the progress."""
        self.create(stack)
        self.target.before_up(stack)
        return self._run(Verb.UP, stack, ["--yes", "--skip-preview", *self._pack()], listener, expected=expected)

    def refresh(self, stack: str, listener: Listener = silent, *, targets: Sequence[str] = ()) -> RunResult:
        """Correct the state by what is really there; of the URNs in `targets` alone, when there are any."""
        arguments = ["--yes", "--skip-preview", *(f"--target={urn}" for urn in targets)]
        return self._run(Verb.REFRESH, stack, arguments, listener, expected=len(targets) or self.target.size(stack))

    def destroy(self, stack: str, listener: Listener = silent) -> RunResult:
        """Delete everything in the stack's state.

        A protected resource makes the run fail, after what nothing protects was deleted (seen with v3.250.0).
        """
        return self._run(Verb.DESTROY, stack, ["--yes", "--skip-preview"], listener, expected=self.target.size(stack))

    def outputs(self, stack: str, *, show_secrets: bool = False) -> dict[str, Any]:
        """What the stack publishes; a secret is '[secret]' unless asked for. Empty for a stack that was never up."""
        if self.target.is_new(stack):
            return {}
        flags = ["--show-secrets"] if show_secrets else []
        found = json.loads(self.ask(stack, "stack", "output", "--json", *flags, "--stack", stack).stdout)
        return found if isinstance(found, dict) else {}

    def export(self, stack: str) -> dict[str, Any]:
        """The stack's deployment (apitype.DeploymentV3), secrets encrypted. Empty for a stack that was never up."""
        if self.target.is_new(stack):
            return {}
        found = json.loads(self.ask(stack, "stack", "export", "--stack", stack).stdout)
        return found.get("deployment") or {}

    def pending(self, stack: str) -> tuple[PendingOperation, ...]:
        """Operations that a killed run began and whose end is unknown."""
        return pending_operations(self.export(stack))

    def create(self, stack: str) -> None:
        """Make sure that what a run of the stack needs is there, where the target makes it itself."""
        self.target.arrange(stack)
        if self.target.is_new(stack):
            self.ask(stack, "stack", "init", stack, "--no-select")

    def ask(self, stack: str, *arguments: str, stdin: str | None = None) -> Ended:
        """A short command about the stack; raises EngineError with the command line's own reason when it fails."""
        ended = self._command({}).ask(*arguments, stdin=stdin)
        if ended.code != 0:
            said = _last_error(ended.stderr) or f"exit code {ended.code}"
            raise EngineError(f"pulumi {' '.join(arguments[:2])} failed: {said}", self.target.advice(stack).refused)
        return ended

    def _pack(self) -> list[str]:
        return ["--policy-pack", str(self.target.project / PACK)]

    def _command(self, extra: Mapping[str, str]) -> Command:
        target = self.target
        return Command(self.toolchain.pulumi, target.folder, target.environment(extra), target.runs)

    def _run(self, verb: Verb, stack: str, arguments: Sequence[str], listener: Listener, *, expected: int) -> RunResult:
        self.create(stack)
        findings, graph = (self.target.runs / f"{stack}.{verb}.{what}.json" for what in ("findings", "graph"))
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
        if ended.code != 0 and any(words in ended.stderr for words in _LOCKED):
            raise StateLocked(
                f"the state of {stack} is locked: {_last_error(ended.stderr)}", self.target.advice(stack).locked
            )
        diagnostics = [*gathered.diagnostics, *self._unreported(stack, ended, gathered)]
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

    def _unreported(self, stack: str, ended: Ended, gathered: events.Gathering) -> list[Diagnostic]:
        """What the command line says outside its event log: that it was killed, or did not understand its arguments."""
        if ended.code == 0 or any(d.severity == "error" for d in gathered.diagnostics):
            return []
        if ended.code < 0:
            killed = f"the engine was killed by signal {-ended.code}; {self.target.advice(stack).killed}"
            return [Diagnostic("error", killed)]
        said = _last_error(ended.stderr)
        return [Diagnostic("error", said)] if said else []


def _outcome(ended: Ended, gathered: events.Gathering) -> Outcome:
    if ended.code == 0:
        return Outcome.SUCCEEDED
    if ended.interrupted:
        return Outcome.INTERRUPTED
    broken = any(d.severity == "error" for d in gathered.diagnostics)
    return Outcome.BLOCKED if gathered.refused and not broken else Outcome.FAILED


def _last_error(stderr: str) -> str:
    return stderr[stderr.find("error:") :].removeprefix("error:").strip() if "error:" in stderr else stderr.strip()
