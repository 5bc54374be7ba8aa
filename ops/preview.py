"""`lz preview`: what a deploy would do, from the real engine, under the policy pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.urn import name_of
from ops.console import show, write
from ops.deploy import checked, enter, planned, refused, settle, summary
from ops.exits import Exit
from ops.findings import Format, baselines, ready, render, save
from ops.stages import Stages
from report.summary import tail
from report.terminal import details


def preview(
    stack: Annotated[str, typer.Argument(metavar="ENV", help="An environment, or a layer of one: dev, dev.network.")],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="The findings and changes as JSON, and nothing else, on stdout.")
    ] = False,
    folder: Annotated[
        Path | None,
        typer.Option("--report", metavar="DIR", help="Write findings.{json,sarif,md,xml} there.", file_okay=False),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="An earlier findings.json, to tell new findings from known ones.", dir_okay=False
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also what is exempt, and what cannot be checked before a deploy.")
    ] = False,
) -> Exit:
    """Preview on the real engine, in the sandbox. Changes nothing; ends with 1 when a finding blocks."""
    checked(stack)
    before = baselines(baseline) if baseline else {}
    if folder is not None:
        ready(folder)
    stages = Stages(aside=as_json)
    session = enter(stages)
    settle(session, stack, stages)
    result, judged = planned(session, stack, stages, before.get(stack))
    if judged is not None:
        if as_json:
            write(render(Format.JSON, [judged]))
        else:
            show(details(judged, everything=everything))
            stages.say(tail(judged))
            if everything:
                for note in result.notes:
                    stages.say(f"{name_of(note.urn)}: {note.message.strip()}")
        if folder is not None:
            save(folder, list(Format), [judged])
    if refused(result, judged):
        return Exit.FINDINGS
    result.require()
    stages.say(summary(result.counts, done=False))
    return Exit.OK
