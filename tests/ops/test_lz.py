"""The script `lz`: runs the project's command line from anywhere, or says what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def lz(script: Path, *arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(script), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, **environment}
    )


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder whose packages are called like ours, and would break whoever imported them."""
    for name in ("config", "ops", "graph"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('not ours')\n")
    return tmp_path


def test_it_runs_from_any_folder(elsewhere: Path) -> None:
    """A package of the caller's that is called like ours does not stand in for ours, by folder or by PYTHONPATH."""
    ran = lz(ROOT / "lz", "--help", cwd=elsewhere, PYTHONPATH=str(elsewhere))

    assert (0, "") == (ran.returncode, ran.stderr)
    assert "Exit codes:" in ran.stdout


def test_it_runs_through_a_symbolic_link(tmp_path: Path) -> None:
    """People link it into a folder on their PATH."""
    (tmp_path / "lz").symlink_to(ROOT / "lz")

    assert 0 == lz(tmp_path / "lz", "--help", cwd=tmp_path).returncode


def test_its_exit_code_is_the_commands(tmp_path: Path) -> None:
    """2 for a verb that is not there."""
    assert 2 == lz(ROOT / "lz", "chek", cwd=tmp_path).returncode


def test_without_an_environment_it_says_how_to_make_one(tmp_path: Path) -> None:
    """Exit code 3: a tool is missing."""
    clone = tmp_path / "a clone"
    clone.mkdir()
    shutil.copy(ROOT / "lz", clone / "lz")

    ran = lz(clone / "lz", "check", "dev", cwd=tmp_path)

    assert 3 == ran.returncode
    assert f"make -C '{clone}' setup" in ran.stderr
