"""The project's source with changes in it, in a folder of its own, and how the program is run from there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

from engine.offline import ROOT, preview_offline
from graph.model import Graph
from tests.road.breaks import Edit, apply

ROOMS = ("components", "stacks", "functions")
"""What the program is made of, beside its configuration; functions are files it packs, and no module of it."""

_NOT_SOURCE = shutil.ignore_patterns(".*", "__pycache__", "build")


def program_with(edits: Iterable[Edit], folder: Path) -> Path:
    """A copy of the program alone, changed: enough for an offline run."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=_NOT_SOURCE)
    shutil.copy(ROOT / "__main__.py", folder)
    apply(edits, folder)
    return folder


def checkout(folder: Path) -> Path:
    """A copy of the whole project, on this project's environment: `lz` runs in it as in any clone."""
    shutil.copytree(ROOT, folder, ignore=_NOT_SOURCE)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


PATIENCE_SECONDS = 900
"""Longer than a run takes on the slowest machine; a hang must end."""


def lz(clone: Path, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The clone's own command line, in this environment or the test's own."""
    return subprocess.run(
        [str(clone / "lz"), *arguments],
        cwd=clone,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def preview(stack: str, root: Path) -> Graph:
    """The offline preview of the program in `root`, whose components and stacks are loaded anew, from there alone."""
    loaded = _forget()
    try:
        # The SDK sends the whole stack of calls with every registration; a test's is deep, a thread's is not.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(preview_offline, stack, root).result()
    finally:
        _forget()
        sys.modules.update(loaded)


def _forget() -> dict[str, ModuleType]:
    return {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] in ROOMS}
