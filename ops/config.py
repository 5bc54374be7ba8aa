"""`lz config show|diff|schema`: what an environment resolves to, how two differ, and what the files may say."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from config.explain import Explained, differences, explain
from config.load import resolve
from config.schemas import contract_schema, environment_schema
from config.vocabulary import Layer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Environment = Annotated[str, typer.Argument(metavar="ENV", help="A file of config/environments, without .yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


@unique
class Document(StrEnum):
    """What there is a JSON schema of."""

    ENVIRONMENT = "environment"
    """A file of config/environments."""
    FOUNDATION = "foundation"
    """The contract of the layer."""
    NETWORK = "network"
    """The contract of the layer."""
    DATA = "data"
    """The contract of the layer."""


@app.command()
def show(environment: Environment, *, as_json: AsJson = False) -> None:
    """Print every resolved value of an environment and the file it comes from."""
    values = explain(resolve(environment))
    if as_json:
        _json({v.key: {"value": v.value, "file": v.file, "line": v.line} for v in values})
        return
    rows = [(v.key, _text(v.value), _origin(v)) for v in values]
    _table(("key", "value", "from"), rows)


@app.command()
def diff(
    left: Annotated[str, typer.Argument(metavar="LEFT", help="A file of config/environments, without .yaml.")],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="Another.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Print the keys on which two environments differ, side by side."""
    found = differences(resolve(left), resolve(right))
    if as_json:
        _json({d.key: {left: d.left, right: d.right} for d in found})
        return
    _table(("key", left, right), [(d.key, _text(d.left), _text(d.right)) for d in found])


@app.command()
def schema(
    document: Annotated[
        Document, typer.Argument(metavar="DOCUMENT", help="What the schema is of.")
    ] = Document.ENVIRONMENT,
) -> None:
    """Print a JSON schema: of an environment's file, or of the contract that a layer publishes."""
    found = environment_schema() if document is Document.ENVIRONMENT else contract_schema(Layer(document.value))
    _json(found)


def _origin(value: Explained) -> str:
    """File and line; without the folder for a person, whose screen is narrow."""
    if value.file is None:
        return "default"
    return f"{Path(value.file).name if sys.stdout.isatty() else value.file}:{value.line}"


def _text(value: Any) -> str:
    """A JSON value on one line, text without quotes."""
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value)


def _json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A drawn table for a person; for a pipe one row a line, cells parted by tabs."""
    console = Console()
    if not console.is_terminal:
        sys.stdout.write("".join("\t".join(row) + "\n" for row in rows))
        return
    table = Table(box=None, pad_edge=False)
    for title in head:
        table.add_column(title, overflow="fold", no_wrap=title in {"key", "from"})
    for row in rows:
        table.add_row(*row)
    console.print(table, markup=False) if rows else console.print("no difference")
