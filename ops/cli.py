"""`lz`: finds the verb, runs it, and turns how it ended into an exit code.

A verb is a module of this room. It offers either `app`, a typer application with verbs of its own, or a function of the
verb's name; the function returns an Exit (or nothing, for OK) and raises for everything that went wrong. Only the verb
that was called is imported: what a program costs before its first line is what a person waits for every time.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from io import TextIOWrapper
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from ops.exits import Exit, UsageError, explain


@dataclass(frozen=True, slots=True)
class Verb:
    """Where a verb lives, what it does in one line, and how it may end."""

    module: str
    summary: str
    ends: tuple[Exit, ...] = ()
    """The codes that mean something of this verb's own; see EVERY for the others."""


EVERY = (Exit.OK, Exit.CONFIGURATION, Exit.INTERNAL, Exit.INTERRUPTED, Exit.PIPE_CLOSED)
"""How any verb may end."""

_ASKS = (Exit.TOOL_MISSING, Exit.RUN_FAILED, Exit.SANDBOX_UNAVAILABLE)
_RUNS = (*_ASKS, Exit.STATE_LOCKED)

VERBS = {
    "check": Verb(
        "ops.check", "preview offline and hold it against every policy: seconds, no account", (Exit.FINDINGS,)
    ),
    "audit": Verb(
        "ops.audit", "hold an exported state or a plan of any Pulumi program against every policy", (Exit.FINDINGS,)
    ),
    "preview": Verb("ops.preview", "preview on the real engine, under the policy pack", (Exit.FINDINGS, *_RUNS)),
    "up": Verb("ops.up", "bring an environment up", (Exit.FINDINGS, *_RUNS)),
    "verify": Verb("ops.verify", "ask the account whether what the contracts promise is so", (*_RUNS, Exit.DIFFERENCE)),
    "dr": Verb(
        "ops.dr", "recovery: what is promised, what keeps it now, and a drill that tries it", (*_RUNS, Exit.DIFFERENCE)
    ),
    "decisions": Verb(
        "ops.decisions",
        "make a decision in the sandbox, show or review it; all records about a person",
        (*_ASKS, Exit.DIFFERENCE),
    ),
    "outputs": Verb("ops.outputs", "show what the layers of an environment publish", _ASKS),
    "down": Verb("ops.down", "take an environment down", _RUNS),
    "policy": Verb("ops.policy", "list the rules, explain one, or show what laws and standards they carry"),
    "config": Verb("ops.config", "show, compare or describe the configuration"),
    "system": Verb("ops.system", "list AI systems, draft a card, or hold one against all it names"),
    "cost": Verb("ops.cost", "what environments cost a month, and what has no price"),
    "graph": Verb("ops.graph", "write the resource graph as JSON"),
    "dossier": Verb("ops.dossier", "one AI system: what it is, decides and may do, and where its records are"),
    "diagram": Verb("ops.diagram", "draw the architecture of an environment as SVG"),
    "sandbox": Verb("ops.sandbox", "status, stop or reset of the embedded sandbox", _ASKS),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit code, whatever went wrong."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal of a narrow encoding has no arrow
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        return _fail(Exit.INTERRUPTED, "interrupted")
    except BrokenPipeError:
        return _pipe_closed()
    except Exception as error:  # noqa: BLE001  the last door: whatever comes here must leave as words
        if os.environ.get("LZ_DEBUG"):
            traceback.print_exc()
        failure = explain(error)
        return _fail(failure.exit, failure.message)
    return code


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        sys.stdout.write(f"{overview()}\n")
        return Exit.OK
    name = arguments[0]
    if name not in VERBS:
        near = get_close_matches(name, VERBS, n=1)
        raise UsageError(f"lz: there is no verb {name!r}", f"did you mean {near[0]}?" if near else "lz --help")
    found = command(name)
    rest = arguments[1:] or (["--help"] if isinstance(found, TyperGroup) else [])
    try:
        ended = found.main(args=rest, prog_name=f"lz {name}", standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        called = context.command_path if context is not None else f"lz {name}"
        said = error.format_message().replace("Value error, ", "")  # pydantic's prefix, which typer passes on
        raise UsageError(f"{called}: {said}", f"{called} --help") from error
    except SystemExit as ended_early:
        if isinstance(ended_early.__context__, BrokenPipeError):  # typer ends a program whose pipe closed with code 1
            raise ended_early.__context__ from None
        raise
    return Exit.OK if ended is None else int(ended)


def command(name: str) -> Any:
    """The command of a verb, from its module."""
    module = importlib.import_module(VERBS[name].module)
    app = getattr(module, "app", None)
    if app is None:
        verb: Callable[..., Exit | None] = getattr(module, name)
        app = typer.Typer(
            add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
        )
        app.command(name)(verb)
    return get_command(app)


def overview() -> str:
    """What `lz --help` prints; written from the table, so that it imports no verb."""
    verbs = [f"  {name:<10} {verb.summary}" for name, verb in VERBS.items()]
    codes = [f"  {code:>3} {code.meaning}" for code in Exit]
    return "\n".join(
        [
            "Usage: lz VERB [OPTIONS] ...",
            "",
            "The landing zone under production AI: one program, one command per environment.",
            "",
            "Verbs (each has its own --help):",
            *verbs,
            "",
            "Exit codes:",
            *codes,
            "",
            "LZ_DEBUG=1 shows where an error came from. NO_COLOR=1 keeps colour out.",
        ]
    )


def _fail(code: Exit, message: str) -> int:
    sys.stderr.write(f"{message}\n\nexit code {code.value}: {code.meaning}\n")
    return code


def _pipe_closed() -> int:
    # The interpreter flushes stdout once more when it ends; a closed pipe would then print a complaint of its own.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.PIPE_CLOSED
