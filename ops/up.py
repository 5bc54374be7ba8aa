"""`lz up`: bring an environment up, after a preview that no mandatory policy refuses."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from engine.result import RunResult
from engine.standin.catalogue import kept_as_state_only
from engine.standin_kubernetes import catalogue as kubernetes
from ops.console import ask, show
from ops.deploy import assessment, checked, fit, planned, refused, summary
from ops.exits import Exit, UsageError
from ops.findings import Format, ready
from ops.options import Cloud, Folder, Formats, Stack
from ops.reporting import report
from ops.stages import Stages
from report.assessment import Assessment
from report.summary import tail
from report.terminal import details


def up(
    stack: Stack,
    *,
    cloud: Cloud = False,
    folder: Folder = None,
    formats: Formats = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before an account is changed.")] = False,
) -> Exit:
    """Preview under the policy pack, then bring it up. Ends with 1 before that when a finding blocks.

    A report is of the preview, and once the stack was brought up, of that.
    """
    if formats and folder is None:
        raise UsageError("lz up: --format chooses the files of a report", "give the report's folder with --report DIR")
    checked(stack)
    if folder is not None:
        ready(folder)
    stages = Stages()
    runner = fit(stack, stages, cloud=cloud)
    plan, judged = planned(runner, stack, stages)
    _show(judged, stages)
    keep = partial(report, folder, formats or list(Format)) if folder is not None else _nowhere
    if judged is not None:
        keep(judged)
    if refused(plan, judged):
        return Exit.FINDINGS
    plan.require()
    if cloud and plan.changes and not yes:
        ask(f"{summary(plan.counts, done=False)} in the account of {stack}: go on?")
    with stages.stage(f"{stack}: up") as stage:
        done = runner.up(stack, stages.listen, expected=plan.resources)
        stage.result, stage.note = summary(done.counts), "" if cloud else where(done)
    # What was unknown at preview is known now, and a rule that could not judge it then may refuse it.
    final = assessment(done)
    if final is not None:
        keep(final)
    if refused(done, final):
        _show(final, stages)
        return Exit.FINDINGS
    done.require()
    stages.say(_next(stack, cloud=cloud))
    return Exit.OK


def where(result: RunResult) -> str:
    """(141 in moto, 30 in a cluster, 43 kept as state only): which of the resources the sandbox really holds."""
    held = {step.urn: step.type for step in result.steps if step.operation != "delete"}
    aws = [kept_as_state_only(type_) for type_ in held.values() if type_.startswith("aws:")]
    objects = [kubernetes.kept_as_state_only(type_) for type_ in held.values() if type_.startswith(kubernetes.PREFIX)]
    clustered = f"{objects.count(None)} in a cluster, " if objects.count(None) else ""
    kept = sum(reason is not None for reason in (*aws, *objects))
    return f"({aws.count(None)} in moto, {clustered}{kept} kept as state only)"


def _next(stack: str, *, cloud: bool) -> str:
    if cloud:
        return f"next: lz verify {stack} --cloud · lz outputs {stack} --cloud"
    return f"next: lz verify {stack} · lz outputs {stack} · lz down {stack}"


def _nowhere(_assessment: Assessment) -> None:
    """Nobody asked for a report."""


def _show(judged: Assessment | None, stages: Stages) -> None:
    if judged is not None:
        show(details(judged))
        stages.say(tail(judged))
