"""What can go wrong while the program is run, in words for the person who ran it.

Every error carries what happened and, apart from it, what to do about it. None carries a secret or a Python traceback.
"""

from __future__ import annotations


class EngineError(Exception):
    """A run could not start, or did not end well.

    `message` says what happened and names the file, process or value; `fix` is the next thing to do.
    """

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.fix}"


class ToolchainMissing(EngineError):  # noqa: N818  it reads as a state: that is what it reports
    """There is no pulumi command line, and none could be had."""


class StateLocked(EngineError):  # noqa: N818  it reads as a state: that is what it reports
    """Another process that is alive holds the stack's state."""


class SandboxUnavailable(EngineError):  # noqa: N818  it reads as a state: that is what it reports
    """The sandbox's server cannot start, or is not the one the state was deployed on."""


class RunFailed(EngineError):  # noqa: N818  it reads as a state: that is what it reports
    """The engine ran, and reported an error.

    `diagnostics` are the engine's own error messages, in order; `blocked` says that a mandatory policy refused the run.
    """

    def __init__(self, message: str, fix: str, *, diagnostics: tuple[str, ...] = (), blocked: bool = False) -> None:
        super().__init__(message, fix)
        self.diagnostics = diagnostics
        self.blocked = blocked
