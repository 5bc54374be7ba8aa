"""How a command ends: the documented exit codes, and the one place where an error becomes words and a code.

A reader meets a message that names the thing, the reason and the way out; a traceback only when LZ_DEBUG is set.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, unique
from pathlib import Path
from typing import Final

import config.errors
import policies.errors
from config.errors import ConfigurationError
from engine.errors import EngineError, RunFailed, SandboxUnavailable, StateLocked, ToolchainMissing
from graph.errors import GraphError
from policies.errors import GovernanceError
from report.configuration import render

_ROOT: Final = Path(__file__).resolve().parent.parent


@unique
class Exit(IntEnum):
    """What a command's exit code says."""

    OK = 0
    FINDINGS = 1
    CONFIGURATION = 2
    TOOL_MISSING = 3
    RUN_FAILED = 4
    STATE_LOCKED = 5
    SANDBOX_UNAVAILABLE = 6
    DIFFERENCE = 7
    INTERNAL = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141

    @property
    def meaning(self) -> str:
        """The code in words, for a person."""
        return _MEANINGS[self]


_MEANINGS = {
    Exit.OK: "done, and nothing blocks",
    Exit.FINDINGS: "policy findings block",
    Exit.CONFIGURATION: "configuration or usage",
    Exit.TOOL_MISSING: "a tool is missing",
    Exit.RUN_FAILED: "the engine's run failed",
    Exit.STATE_LOCKED: "the state is locked",
    Exit.SANDBOX_UNAVAILABLE: "the sandbox is unavailable",
    Exit.DIFFERENCE: "verify found a difference",
    Exit.INTERNAL: "a defect of the program or of lz",
    Exit.INTERRUPTED: "interrupted",
    Exit.PIPE_CLOSED: "the reader of the output went away",
}


class UsageError(Exception):
    """The command was called with something it cannot use; ends with exit code 2."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Failure:
    """An error in words, and the code the command ends with."""

    exit: Exit
    message: str


def explain(error: Exception) -> Failure:
    """The words and the code of an error; what nobody foresaw is a defect of ours and says so."""
    match error:
        case ConfigurationError():
            failure = Failure(Exit.CONFIGURATION, render(error))
        case UsageError():
            failure = Failure(Exit.CONFIGURATION, said(error.message, error.fix))
        case GovernanceError():
            failure = Failure(Exit.CONFIGURATION, render(ConfigurationError([_problem(one) for one in error.problems])))
        case GraphError():
            failure = Failure(Exit.CONFIGURATION, str(error))
        case RunFailed():
            code = Exit.FINDINGS if error.blocked else Exit.RUN_FAILED
            failure = Failure(code, "\n".join([*error.diagnostics, said(error.message, error.fix)]))
        case EngineError():
            failure = Failure(_ENGINE.get(type(error), Exit.RUN_FAILED), said(error.message, error.fix))
        case OSError() if error.filename is not None:
            fix = "name another file or folder, or change its permissions"
            failure = Failure(Exit.CONFIGURATION, said(f"{error.filename}: {error.strerror}", fix))
        case _:
            fix = "correct the program there, or run it again with LZ_DEBUG=1 to see how it came to that"
            failure = Failure(Exit.INTERNAL, said(f"{_where(error)}{type(error).__name__}: {error}", fix))
    return failure


_ENGINE: Mapping[type[EngineError], Exit] = {
    ToolchainMissing: Exit.TOOL_MISSING,
    StateLocked: Exit.STATE_LOCKED,
    SandboxUnavailable: Exit.SANDBOX_UNAVAILABLE,
}


def _problem(problem: policies.errors.Problem) -> config.errors.Problem:
    """A problem of the pack's own files in the form that configuration is shown in."""
    value = None if problem.value is None else config.errors.shown(problem.value)
    return config.errors.Problem(problem.file, problem.key, value, problem.reason, problem.fix)


def _where(error: Exception) -> str:
    """The innermost line of this project that the error passed through, as `file:line: `; empty when there is none."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
            return f"{path.relative_to(_ROOT).as_posix()}:{frame.lineno}: "
    return ""


def said(message: str, fix: str) -> str:
    """A message and, below it, the way out."""
    return f"{message}\n  → {fix}" if fix else message
