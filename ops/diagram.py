"""`lz diagram`: the architecture of a stack as a picture, drawn from its resource graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from config.load import environments
from engine.files import write_text
from engine.offline import preview_offline
from ops.console import working, write
from ops.exits import Exit
from ops.target import check_stack
from report.diagram.environment import environment
from report.diagram.svg import document


def diagram(
    stack: Annotated[str, typer.Argument(metavar="ENV", help="An environment, or a layer of one: prod, prod.network.")],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write there instead of to stdout.", dir_okay=False)
    ] = None,
) -> Exit:
    """Preview offline and draw what stands where, what is copied to the other Region and what flows between, as SVG."""
    name = check_stack(stack, environments())
    with working(f"{name}: previewing offline"):
        graph = preview_offline(name)
    text = document([environment(graph)])
    if out is None:
        write(text)
    else:
        write_text(out, text)
    return Exit.OK
