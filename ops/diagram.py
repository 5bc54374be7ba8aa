"""`lz diagram`: the architecture of a stack as a picture, drawn from its resource graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from config.load import environments, load
from engine.files import write_text
from engine.offline import preview_offline
from ops.console import working, write
from ops.exits import Exit
from ops.target import check_stack, chosen_system, environment_of
from report.diagram.environment import environment
from report.diagram.svg import document
from report.diagram.system import system_picture


def diagram(
    stack: Annotated[str, typer.Argument(metavar="ENV", help="An environment, or a layer of one: prod, prod.network.")],
    *,
    system: Annotated[
        str | None, typer.Option(metavar="NAME", help="One AI system of it: who asks, who answers, where records go.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write there instead of to stdout.", dir_okay=False)
    ] = None,
) -> Exit:
    """Preview offline and draw what stands where, what is copied to the other Region and what flows between, as SVG."""
    name = check_stack(stack, environments())
    known = {one.name: one for one in load(environment_of(name)).cards} if system is not None else {}
    chosen = chosen_system("diagram", name, system, known) if system is not None else None
    with working(f"{name}: previewing offline"):
        graph = preview_offline(name)
    text = document([environment(graph) if chosen is None else system_picture(graph, chosen)])
    if out is None:
        write(text)
    else:
        write_text(out, text)
    return Exit.OK
