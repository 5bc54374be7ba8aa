"""A clone of the project that a test may spoil, and `lz` run in it as a user runs it.

The rooms find their files beside themselves, so a broken environment file can only be tried in a copy. To import Pulumi
for each command would take minutes: one process of the clone imports the verbs and the compositions, and forks for each
command, which then stands where a fresh process stands after its imports.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("components", "config", "engine", "graph", "ops", "policies", "report", "stacks")
FILES = ("__main__.py", "lz", "Pulumi.yaml", "Pulumi.dev.yaml")

CLOSED = "http://127.0.0.1:9"
"""A proxy that refuses: port 9 is the discard service's (RFC 863), and nobody runs one."""

_FORKING = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
import engine.offline, ops.check, ops.cli, ops.config, ops.deploy, ops.graph, ops.policy
import stacks
print("ready", flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if not child:
        for file, number in ((asked["stdout"], 1), (asked["stderr"], 2)):
            os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.clear()
        os.environ.update(asked["environment"])
        os.chdir(asked["folder"])
        code = 70
        try:
            code = ops.cli.main(asked["arguments"])
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    exit: int
    """Negative: the signal that killed it."""
    stdout: str
    stderr: str


class Clone:
    """The project in a folder of its own, with a cache of its own; close it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "clone"
        self.cache = folder / "cache"
        self.bin = folder / "bin"
        """The only folder on PATH: what is not there is not on this machine."""
        self._out, self._err = folder / "stdout", folder / "stderr"
        self.root.mkdir()
        self.bin.mkdir()
        for room in ROOMS:
            shutil.copytree(ROOT / room, self.root / room)
        for file in FILES:
            shutil.copy2(ROOT / file, self.root / file)
        (self.root / ".venv").symlink_to(Path(sys.prefix))
        self._forking = subprocess.Popen(
            [sys.executable, "-I", "-c", _FORKING, str(self.root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert "ready" == self._answer(), "the clone's verbs can be imported"

    def close(self) -> None:
        """End the process that forks, and the sandbox's server where one was started."""
        self.lz(["sandbox", "stop"])
        self._forking.communicate(timeout=10)

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """What a command sees: nothing of the machine's, and no host can be reached."""
        return {
            "PATH": str(self.bin),
            "HOME": str(self.cache / "home"),
            "LANG": "C.UTF-8",
            "LZ_CACHE_DIR": str(self.cache),
            "http_proxy": CLOSED,
            "https_proxy": CLOSED,
            **more,
        }

    def lz(self, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Ran:
        """A command, forked."""
        asked = {
            "arguments": list(arguments),
            "environment": self.environment(environment or {}),
            "folder": str(self.root),
            "stdout": str(self._out),
            "stderr": str(self._err),
        }
        assert self._forking.stdin is not None
        self._forking.stdin.write(json.dumps(asked) + "\n")
        self._forking.stdin.flush()
        code = int(self._answer())
        return Ran(code, self._out.read_text(encoding="utf-8"), self._err.read_text(encoding="utf-8"))

    def shell(self, command: str, environment: Mapping[str, str] | None = None) -> Ran:
        """A line typed into a shell in the clone; its code is that of the last command that failed."""
        path = os.pathsep.join([str(self.bin), os.defpath])
        done = subprocess.run(
            ["/bin/bash", "-o", "pipefail", "-c", command],
            cwd=self.root,
            env={**self.environment(environment or {}), "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def files(self) -> dict[str, tuple[int, int]]:
        """Every file with its size and the time it was written: what a command that fails must leave as it was."""
        found = (path for path in self.root.rglob("*") if "__pycache__" not in path.parts and path.is_file())
        told = {path.relative_to(self.root).as_posix(): path.stat() for path in found}
        return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in told.items()}

    @contextmanager
    def changed(self, changes: Mapping[str, bytes | None]) -> Generator[None]:
        """With these files written anew, or taken away where there is no content; afterwards as they were."""
        before = {name: path.read_bytes() if (path := self.root / name).is_file() else None for name in changes}
        try:
            for name, content in changes.items():
                self._put(name, content)
            yield
        finally:
            for name, content in before.items():
                self._put(name, content)

    def _put(self, name: str, content: bytes | None) -> None:
        path = self.root / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _answer(self) -> str:
        assert self._forking.stdout is not None
        return self._forking.stdout.readline().strip()
