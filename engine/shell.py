"""The sandbox for a person's own shell: after `eval "$(./lz sandbox env)"` a plain `pulumi` works in the project.

A plain pulumi writes the key salt of a stack into the tracked Pulumi.STACK.yaml, and reads the cloud's secrets provider
from it. So PATH gets a launcher that runs the command line in the generated workspace whenever it is called in the
project's folder, and as it is anywhere else.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from engine.files import write_if_changed
from engine.pulumi import Session
from engine.runner import PACK
from engine.workspace import REMOVED, Workspace, prepare_stack, variables


def lines(session: Session) -> list[str]:
    """Shell commands that enter the sandbox; every environment's stack exists afterwards."""
    workspace = session.workspace
    for stack in environments(workspace.project):
        session.create(stack)
    folder = install(workspace, session.toolchain.pulumi)
    exports = [f"export {name}={shlex.quote(value)}" for name, value in variables(workspace, session.server).items()]
    return [*exports, f"unset {' '.join(REMOVED)}", f'export PATH={shlex.quote(str(folder))}:"$PATH"']


def environments(project: Path) -> list[str]:
    """The stacks that have settings in the project: Pulumi.NAME.yaml."""
    return sorted(file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in project.glob("Pulumi.*.yaml"))


def install(workspace: Workspace, pulumi: Path) -> Path:
    """Write the launcher; returns the folder it is in.

    The policy pack is linked into the workspace, so that `--policy-pack policies` means the project's there as well.
    """
    for stack in environments(workspace.project):
        prepare_stack(workspace, stack)
    link = workspace.folder / PACK
    if not link.is_symlink():
        link.symlink_to(workspace.project / PACK)
    folder = workspace.paths.root / "bin"
    write_if_changed(folder / "pulumi", launcher(workspace.project, workspace.folder, pulumi), mode=0o755)
    return folder


def launcher(project: Path, workspace: Path, pulumi: Path) -> str:
    """The script: `pulumi -C WORKSPACE ...` in the project's folder; a -C of the caller's own comes later and wins."""
    return (
        "#!/bin/sh\n"
        f'if [ "$(pwd -P)" = {shlex.quote(str(project.resolve()))} ]; then\n'
        f'    exec {shlex.quote(str(pulumi))} -C {shlex.quote(str(workspace))} "$@"\n'
        "fi\n"
        f'exec {shlex.quote(str(pulumi))} "$@"\n'
    )
