"""`lz down`: take an environment down."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ops.deploy import checked, enter, settle, summary
from ops.exits import Exit
from ops.stages import Stages


def down(
    stack: Annotated[str, typer.Argument(metavar="ENV", help="An environment, or a layer of one: dev, dev.network.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> Exit:
    """Delete everything the stack holds in the sandbox. What is protected refuses, and then nothing is deleted."""
    checked(stack)
    stages = Stages()
    session = enter(stages)
    if not session.exists(stack) or not session.size(stack):
        stages.say(f"{stack} is not up")
        return Exit.OK
    settle(session, stack, stages)
    if not yes:
        _ask(f"delete the {session.size(stack)} resources of {stack}?")
    with stages.stage(f"{stack}: down") as stage:
        result = session.destroy(stack, stages.listen).require()
        stage.result = summary(result.counts)
    return Exit.OK


def _ask(question: str) -> None:
    if not sys.stdin.isatty():
        return
    typer.confirm(question, abort=True)
