from __future__ import annotations

import subprocess
from importlib.metadata import version
from pathlib import Path

from engine.plugins import Plugin, install, launcher, plugins


def test_the_provider_is_as_new_as_its_sdk() -> None:
    """The engine asks for the version the program was written against."""
    wanted = {("resource", name, version(f"pulumi-{name}")) for name in ("aws", "kubernetes")}

    assert wanted <= {(p.kind, p.name, p.version) for p in plugins()}


def test_launchers_lie_where_the_engine_looks_for_downloaded_plugins(tmp_path: Path) -> None:
    """PULUMI_HOME/plugins/KIND-NAME-vVERSION/pulumi-KIND-NAME, executable."""
    install(tmp_path, [Plugin("resource", "aws", "7.0.0", "m")])

    file = tmp_path / "plugins" / "resource-aws-v7.0.0" / "pulumi-resource-aws"
    assert file.stat().st_mode & 0o111


def test_a_launcher_becomes_its_module_wherever_it_is_started(tmp_path: Path) -> None:
    """A folder whose files are named like standard modules or our rooms must not be imported from."""
    project = tmp_path / "the project"
    (project / "room").mkdir(parents=True)
    (project / "room" / "speak.py").write_text("import sys, json; print(sys.argv[1:])")
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "room").mkdir(parents=True)
    (elsewhere / "room" / "speak.py").write_text("print('the wrong room')")
    (elsewhere / "json.py").write_text("raise SystemExit('the wrong json')")
    script = tmp_path / "plugin"
    script.write_text(launcher("room.speak", project=project))
    script.chmod(0o755)

    result = subprocess.run([script, "a b", "c"], cwd=elsewhere, capture_output=True, text=True, check=True)

    assert "['a b', 'c']\n" == result.stdout
