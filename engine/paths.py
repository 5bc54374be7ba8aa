"""Where the engine keeps what it may lose: the user's cache folder, never the project.

${LZ_CACHE_DIR:-${XDG_CACHE_HOME:-~/.cache}/ai-landing-zone}/
    toolchain/pulumi-VERSION/bin/pulumi        shared by every checkout
    sandbox/PROJECT/                           one a checkout, named after its absolute path
        passphrase                             0600, made once
        state/                                 Pulumi's file backend
        home/                                  PULUMI_HOME: plugins and settings of the sandbox alone
        workspace/                             generated Pulumi.yaml and stack settings
        runs/                                  event logs and the record of a run in progress
        server.json server.log                 the moto server
        outage.json                            the Region that a drill has switched off
        activity.lock                          held by every run of the engine, or by a drill alone
        deployed/STACK.json                    the server a stack was last deployed on
        clusters/INSTANCE/                     objects of the Kubernetes clusters on that server
    cloud/PROJECT/runs/                        the same of runs against a real account
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
"""The folder of Pulumi.yaml."""


def cache_folder() -> Path:
    """The cache of this user; LZ_CACHE_DIR wins, then XDG_CACHE_HOME, then ~/.cache.

    A relative value is taken from the working directory, so that two commands in one folder agree.
    """
    own = os.environ.get("LZ_CACHE_DIR")
    if own:
        return Path(own).expanduser().absolute()
    # The XDG specification tells readers to ignore a relative path: https://specifications.freedesktop.org/basedir/latest/
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(xdg) if Path(xdg).is_absolute() else Path.home() / ".cache"
    return base / "ai-landing-zone"


def toolchain_folder(version: str) -> Path:
    """Where a command line of this version, 3.250.0 say, is or will be."""
    return cache_folder() / "toolchain" / f"pulumi-{version}"


@dataclass(frozen=True, slots=True)
class SandboxPaths:
    """The files of one checkout's sandbox."""

    root: Path

    @property
    def passphrase(self) -> Path:
        return self.root / "passphrase"

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def workspace(self) -> Path:
        return self.root / "workspace"

    @property
    def runs(self) -> Path:
        return self.root / "runs"

    @property
    def server(self) -> Path:
        return self.root / "server.json"

    @property
    def server_log(self) -> Path:
        return self.root / "server.log"

    @property
    def server_lock(self) -> Path:
        return self.root / "server.lock"

    @property
    def outage(self) -> Path:
        return self.root / "outage.json"

    @property
    def activity(self) -> Path:
        return self.root / "activity.lock"

    @property
    def deployed(self) -> Path:
        return self.root / "deployed"

    @property
    def clusters(self) -> Path:
        return self.root / "clusters"


def sandbox_paths(project: Path = PROJECT) -> SandboxPaths:
    """The sandbox of the checkout at `project`: two checkouts never share state."""
    return SandboxPaths(cache_folder() / "sandbox" / _digest(project))


def cloud_runs(project: Path = PROJECT) -> Path:
    """Where runs of the checkout at `project` against a real account write."""
    return cache_folder() / "cloud" / _digest(project) / "runs"


def _digest(project: Path) -> str:
    return hashlib.sha256(str(project.resolve()).encode()).hexdigest()[:12]
