"""`lz up`: bring an environment up, after a preview that no mandatory policy refuses."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.result import RunResult
from engine.standin.catalogue import kept_as_state_only
from ops.console import show
from ops.deploy import assessment, checked, enter, planned, refused, settle, summary
from ops.exits import Exit
from ops.stages import Stages
from report.assessment import Assessment
from report.summary import tail
from report.terminal import details


def up(
    stack: Annotated[str, typer.Argument(metavar="ENV", help="An environment, or a layer of one: dev, dev.network.")],
) -> Exit:
    """Preview under the policy pack, then bring it up in the sandbox. Ends with 1 before that when a finding blocks."""
    checked(stack)
    stages = Stages()
    session = enter(stages)
    settle(session, stack, stages)
    plan, judged = planned(session, stack, stages)
    _show(judged, stages)
    if refused(plan, judged):
        return Exit.FINDINGS
    plan.require()
    with stages.stage(f"{stack}: up") as stage:
        done = session.up(stack, stages.listen, expected=plan.resources)
        stage.result, stage.note = summary(done.counts), where(done)
    # What was unknown at preview is known now, and a rule that could not judge it then may refuse it.
    final = assessment(done)
    if refused(done, final):
        _show(final, stages)
        return Exit.FINDINGS
    done.require()
    stages.say(f"next: lz verify {stack} · lz outputs {stack} · lz down {stack}")
    return Exit.OK


def where(result: RunResult) -> str:
    """(141 in moto, 43 kept as state only): which of the AWS resources the sandbox really holds."""
    held = {step.urn: step.type for step in result.steps if step.type.startswith("aws:") and step.operation != "delete"}
    kept = sum(kept_as_state_only(type_) is not None for type_ in held.values())
    return f"({len(held) - kept} in moto, {kept} kept as state only)"


def _show(judged: Assessment | None, stages: Stages) -> None:
    if judged is not None:
        show(details(judged))
        stages.say(tail(judged))
