"""`--cloud`: a checkout with a backend, a secrets provider and credentials of the shell's own, and no sandbox.

The cloud is simulated: a file backend and a passphrase in the shell, and in its PULUMI_HOME the stand-in provider,
which reaches a moto server. To `lz` this is a shell like any other.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine import plugins, sandbox
from engine.offline import ROOT
from engine.paths import SandboxPaths
from engine.workspace import backend_url
from ops.exits import Exit
from tests.engine.conftest import real_pulumi
from tests.road.breaks import BREAKS, apply
from tests.road.reports import Told
from tests.road.source import checkout

__all__ = ["real_pulumi"]

pytestmark = pytest.mark.sandbox

STACK = "dev"
PATIENCE_SECONDS = 300
"""Longer than a preview takes on the slowest machine; a hang must end."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A person's shell in a checkout of the project."""

    project: Path
    state: Path
    cache: Path
    variables: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.project,
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )

    def lz(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("./lz", *arguments)

    def checkpoint(self) -> Path:
        return self.state / ".pulumi" / "stacks" / "ai-landing-zone" / f"{STACK}.json"


@pytest.fixture(scope="module")
def shell(real_pulumi: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A stack that somebody made by hand, once, as in a real account."""
    root = tmp_path_factory.mktemp("cloud")
    project = checkout(root / "project")
    (project / f"Pulumi.{STACK}.yaml").write_text("{}\n", encoding="utf-8")
    plugins.install(root / "home", plugins.plugins())
    (root / "state").mkdir()
    paths = SandboxPaths(root / "moto")
    server = sandbox.start(paths)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PULUMI_", "LZ_"))}
    found = Shell(
        project,
        root / "state",
        root / "cache",
        {
            **kept,
            "PATH": f"{real_pulumi}{os.pathsep}{os.environ['PATH']}",
            "LZ_CACHE_DIR": str(root / "cache"),
            "PULUMI_HOME": str(root / "home"),
            "PULUMI_BACKEND_URL": backend_url(root / "state"),
            "PULUMI_CONFIG_PASSPHRASE": "a test's",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            sandbox.ENDPOINT_VARIABLE: server.endpoint,
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
        },
    )
    made = found.run("pulumi", "stack", "init", STACK, "--non-interactive")
    assert 0 == made.returncode, made.stderr
    yield found
    sandbox.stop(paths)


def test_a_preview_reads_the_shells_backend_and_reports(shell: Shell, tmp_path: Path) -> None:
    """The same words and files as in the sandbox; the state stays as it was, and no sandbox is made on the way."""
    before = shell.checkpoint().read_bytes()

    ran = shell.lz("preview", STACK, "--cloud", "--report", str(tmp_path))

    assert Exit.OK == ran.returncode, ran.stdout + ran.stderr
    assert "to create" in ran.stdout
    assert {"findings.html", "findings.svg", "findings.json", "findings.sarif", "findings.md", "findings.xml"} == {
        one.name for one in tmp_path.iterdir()
    }
    assert "| changes | +" in (tmp_path / "findings.md").read_text("utf-8"), "an offline check knows no changes"
    assert before == shell.checkpoint().read_bytes()
    assert not (shell.cache / "sandbox").exists(), "a run against an account needs no sandbox"


def test_a_finding_of_the_engine_has_the_line_that_declared_the_resource(shell: Shell, tmp_path: Path) -> None:
    """The engine tells no line; the offline run of the same program does."""
    public = BREAKS[0]
    try:
        apply(public.edits, shell.project)
        ran = shell.lz("preview", STACK, "--cloud", "--report", str(tmp_path))
    finally:
        for edit in public.edits:
            shutil.copy(ROOT / edit.file, shell.project / edit.file)

    assert Exit.FINDINGS == ran.returncode, ran.stdout + ran.stderr
    told = Told.by(STACK, ran.stdout, tmp_path)
    assert public.rules == told.sarif
    assert {True} == {finding.source is not None for finding in told.report.findings}
    assert "__main__.py" not in told.places, "where SARIF puts what has no line"


def test_a_lock_of_another_is_left_and_named(shell: Shell) -> None:
    """Exit code 5, the holder, and the command that a person may decide to run."""
    lock = shell.state / ".pulumi" / "locks" / "organization" / "ai-landing-zone" / STACK / "4c1d.json"
    held = {"pid": 1, "username": "ana", "hostname": "build-7", "timestamp": "2026-01-31T10:00:00Z"}
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text(json.dumps(held), encoding="utf-8")
    try:
        ran = shell.lz("up", STACK, "--cloud")

        assert Exit.STATE_LOCKED == ran.returncode, ran.stdout + ran.stderr
        assert "ana@build-7" in ran.stderr
        assert f"pulumi cancel {STACK}" in ran.stderr
        assert lock.is_file()
    finally:
        lock.unlink()


def test_a_stack_that_nobody_made_is_not_made_on_the_way(shell: Shell) -> None:
    """A secrets provider is chosen once, by a person."""
    ran = shell.lz("preview", "staging", "--cloud")

    assert Exit.RUN_FAILED == ran.returncode, ran.stdout + ran.stderr
    assert "no stack named 'staging' found" in ran.stderr
    assert "pulumi stack init staging --secrets-provider" in ran.stderr
    assert not shell.checkpoint().with_name("staging.json").exists()


def test_outputs_and_verify_read_the_shells_backend(shell: Shell) -> None:
    """A stack that is not up publishes nothing; what to do about it stays in the cloud."""
    for verb in ("outputs", "verify"):
        ran = shell.lz(verb, STACK, "--cloud")

        assert Exit.CONFIGURATION == ran.returncode, ran.stdout + ran.stderr
        assert f"lz up {STACK} --cloud" in ran.stderr
