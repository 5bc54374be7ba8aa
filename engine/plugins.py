"""The sandbox's plugins, installed where downloaded ones would be: PULUMI_HOME/plugins/KIND-NAME-vVERSION/.

The engine looks, in this order: paths in Pulumi.yaml, PATH, beside its own executable (language hosts only),
PULUMI_HOME. The sandbox turns PATH off (PULUMI_IGNORE_AMBIENT_PLUGINS) and has a PULUMI_HOME of its own, so the
stand-ins are the only ones to be found, while an official installation's own language host, which lies beside its
executable, still comes before ours. Read in pulumi v3.250.0, sdk/go/common/workspace/plugins.go, getPluginInfoAndPath.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from engine.files import write_if_changed
from engine.paths import PROJECT


@dataclass(frozen=True, slots=True)
class Plugin:
    """One launcher."""

    kind: str
    name: str
    version: str
    module: str
    """The Python module that speaks the plugin's protocol."""

    @property
    def executable(self) -> Path:
        """Relative to PULUMI_HOME."""
        return Path("plugins", f"{self.kind}-{self.name}-v{self.version}", f"pulumi-{self.kind}-{self.name}")


def plugins() -> tuple[Plugin, ...]:
    """What the sandbox brings. A provider's version is that of its SDK: the engine asks for a compatible one."""
    return (
        Plugin("resource", "aws", version("pulumi-aws"), "engine.standin"),
        Plugin("resource", "kubernetes", version("pulumi-kubernetes"), "engine.standin_kubernetes"),
        Plugin("language", "python", version("pulumi"), "engine.language_host"),
    )


def launcher(module: str, *, python: str = sys.executable, project: Path = PROJECT) -> str:
    """A shell script that becomes the module.

    -P keeps the working directory off the module path: the engine starts plugins in folders that have files named like
    our rooms.
    """
    root = shlex.quote(str(project))
    return (
        "#!/bin/sh\n"
        f"PYTHONPATH={root}${{PYTHONPATH:+:$PYTHONPATH}}\n"
        "export PYTHONPATH\n"
        f'exec {shlex.quote(python)} -P -m {module} "$@"\n'
    )


def install(home: Path, brought: Iterable[Plugin]) -> None:
    """Write the launchers into PULUMI_HOME; those that are right already stay untouched."""
    for plugin in brought:
        write_if_changed(home / plugin.executable, launcher(plugin.module), mode=0o755)
