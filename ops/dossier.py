"""`lz dossier`: one AI system of an environment, from its card, the resource graph and what the policies say."""

from __future__ import annotations

from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from config.load import environments
from engine.files import write_text
from ops.check import assess, with_context
from ops.console import working, write
from ops.exits import Exit, UsageError
from ops.target import check_stack
from report.dossier.compose import dossiers
from report.dossier.document import to_html, to_markdown
from report.dossier.model import Dossier


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
    chosen = _chosen(name, system, found)
    if out is None:
        write(to_markdown(chosen))
    else:
        write_text(out, to_html(chosen) if out.suffix == ".html" else to_markdown(chosen))
    return Exit.OK


def _chosen(stack: str, system: str, found: dict[str, Dossier]) -> Dossier:
    if system in found:
        return found[system]
    near = get_close_matches(system, found, n=1)
    fix = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(found) or 'none: it has no systems'}"
    raise UsageError(f"lz dossier: {stack} has no system {system!r}", fix)
