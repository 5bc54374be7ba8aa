from __future__ import annotations

import subprocess
from pathlib import Path

from engine.shell import environments, launcher


def test_pulumi_runs_in_the_workspace_when_called_in_the_project_and_as_it_is_elsewhere(tmp_path: Path) -> None:
    """Only the project's own folder is special; blanks in paths are fine."""
    project, workspace, elsewhere = (tmp_path / name for name in ("the project", "the workspace", "elsewhere"))
    for folder in (project, workspace, elsewhere):
        folder.mkdir()
    real = tmp_path / "real pulumi"
    real.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    real.chmod(0o755)
    script = tmp_path / "pulumi"
    script.write_text(launcher(project, workspace, real))
    script.chmod(0o755)

    def run(folder: Path) -> str:
        return subprocess.run([script, "preview", "a b"], cwd=folder, capture_output=True, text=True, check=True).stdout

    assert f"-C|{workspace}|preview|a b|" == run(project)
    assert "preview|a b|" == run(elsewhere)


def test_an_environment_is_what_has_settings(tmp_path: Path) -> None:
    """Pulumi.yaml itself is the project."""
    for name in ("Pulumi.yaml", "Pulumi.prod-dr.yaml", "Pulumi.dev.yaml", "other.yaml"):
        (tmp_path / name).touch()

    assert ["dev", "prod-dr"] == environments(tmp_path)
