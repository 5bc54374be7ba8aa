"""Where a verb's words go: results to stdout, progress to stderr, colour and spinners only where a person watches."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import Final

import typer
from rich.console import Console, RenderableType
from rich.table import Table

_UNBROKEN: Final = 5_000
"""Columns of a pipe: nobody looks at it, and a broken line cannot be searched. rich pads every line to the full width,
so more columns cost time: no line of ours comes near this many."""


def show(what: RenderableType) -> None:
    """Print to stdout: as wide as the terminal and in colour; for a pipe plain, unbroken, without trailing blanks."""
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(what)
        return
    plain = Console(file=StringIO(), width=_UNBROKEN, color_system=None, highlight=False)
    with plain.capture() as captured:
        plain.print(what)
    write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def columns(head: Sequence[str], rows: Sequence[Sequence[str]], *, nothing: str = "nothing") -> None:
    """A drawn table for a person; for a pipe one row a line, cells parted by tabs."""
    console = Console()
    if not console.is_terminal:
        write("".join("\t".join(row) + "\n" for row in rows))
        return
    drawn = Table(box=None, pad_edge=False)
    for title in head:
        drawn.add_column(title, overflow="fold", no_wrap=title in {"key", "from", "name"})
    for row in rows:
        drawn.add_row(*row)
    console.print(drawn, markup=False) if rows else console.print(nothing)


def write(text: str) -> None:
    """Write text to stdout as it is."""
    sys.stdout.write(text)


@contextmanager
def working(on: str) -> Generator[None]:
    """Show that something is being worked on, on a terminal only, and take it away when it is done."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield
        return
    with console.status(on):
        yield


def ask(question: str) -> None:
    """Go on only when a person says yes; where nobody sits at a terminal there is nobody to ask, and it goes on."""
    if sys.stdin.isatty():
        typer.confirm(question, abort=True)
