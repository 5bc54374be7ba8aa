"""A real account as a target of the engine: what a plain `pulumi` finds in the project's folder and this shell.

Backend, credentials and secrets provider are the shell's and those of Pulumi.STACK.yaml. Nothing is generated, no stack
is made, no lock is taken away and no state is mended: others work on the same state, and only they know whether a run
that looks dead is.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.paths import PROJECT
from engine.target import Advice

GUIDE = Path("docs", "how-to", "recover-from-an-interrupted-update.md")
"""Relative to the project."""


@dataclass(frozen=True, slots=True)
class CloudTarget:
    """The project as it is, and a folder of its own for what a run writes."""

    project: Path
    runs: Path

    @property
    def folder(self) -> Path:
        return self.project

    def advice(self, stack: str, /) -> Advice:
        return Advice(
            refused="correct what it names; a stack that does not exist is made once, by hand: pulumi stack init "
            f"{stack} --secrets-provider=PROVIDER, with the provider that Pulumi.{stack}.yaml names",
            locked=f"wait for that run to end; when it is certainly gone: pulumi cancel {stack}",
            killed=after_an_interruption(stack, self.project),
        )

    def environment(self, extra: Mapping[str, str], /) -> dict[str, str]:
        return {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true", **extra}

    def arrange(self, _stack: str, /) -> None:
        """Nothing: the stack's settings are the tracked file's."""

    def is_new(self, _stack: str, /) -> bool:
        """Only the backend knows, and says so itself; a stack is never made on the way."""
        return False

    def size(self, _stack: str, /) -> int:
        return 0

    def before_up(self, _stack: str, /) -> None:
        """Nothing: an account does not vanish like a server of the sandbox."""


def after_an_interruption(stack: str, project: Path = PROJECT) -> str:
    """What to do about the operations that an interrupted run left open."""
    if (project / GUIDE).is_file():
        return f"see {GUIDE.as_posix()}"
    return f"`pulumi refresh --stack {stack}` asks what became of each operation that was in flight"
