"""`lz sandbox`: the embedded sandbox's server and state."""

from __future__ import annotations

from typing import Annotated

import typer

from engine import sandbox as server
from engine import shell
from engine.paths import sandbox_paths
from engine.standin.catalogue import state_only_types
from engine.standin_kubernetes import existing as objects
from engine.standin_kubernetes.catalogue import NO_DEFINITION, NOT_RENDERED
from engine.standin_kubernetes.release import RELEASE
from engine.workspace import prepare
from ops.console import write
from ops.deploy import command_line, enter
from ops.exits import Exit, UsageError
from ops.stages import Stages

app = typer.Typer(
    name="sandbox",
    help="The embedded sandbox: a moto server, a state backend, and the plugins between them.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def status() -> Exit:
    """Say whether the server runs, where it all lies, what is deployed, and what it cannot hold.

    Ends with 6 when it does not run.
    """
    paths = sandbox_paths()
    running = server.status(paths)
    state = (
        f"moto on 127.0.0.1:{running.port}, pid {running.pid}, since {running.started}" if running else "not running"
    )
    lines = [f"  server   {state}", f"  folder   {paths.root}"]
    for stack in prepare().stacks():
        if running is None or server.is_lost(paths, stack, running):
            lines.append(f"  {stack:<8} its server is gone; `lz up {stack}` makes it again")
        else:
            lines.append(f"  {stack:<8} on this server")
    held = objects.census(server.clusters(paths, running)) if running else {}
    lines += [f"  cluster  {cluster.name} in {cluster.region}: {number} objects" for cluster, number in held.items()]
    lines += ["", "  in the state only, because moto has nothing to hold it:"]
    lines += [f"  {type_}: {reason}" for type_, reason in state_only_types().items()]
    lines += ["", "  in the state only, because a cluster of the sandbox has nothing to hold it:"]
    lines += [
        f"  {RELEASE}: {NOT_RENDERED}",
        f"  objects of other kinds than `python -m engine.standin_kubernetes --kinds` lists: {NO_DEFINITION}",
    ]
    write("\n".join(lines) + "\n")
    return Exit.OK if running else Exit.SANDBOX_UNAVAILABLE


@app.command()
def stop() -> Exit:
    """End the server; what it held is lost, and the next run makes it again."""
    write("  stopped\n" if server.stop() else "  it was not running\n")
    return Exit.OK


@app.command()
def reset(
    *, yes: Annotated[bool, typer.Option("--yes", "-y", help="Forget stacks that are up without asking.")] = False
) -> Exit:
    """End the server and forget every stack of this checkout's sandbox."""
    stacks = prepare().stacks()
    if stacks and not yes:
        raise UsageError(f"lz sandbox reset: the state of {', '.join(stacks)} would be forgotten", "give --yes")
    server.reset()
    write("  the sandbox is empty\n")
    return Exit.OK


@app.command()
def env() -> Exit:
    """Print shell commands that let a plain pulumi work in the sandbox: eval "$(./lz sandbox env)"."""
    write("\n".join(shell.lines(enter(Stages(aside=True)))) + "\n")
    return Exit.OK


@app.command()
def cli() -> Exit:
    """Find the pulumi command line, or make it: minutes the first time, then cached."""
    command_line(Stages())
    return Exit.OK
