"""Where a run of the engine takes place: what the sandbox and a real account answer differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Advice:
    """What a person can do about a run that did not go well, there."""

    refused: str
    """The command line does not answer a question about a stack."""
    locked: str
    """Another run holds the stack's state."""
    killed: str
    """The engine was killed in the middle of a run."""


class Target(Protocol):
    """Project, state, account and credentials of a run, as the command line needs them."""

    @property
    def project(self) -> Path:
        """The folder of the program and its policy pack."""
        ...

    @property
    def folder(self) -> Path:
        """Where the command line finds Pulumi.yaml and the stacks' settings."""
        ...

    @property
    def runs(self) -> Path:
        """Where event logs and what the policy pack writes go."""
        ...

    def advice(self, stack: str, /) -> Advice:
        """The ways out for a run of the stack."""
        ...

    def environment(self, extra: Mapping[str, str], /) -> dict[str, str]:
        """The whole environment of the command line, with `extra`."""
        ...

    def arrange(self, stack: str, /) -> None:
        """Write what a run of the stack needs and this target makes itself."""
        ...

    def is_new(self, stack: str, /) -> bool:
        """Whether the stack certainly has no state yet, and may be made without asking anybody."""
        ...

    def size(self, stack: str, /) -> int:
        """How many resources the state holds, for the progress; 0 when nobody knows without asking the backend."""
        ...

    def before_up(self, stack: str, /) -> None:
        """Called when the stack is about to be changed."""
        ...
