"""`lz up`: bring an environment up, after a preview that no mandatory policy refuses."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.result import RunResult
from engine.standin.catalogue import kept_as_state_only
from ops.console import show
from ops.deploy import assessment, checked, enter, is_refused, settle, summary
from ops.exits import Exit
from ops.stages import Stages
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
    with stages.stage(f"{stack}: preview") as stage:
        planned = session.preview(stack, stages.listen)
        judged = assessment(planned)
        if judged is None or not is_refused(planned):
            planned.require()
        rules = f", {judged.report.rules} rules" if judged else ""
        stage.result = f"{planned.resources} resources{rules}"
    for line in planned.output:
        stages.say(line)
    if judged is not None:
        show(details(judged))
        stages.say(tail(judged))
    if is_refused(planned) or (judged is not None and judged.report.blocking):
        return Exit.FINDINGS
    with stages.stage(f"{stack}: up") as stage:
        done = session.up(stack, stages.listen, expected=planned.resources)
        refused = is_refused(done)
        if not refused:
            done.require()
        stage.result = summary(done.counts)
        stage.note = where(done)
    if refused:
        # What was unknown at preview is known now, and a rule that could not judge it then refuses it.
        if (final := assessment(done)) is not None:
            show(details(final))
        return Exit.FINDINGS
    stages.say(f"next: lz verify {stack} · lz outputs {stack} · lz down {stack}")
    return Exit.OK


def where(done: RunResult) -> str:
    """(141 in moto, 43 kept as state only): the sandbox's answer to 'is it really there?'."""
    kept = {step.type for step in done.steps}
    only = {type_ for type_ in kept if type_.startswith("aws:") and kept_as_state_only(type_)}
    aws = {step.urn: step.type for step in done.steps if step.type.startswith("aws:") and step.operation != "delete"}
    state_only = sum(type_ in only for type_ in aws.values())
    return f"({len(aws) - state_only} in moto, {state_only} kept as state only)"
