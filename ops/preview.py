"""`lz preview`: what a deploy would do, from the real engine, under the policy pack."""

from __future__ import annotations

from graph.urn import name_of
from ops.console import show, write
from ops.deploy import checked, fit, planned, refused, summary
from ops.exits import Exit
from ops.findings import Format, baselines, printed, ready, render
from ops.options import AsJson, Cloud, Earlier, Everything, Folder, Formats, Stack
from ops.reporting import completed, report
from ops.stages import Stages
from report.summary import tail
from report.terminal import details


def preview(
    stack: Stack,
    *,
    cloud: Cloud = False,
    as_json: AsJson = False,
    formats: Formats = None,
    folder: Folder = None,
    baseline: Earlier = None,
    everything: Everything = False,
) -> Exit:
    """Preview on the real engine, in the sandbox or --cloud. Changes nothing; ends with 1 when a finding blocks."""
    form = printed("preview", formats or [], folder, as_json=as_json)
    checked(stack)
    before = baselines(baseline) if baseline else {}
    if folder is not None:
        ready(folder)
    stages = Stages(aside=form is not None)
    runner = fit(stack, stages, cloud=cloud)
    result, judged = planned(runner, stack, stages, before.get(stack))
    if judged is not None:
        if form is not None:
            write(render(form, [completed(judged)]))
        else:
            show(details(judged, everything=everything))
            stages.say(tail(judged))
            if everything:
                for note in result.notes:
                    stages.say(f"{name_of(note.urn)}: {note.message.strip()}")
        if folder is not None:
            report(folder, formats or list(Format), judged)
    if refused(result, judged):
        return Exit.FINDINGS
    result.require()
    stages.say(summary(result.counts, done=False))
    return Exit.OK
