"""`lz check`: the program previewed offline and held against every rule; needs no account and no pulumi."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from time import perf_counter
from typing import Annotated

import typer

from config.load import environments as known_environments
from config.load import load
from engine.offline import preview_offline
from ops.console import show, working, write
from ops.costs import estimated
from ops.exits import Exit, UsageError
from ops.findings import Format, baselines, printed, ready, render, save
from ops.judging import judged
from ops.options import AsJson, Earlier, Everything, Folder, Formats
from ops.parity import recovery
from ops.target import check_stack, environment_of
from policies.levels import Settings
from report.assessment import Assessment, Baseline
from report.terminal import details, line


def check(
    stacks: Annotated[
        list[str] | None,
        typer.Argument(metavar="ENV", help="Environments, or layers of one: prod, prod.network.", show_default=False),
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every environment.")] = False,
    as_json: AsJson = False,
    formats: Formats = None,
    folder: Folder = None,
    baseline: Earlier = None,
    everything: Everything = False,
) -> Exit:
    """Preview offline and hold every resource against every rule. Ends with 1 when a finding blocks."""
    names = _stacks(stacks or [], every=every)
    form = printed("check", formats or [], folder, as_json=as_json)
    saved = (formats or list(Format)) if folder else []
    before = baselines(baseline) if baseline else {}
    if folder is not None:
        ready(folder)
    width, assessments = max(map(len, names)), list[Assessment]()
    for name in names:
        start = perf_counter()
        with working(f"{name}: previewing offline"):
            assessment = assess(name, datetime.now(UTC).date(), before.get(name))
            if {Format.MARKDOWN, Format.HTML} & {form, *saved}:
                assessment = with_context(assessment)
        assessments.append(assessment)
        if form is None:
            show(details(assessment, everything=everything))
            show(line(assessment, perf_counter() - start, width=width))
    if form is not None:
        write(render(form, assessments))
    if folder is not None:
        save(folder, saved, assessments)
    return Exit.FINDINGS if any(assessment.report.blocking for assessment in assessments) else Exit.OK


def assess(stack: str, today: date, baseline: Baseline | None = None) -> Assessment:
    """What the policies say of a stack as its first preview would show it."""
    settings = Settings.load(environment_of(stack))  # a file that is wrong is told before anything long is done
    graph = preview_offline(stack)
    return judged(graph, settings, today, baseline=baseline, cost=estimated(stack, graph))


def with_context(assessment: Assessment) -> Assessment:
    """The same, with the configuration, and the pair the environment belongs to; that previews the other side too."""
    zone = load(environment_of(assessment.stack))
    return replace(assessment, parity=recovery(assessment.stack, assessment.graph), zone=zone)


def _stacks(given: list[str], *, every: bool) -> list[str]:
    known = known_environments()
    if every and given:
        raise UsageError("lz check: --all and names of environments exclude each other", "give one of the two")
    if not every and not given:
        raise UsageError("lz check: which environment?", f"name one of {', '.join(known)}, or give --all")
    return known if every else [check_stack(name, known) for name in dict.fromkeys(given)]
