"""Find the pulumi command line, or make it: on PATH, in the cache, from the official release, from Go modules."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path

from engine import toolchain_modules, toolchain_release
from engine.errors import ToolchainMissing
from engine.exclusive import exclusive
from engine.paths import toolchain_folder
from engine.progress import Listener, Progress, silent

VERSION = "3.250.0"
"""What is downloaded or built: the newest version whose Go modules can be had, and the one that is tested with."""

MINIMUM = (3, 250, 0)
"""The oldest command line on PATH that is used; nothing older was tried."""


@unique
class Origin(StrEnum):
    """Where a command line came from; not whether it can be trusted: each is checked its own way."""

    PATH = "on PATH"
    """The user's own."""
    CACHE = "cached"
    """Downloaded or built by an earlier run."""
    RELEASE = "official release, checksum verified"
    """Downloaded by this run."""
    MODULES = "built from Go modules, cached"
    """Built by this run; go.sum pins every module."""


@dataclass(frozen=True, slots=True)
class Toolchain:
    """A command line that runs."""

    pulumi: Path
    version: str
    """Without the leading v."""
    origin: Origin
    notes: tuple[str, ...] = ()
    """What was passed over on the way, and why; each a sentence for the user."""
    seconds: float = 0.0
    """How long finding or making it took."""


def parse_version(text: str) -> tuple[int, int, int] | None:
    """The three numbers of 'v3.250.0' or 'v3.251.0-alpha.1+dirty', or None where the text is no version."""
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", text.strip())
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def version_of(pulumi: Path) -> tuple[int, int, int] | None:
    """What a command line says it is; None when it does not run or says nothing sensible."""
    env = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        result = subprocess.run([pulumi, "version"], capture_output=True, text=True, timeout=30, env=env, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return parse_version(result.stdout) if result.returncode == 0 else None


def find(listener: Listener = silent) -> Toolchain:
    """The first of: PATH, cache, official release, Go modules.

    Raises ToolchainMissing, naming what was tried, when none can be had.
    """
    began = time.monotonic()
    notes: list[str] = []
    ready = _on_path(notes) or _cached(Origin.CACHE)
    if ready is None:
        folder = toolchain_folder(VERSION)
        with exclusive(folder.with_name(f".{folder.name}.lock"), waiting=_waiting(listener)):
            # Another command may have made it while this one waited for the lock.
            ready = _cached(Origin.CACHE) or _make(folder, listener, notes)
    pulumi, version, origin = ready
    return Toolchain(pulumi, version, origin, tuple(notes), time.monotonic() - began)


def _on_path(notes: list[str]) -> tuple[Path, str, Origin] | None:
    found = shutil.which("pulumi")
    if found is None:
        return None
    version = version_of(Path(found))
    least = ".".join(map(str, MINIMUM))
    if version is None:
        notes.append(f"{found} does not run: passed over.")
        return None
    spelled = ".".join(map(str, version))
    if version < MINIMUM:
        notes.append(f"{found} is {spelled}, older than {least}: passed over.")
        return None
    return Path(found), spelled, Origin.PATH


def _cached(origin: Origin) -> tuple[Path, str, Origin] | None:
    pulumi = toolchain_folder(VERSION) / "bin" / "pulumi"
    # The folder is renamed into place when it is whole, so that an executable here is one that ran.
    return (pulumi, VERSION, origin) if os.access(pulumi, os.X_OK) else None


def _make(folder: Path, listener: Listener, notes: list[str]) -> tuple[Path, str, Origin]:
    missing: list[str] = []
    for make, origin in (
        (toolchain_release.install, Origin.RELEASE),
        (toolchain_modules.install, Origin.MODULES),
    ):
        try:
            make(VERSION, folder, listener)
        except (toolchain_release.ReleaseUnavailable, toolchain_modules.BuildUnavailable) as reason:
            missing.append(str(reason))
            continue
        if (made := _cached(origin)) is not None:
            return made
        missing.append(f"{origin}: {folder / 'bin' / 'pulumi'} is not executable")
    raise ToolchainMissing(
        f"there is no pulumi {VERSION} or newer here:\n"
        + "\n".join(f"    {line}" for line in [*notes, "PATH holds no pulumi that is new enough", *missing]),
        "install pulumi (https://www.pulumi.com/docs/install/) or Go (https://go.dev/dl/), then run again; "
        "`make check` works without either",
    )


def _waiting(listener: Listener) -> toolchain_modules.Waiting:
    def report(seconds: float) -> None:
        listener(Progress("wait for another command that is making pulumi", elapsed=seconds))

    return report
