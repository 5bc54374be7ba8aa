"""`lz dossier`: one AI system of an environment, from its card, the resource graph and what the policies say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from config.load import environments
from engine.files import write_text
from ops.check import assess, with_context
from ops.console import working, write
from ops.exits import Exit
from ops.target import check_stack, chosen_system
from report.dossier.compose import dossiers
from report.dossier.document import to_html, to_markdown


def dossier(
    stack: Annotated[str, typer.Argument(metavar="ENV", help="An environment, or a layer of one: prod, prod.systems.")],
    system: Annotated[str, typer.Argument(metavar="SYSTEM", help="One of its AI systems, by the name of the card.")],
    *,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write there: a page if it ends in .html, else Markdown.", dir_okay=False),
    ] = None,
) -> Exit:
    """Preview offline and write what a system is, decides and may do, what carries it, and where its records are."""
    name = check_stack(stack, environments())
    with working(f"{name}: previewing offline"):
        found = {one.system: one for one in dossiers(with_context(assess(name, datetime.now(UTC).date())))}
    chosen = chosen_system("dossier", name, system, found)
    if out is None:
        write(to_markdown(chosen))
    else:
        write_text(out, to_html(chosen) if out.suffix == ".html" else to_markdown(chosen))
    return Exit.OK
