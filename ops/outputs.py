"""`lz outputs`: what the layers of an environment publish."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from ops.console import write
from ops.deploy import checked, enter, enter_cloud
from ops.exits import Exit, UsageError
from ops.options import Cloud, Stack
from ops.stages import Stages


def outputs(
    stack: Stack,
    name: Annotated[str | None, typer.Argument(metavar="LAYER", help="One layer's contract only.")] = None,
    *,
    cloud: Cloud = False,
    show_secrets: Annotated[bool, typer.Option(help="Print secret values; otherwise they are '[secret]'.")] = False,
) -> Exit:
    """Print the contracts of a stack as JSON."""
    checked(stack)
    stages = Stages(aside=True)
    runner = enter_cloud(stages) if cloud else enter(stages)
    published = runner.outputs(stack, show_secrets=show_secrets)
    if not published:
        raise UsageError(f"{stack} publishes nothing: it is not up", f"lz up {stack}{' --cloud' if cloud else ''}")
    if name is not None and name not in published:
        raise UsageError(f"{stack} publishes no {name!r}", f"choose one of {', '.join(sorted(published))}")
    chosen = published if name is None else published[name]
    write(json.dumps(chosen, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    return Exit.OK
