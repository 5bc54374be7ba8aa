"""`lz config show|diff|schema`: what an environment resolves to, how two differ, and what the files may say."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated, Any

import typer

from config.explain import Explained, differences, explain, explain_file
from config.library import KINDS
from config.load import resolve, resolve_card
from config.schemas import contract_schema, environment_schema, file_schema
from config.vocabulary import Layer
from ops.console import columns

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
    SYSTEM = "system"
    """A card: a file of config/systems."""
    MODEL = "model"
    """A file of config/models."""
    DATASET = "dataset"
    """A file of config/datasets."""
    FOUNDATION = "foundation"
    """The contract of the layer."""
    NETWORK = "network"
    """The contract of the layer."""
    DATA = "data"
    """The contract of the layer."""
    PLATFORM = "platform"
    """The contract of the layer."""
    WORKLOADS = "workloads"
    """The contract of the layer."""
    SYSTEMS = "systems"
    """The contract of the layer."""
    RECOVERY = "recovery"
    """The contract of the layer."""


@app.command()
def show(environment: Environment, *, as_json: AsJson = False) -> None:
    """Print every resolved value of an environment and the file it comes from."""
    _show(explain(resolve(environment)), as_json=as_json)


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
    columns(("key", left, right), [(d.key, _text(d.left), _text(d.right)) for d in found], nothing="no difference")


@app.command()
def card(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A file of config/systems, without .yaml.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Print every value of an AI system card, and of the model and the datasets it names, with file and line."""
    found = resolve_card(name)
    parts = [("", found.card), (f"models.{found.model.value.name}.", found.model)]
    parts += [(f"datasets.{read.value.name}.", read) for read in found.datasets]
    values = [
        replace(v, key=f"{prefix}{v.key}") for prefix, read in parts for v in explain_file(read.value, read.layered)
    ]
    _show(values, as_json=as_json)


@app.command()
def schema(
    document: Annotated[
        Document, typer.Argument(metavar="DOCUMENT", help="What the schema is of.")
    ] = Document.ENVIRONMENT,
) -> None:
    """Print a JSON schema: of a file that people write, or of the contract that a layer publishes."""
    if document is Document.ENVIRONMENT:
        _json(environment_schema())
    elif (kind := KINDS.get(f"{document.value}s")) is not None:
        _json(file_schema(*kind))
    else:
        _json(contract_schema(Layer(document.value)))


def _show(values: Sequence[Explained], *, as_json: bool) -> None:
    if as_json:
        _json({v.key: {"value": v.value, "file": v.file, "line": v.line} for v in values})
        return
    columns(("key", "value", "from"), [(v.key, _text(v.value), _origin(v)) for v in values])


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
