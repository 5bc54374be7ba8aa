"""`lz audit`: hold what exists, or what a preview plans, against every rule, whoever wrote the program.

A state and a plan are Pulumi's own JSON, of a program in any language. What no rule knows is said: a stack of types
that nobody looks at is not a stack without findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.text import Text

from config.load import environments as known_environments
from graph import plan, state
from graph.model import Graph
from ops.console import show, working, write
from ops.exits import Exit, UsageError
from ops.findings import Format, baselines, printed, ready, render, save
from ops.judging import judged
from ops.options import AsJson, Earlier, Everything, Folder, Formats
from policies.levels import Settings
from report.assessment import Assessment
from report.escape import printable
from report.summary import unjudged
from report.terminal import details, line

_NAMED = 20
"""How many types without a rule are named on a terminal; the JSON names all."""


def audit(
    *,
    state_file: Annotated[
        Path | None,
        typer.Option("--state", metavar="FILE", help="An exported state: pulumi stack export.", dir_okay=False),
    ] = None,
    plan_file: Annotated[
        Path | None,
        typer.Option("--plan", metavar="FILE", help="A plan: pulumi preview --json --show-sames.", dir_okay=False),
    ] = None,
    environment: Annotated[
        str | None,
        typer.Option("--env", metavar="ENV", help="Whose levels hold; else those of the stack's own name."),
    ] = None,
    as_json: AsJson = False,
    formats: Formats = None,
    folder: Folder = None,
    baseline: Earlier = None,
    everything: Everything = False,
) -> Exit:
    """Hold an exported state, or a plan, of any program against every rule. Ends with 1 when a finding blocks."""
    source, understand = _source(state_file, plan_file)
    levels = _known(environment) if environment else None
    form = printed("audit", formats or [], folder, as_json=as_json)
    before = baselines(baseline) if baseline else {}
    if folder is not None:
        ready(folder)
    start = perf_counter()
    with working(f"{source.name}: reading and judging"):
        graph = understand(source)
        settings = Settings.load(levels or graph.stack.split(".")[0])
        assessment = judged(graph, settings, datetime.now(UTC).date(), baseline=before.get(graph.stack))
    if form is None:
        show(details(assessment, everything=everything))
        show(line(assessment, perf_counter() - start))
        for said in _unjudged(assessment):
            show(said)
    else:
        write(render(form, [assessment]))
    if folder is not None:
        save(folder, formats or list(Format), [assessment])
    return Exit.FINDINGS if assessment.report.blocking else Exit.OK


def _source(state_file: Path | None, plan_file: Path | None) -> tuple[Path, Callable[[Path], Graph]]:
    if state_file is not None and plan_file is None:
        return state_file, state.from_file
    if plan_file is not None and state_file is None:
        return plan_file, plan.from_file
    raise UsageError("lz audit: what is to be audited?", "give one of --state FILE and --plan FILE")


def _known(environment: str) -> str:
    known = known_environments()
    if environment not in known:
        raise UsageError(f"lz audit: there is no environment {environment!r}", f"give one of {', '.join(known)}")
    return environment


def _unjudged(assessment: Assessment) -> Iterator[Text]:
    """What no rule looks at, the most frequent first."""
    types = assessment.unjudged
    if not types:
        return
    yield Text(f"  {unjudged(assessment)}: nothing is said of them", "yellow")
    for type_, count in types[:_NAMED]:
        yield Text(f"    {count:>5}  {printable(type_)}")
    if len(types) > _NAMED:
        yield Text(f"           and {len(types) - _NAMED} more; --json names them")
