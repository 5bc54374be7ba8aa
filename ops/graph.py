"""`lz graph`: the resource graph of a stack as JSON, by graph/schema.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from config.load import environments
from engine.files import write_text
from engine.offline import preview_offline
from graph.export import to_json
from ops.console import working, write
from ops.exits import Exit
from ops.target import check_stack


def graph(
    stack: Annotated[str, typer.Argument(metavar="ENV", help="An environment, or a layer of one: prod, prod.network.")],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write there instead of to stdout.", dir_okay=False)
    ] = None,
) -> Exit:
    """Preview offline and write every resource, its properties and its edges as JSON; secrets are left out."""
    name = check_stack(stack, environments())
    with working(f"{name}: previewing offline"):
        document = to_json(preview_offline(name))
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if out is None:
        write(text)
    else:
        write_text(out, text)
    return Exit.OK
