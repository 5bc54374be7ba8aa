"""A clone with a sandbox of its own, and `lz` in it: the ground of every walk of the road."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ops.exits import Exit
from tests.road.source import checkout, lz

ENVIRONMENT = "dev"

Road = Callable[..., subprocess.CompletedProcess[str]]
"""`lz` in a clone with a cache of its own."""


@contextmanager
def walk(folder: Path, pulumi: str) -> Generator[tuple[Road, Mapping[str, str]]]:
    """A clone and its sandbox, which end together; the second is the environment its commands see."""
    environment = {
        **os.environ,
        "LZ_CACHE_DIR": str(folder / "cache"),
        "PATH": f"{pulumi}{os.pathsep}{os.environ['PATH']}",
        "LZ_CLONE": str(checkout(folder / "project")),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return lz(Path(environment["LZ_CLONE"]), *arguments, env=environment)

    yield run, environment
    run("sandbox", "stop")


def said(ran: subprocess.CompletedProcess[str]) -> str:
    """What a command that ended well wrote."""
    assert Exit.OK == ran.returncode, ran.stdout + ran.stderr
    return ran.stdout


def verdicts(road: Road) -> list[str]:
    """The verdict of each line of `lz verify`."""
    return [line["verdict"] for line in json.loads(said(road("verify", ENVIRONMENT, "--json")))]
