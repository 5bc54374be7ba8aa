"""Write docs/reference/command-line.md from the verbs of `lz`.

Usage: python -m docs.generate.commands [--check]; with --check nothing is written, and a page that is not up to date is
exit code 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docs.generate.page import publish
from engine.sandbox import PORT_VARIABLE
from ops.cli import EVERY, VERBS, command
from ops.exits import Exit

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path("docs/reference/command-line.md")
COMMAND = "python -m docs.generate.commands"

VARIABLES = {
    "LZ_CACHE_DIR": "where the sandbox and the tools it made are kept; otherwise `$XDG_CACHE_HOME/ai-landing-zone`, "
    "otherwise `~/.cache/ai-landing-zone`",
    PORT_VARIABLE: "the port of the sandbox's server; unset, any free one",
    "LZ_DEBUG": "set to anything, shows the Python traceback of an error",
    "NO_COLOR": "set to anything, keeps colour out",
}
"""What `lz` reads from its environment."""


def page() -> str:
    """The page, Markdown."""
    lines = [
        "# Command line",
        "",
        f"Generated from the verbs by `{COMMAND}`; do not edit. `./lz` runs in the project's own environment, from any",
        "folder, without activating anything. ENV is an environment (`prod`) or one layer of it (`prod.network`).",
        "Results go to standard output, progress and errors to standard error.",
        "",
        "| verb | what it does |",
        "| --- | --- |",
        *(f"| [{name}](#lz-{name}) | {verb.summary} |" for name, verb in VERBS.items()),
        "",
        "## Exit codes",
        "",
        "[Messages](messages.md) shows one of nearly each.",
        "",
        "| code | meaning | which verb |",
        "| --- | --- | --- |",
        *(f"| {code.value} | {code.meaning} | {_verbs(code)} |" for code in Exit),
        "",
        "## Variables",
        "",
        "| variable | meaning |",
        "| --- | --- |",
        *(f"| `{name}` | {meaning} |" for name, meaning in VARIABLES.items()),
        "",
    ]
    for name in VERBS:
        lines += _verb(name)
    return "\n".join(lines).rstrip("\n") + "\n"


def _verbs(code: Exit) -> str:
    if code in EVERY:
        return "any"
    return ", ".join(name for name, verb in VERBS.items() if code in verb.ends)


def _verb(name: str) -> Iterator[str]:
    found, verb = command(name), VERBS[name]
    yield from (f"## lz {name}", "")
    inner = getattr(found, "commands", None)
    if inner is None:
        yield from _described(found, f"lz {name}")
    else:
        yield from (f"{_sentence(found.help or verb.summary)}", "")
        for one, described in inner.items():
            yield from (f"### lz {name} {one}", "")
            yield from _described(described, f"lz {name} {one}")
    codes = sorted({*verb.ends, *EVERY})
    yield from (f"`lz {name}` ends with {', '.join(str(code.value) for code in codes)}.", "")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _described(found: Any, called: str) -> Iterator[str]:
    context = found.context_class(found, info_name=called)
    wanted = [piece.replace("{", "").replace("}", "") for piece in found.collect_usage_pieces(context)]
    yield from ("```console", f"$ ./{called} {' '.join(wanted)}", "```", "", " ".join(found.help.split()), "")
    rows = [_row(parameter, context) for parameter in found.params]
    if rows:
        yield from ("| argument or option | meaning |", "| --- | --- |", *rows, "")


def _row(parameter: Any, context: Any) -> str:
    if parameter.param_type_name == "argument":
        spelled = (parameter.metavar or parameter.name.upper()).strip("[]")
        spelled = spelled if parameter.required else f"[{spelled}]"
    else:
        spelled = _option(str(parameter.get_help_record(context)[0]))
    return f"| `{spelled}` | {parameter.help} |"


def _option(record: str) -> str:
    """The option as typer's help spells it: --format <list[json|md]> becomes --format json, md."""
    option, _, value = record.replace(" / ", ", ").partition(" <")
    return f"{option} {value.removesuffix('>').removeprefix('list[').removesuffix(']').replace('|', ', ')}".rstrip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or with --check say whether it is up to date; the exit code."""
    return publish(ROOT / PAGE, page(), COMMAND, arguments)


if __name__ == "__main__":
    sys.exit(main())
