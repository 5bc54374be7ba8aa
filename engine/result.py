"""What a run of the engine came to, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from pathlib import Path

from engine.errors import RunFailed


@unique
class Verb(StrEnum):
    """What the engine was asked to do with a stack."""

    PREVIEW = "preview"
    UP = "up"
    REFRESH = "refresh"
    DESTROY = "destroy"


@unique
class Outcome(StrEnum):
    """How a run ended."""

    SUCCEEDED = "succeeded"
    BLOCKED = "blocked"
    """A mandatory policy refused it, and nothing else went wrong."""
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The person at the keyboard ended it; what was done so far is in the state."""


def is_resource(type_: str) -> bool:
    """Whether a type is something a program declares to have: neither the stack itself nor a provider."""
    return type_ != "pulumi:pulumi:Stack" and not type_.startswith("pulumi:providers:")


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on one resource; a replacement has several."""

    operation: str
    """The engine's word (apitype.OpType): same, create, update, delete, replace, create-replacement, read, import..."""
    urn: str
    type: str
    keys: tuple[str, ...] = ()
    """Property paths that differ, sorted."""
    replace_keys: tuple[str, ...] = ()
    """Properties that cannot be changed in place and force the replacement."""
    done: bool = False
    """False for a step that failed, or that an interrupted run did not reach the end of."""

    @property
    def is_resource(self) -> bool:
        """Whether the step is about something the program declares."""
        return is_resource(self.type)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A message of the engine, a provider or the program."""

    severity: str
    """info, info#err, warning or error."""
    message: str
    urn: str = ""


@dataclass(frozen=True, slots=True)
class PolicyEvent:
    """A violation as the engine showed it; the pack's own findings file says more."""

    urn: str
    policy: str
    level: str
    """warning, mandatory, remediate or none."""
    message: str


@dataclass(frozen=True, slots=True)
class RunResult:
    """One run of the engine, however it ended."""

    verb: Verb
    stack: str
    outcome: Outcome
    steps: tuple[Step, ...] = ()
    """In the order the engine took them up."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Without the engine's debug messages."""
    policy_events: tuple[PolicyEvent, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    """Operation to number of resources, the stack itself and providers not counted."""
    seconds: float = 0.0
    findings_file: Path | None = None
    """The policy pack's report as JSON. None when no pack ran, or it found nothing before the run failed."""
    graph_file: Path | None = None
    """The graph it is about. None when the run ended before the stack was whole."""

    @property
    def resources(self) -> int:
        """How many resources the program declares: everything but what is deleted."""
        return len({s.urn for s in self.steps if s.is_resource and s.operation not in _LEAVING})

    @property
    def changes(self) -> int:
        """How many resources differ from the state."""
        return sum(number for operation, number in self.counts.items() if operation not in {"same", "read", "refresh"})

    @property
    def errors(self) -> tuple[str, ...]:
        """The engine's error messages, each once."""
        return tuple(dict.fromkeys(d.message.strip() for d in self.diagnostics if d.severity == "error"))

    @property
    def output(self) -> tuple[str, ...]:
        """What the program printed."""
        said = (d for d in self.diagnostics if d.severity in _INFORMATION and not _is_about_a_resource(d))
        return tuple(d.message.rstrip("\n") for d in said if d.message.strip())

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What the provider has to say about single resources, each once."""
        return tuple(
            dict.fromkeys(d for d in self.diagnostics if d.severity in _INFORMATION and _is_about_a_resource(d))
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(d.message.strip() for d in self.diagnostics if d.severity == "warning"))

    def require(self) -> RunResult:
        """This result when the run succeeded.

        Raises RunFailed when it was blocked or failed, and KeyboardInterrupt when it was interrupted.
        """
        match self.outcome:
            case Outcome.SUCCEEDED:
                return self
            case Outcome.INTERRUPTED:
                raise KeyboardInterrupt
            case Outcome.BLOCKED:
                raise RunFailed(
                    f"{self.stack}: {self.verb} is refused by the policies",
                    "correct what the findings name",
                    diagnostics=self.errors,
                    blocked=True,
                )
            case Outcome.FAILED:
                said = "\n".join(_indented(message) for message in self.errors) or "    the engine gave no reason"
                raise RunFailed(
                    f"{self.stack}: {self.verb} failed after {self.seconds:.0f} s:\n{said}",
                    "correct it and run again; the state holds what was done so far",
                    diagnostics=self.errors,
                )


_LEAVING = frozenset({"delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"})


_INFORMATION = frozenset({"info", "info#err"})


def _is_about_a_resource(diagnostic: Diagnostic) -> bool:
    # The engine gives what the program prints the URN of the stack itself, or none.
    return bool(diagnostic.urn) and "::pulumi:pulumi:Stack::" not in diagnostic.urn


def _indented(message: str) -> str:
    return "\n".join(f"    {line}" for line in message.splitlines())
