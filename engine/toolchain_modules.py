"""The pulumi command line built from Go modules, for machines that reach a module proxy and not the release's host.

toolchain_module/ pins every module by go.sum. The build is a plain `go build` of pulumi's own main package; Go's
checksum database and proxy settings of the user apply as they stand.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from engine.progress import Listener, Progress

MODULE = Path(__file__).resolve().parent / "toolchain_module"
PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
"""Set by the linker in pulumi's own release build; without it the command line reports no version."""

Waiting = Callable[[float], None]


class BuildUnavailable(Exception):  # noqa: N818 - the caller collects this answer with the others
    """The command line cannot be built here; the text says why."""


def pinned_version() -> str:
    """The version of pulumi that go.mod requires, without the leading v."""
    for line in (MODULE / "go.mod").read_text(encoding="utf-8").splitlines():
        words = line.removeprefix("require").split()
        if words[:1] == ["github.com/pulumi/pulumi/pkg/v3"]:
            return words[1].removeprefix("v")
    raise BuildUnavailable(f"Go modules: {MODULE / 'go.mod'} does not require pulumi")


def install(version: str, folder: Path, listener: Listener) -> None:
    """Build folder/bin/pulumi, whole or not at all; about seven minutes on two cores when nothing is cached by Go.

    Raises BuildUnavailable when there is no Go, or the build fails.
    """
    go = shutil.which("go")
    if go is None:
        raise BuildUnavailable("Go modules: PATH holds no go")
    if pinned_version() != version:
        raise BuildUnavailable(f"Go modules: toolchain_module/go.mod pins {pinned_version()}, wanted is {version}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".build-") as aside:
        source, made = Path(aside) / "module", Path(aside) / "made"
        shutil.copytree(MODULE, source)
        total = len(_packages_to_compile(go, source, listener))
        _build(go, source, made / "bin" / "pulumi", version=version, total=total, listener=listener)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def _packages_to_compile(go: str, source: Path, listener: Listener) -> list[str]:
    """Every package that Go's build cache does not hold; fetches the modules on the way."""
    began, fetched = time.monotonic(), 0

    def heard(line: str) -> None:
        nonlocal fetched
        if line.startswith("go: downloading"):
            fetched += 1
            listener(Progress("fetch Go modules", fetched, 0, time.monotonic() - began))

    stale = "{{if .Stale}}{{.ImportPath}}{{end}}"
    return _run([go, "list", "-mod=readonly", "-deps", "-f", stale, PACKAGE], source, heard).split()


def _build(go: str, source: Path, target: Path, *, version: str, total: int, listener: Listener) -> None:
    began, compiled = time.monotonic(), 0
    what = f"build pulumi {version} from Go modules"

    def heard(line: str) -> None:
        nonlocal compiled
        # -v names each package as it is compiled; the last step, linking, has no name of its own.
        if not line.startswith("go: "):
            compiled += 1
        listener(Progress(what, min(compiled, total), max(total, 1), time.monotonic() - began))

    flags = f"-s -w -X {VERSION_VARIABLE}=v{version}"
    _run([go, "build", "-mod=readonly", "-v", "-ldflags", flags, "-o", str(target), PACKAGE], source, heard)


def _run(command: list[str], folder: Path, heard: Callable[[str], None]) -> str:
    """Run to the end and give standard output; `heard` gets each line of standard error as it is written.

    Raises BuildUnavailable with the last of those lines when the command fails. An interrupt ends the command too.
    """
    # A go.work of the user's, or flags meant for their own module, must not change which versions are built.
    env = {**os.environ, "GOWORK": "off", "GOFLAGS": ""}
    kept: deque[str] = deque(maxlen=8)
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        subprocess.Popen(
            command, cwd=folder, env=env, stdout=out, stderr=subprocess.PIPE, text=True, errors="replace"
        ) as process,
    ):
        try:
            for raw in process.stderr or ():
                kept.append(raw.rstrip())
                heard(kept[-1])
        except BaseException:
            process.terminate()
            raise
        if process.wait() != 0:
            tail = "\n      ".join(kept) or f"exit code {process.returncode}"
            raise BuildUnavailable(f"Go modules: `{' '.join(command[:2])}` failed:\n      {tail}")
        out.seek(0)
        return out.read()
