"""The engine's event log, one JSON object a line, gathered into steps, diagnostics and policy events.

The events are apitype.EngineEvent of pulumi v3.250.0 (sdk/go/common/apitype/events.go). Kinds and fields that are not
known are passed over: a newer engine may say more.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from engine.result import Diagnostic, PolicyEvent, Step

Event = Mapping[str, Any]


_CLOSING = frozenset(f"{kind} {how}" for kind in ("preview", "update") for how in ("failed", "canceled"))
"""The engine's last error after any other, and after a policy's refusal: it says nothing that the outcome does not."""


def parse(line: str) -> Event | None:
    """One line of the log, or None for a line that a killed engine left unfinished."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


class Gathering:
    """Everything the events said so far."""

    def __init__(self) -> None:
        self._steps: dict[tuple[str, str], Step] = {}
        self.diagnostics: list[Diagnostic] = []
        self.policy_events: list[PolicyEvent] = []
        self.result: str | None = None
        """The engine's own verdict, once it gave one: succeeded, failed, ..."""

    def add(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case {"resourcePreEvent": {"metadata": dict() as metadata}}:
                self._keep(_step(metadata, done=False))
            case {"resOutputsEvent": {"metadata": dict() as metadata}}:
                self._finish(_step(metadata, done=True))
            case {"diagnosticEvent": {"severity": str() as severity, "message": str() as message} as said} if (
                severity != "debug" and message.strip() not in _CLOSING
            ):
                self.diagnostics.append(Diagnostic(severity, message, str(said.get("urn", ""))))
            case {"policyEvent": {"policyName": str() as policy, "enforcementLevel": str() as level} as said}:
                self.policy_events.append(
                    PolicyEvent(str(said.get("resourceUrn", "")), policy, level, str(said.get("message", "")).strip())
                )
            case {"summaryEvent": dict() as summary}:
                self.result = str(summary.get("result", ""))
            case _:
                pass

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(self._steps.values())

    @property
    def finished(self) -> int:
        """How many resources are through."""
        return len({step.urn for step in self._steps.values() if step.done and step.is_resource})

    @property
    def refused(self) -> bool:
        """Whether a mandatory policy was violated."""
        return any(event.level == "mandatory" for event in self.policy_events)

    def _keep(self, step: Step) -> None:
        self._steps.setdefault((step.operation, step.urn), step)

    def _finish(self, step: Step) -> None:
        # A refresh announces 'refresh' and reports what it found: update, delete or same. That is then the step.
        self._steps.pop(("refresh", step.urn), None)
        self._steps[step.operation, step.urn] = step


def counts(steps: Iterable[Step]) -> dict[str, int]:
    """Resources by operation, the most frequent first; a replacement counts once, as replace."""
    found: Counter[str] = Counter()
    for step in steps:
        if step.is_resource and step.operation not in {"create-replacement", "delete-replaced"}:
            found[step.operation] += 1
    return dict(found.most_common())


def _step(metadata: Mapping[str, Any], *, done: bool) -> Step:
    detailed: Mapping[str, Any] = metadata.get("detailedDiff") or {}
    keys = detailed or metadata.get("diffs") or ()
    forcing = [path for path, diff in detailed.items() if str(diff.get("diffKind", "")).endswith("-replace")]
    return Step(
        operation=str(metadata.get("op", "")),
        urn=str(metadata.get("urn", "")),
        type=str(metadata.get("type", "")),
        keys=tuple(sorted(keys)),
        replace_keys=tuple(sorted(forcing or metadata.get("keys") or ())),
        done=done,
    )
