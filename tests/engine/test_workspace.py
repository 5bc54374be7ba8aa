from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import yaml

from engine.errors import EngineError
from engine.paths import PROJECT
from engine.sandbox import Server
from engine.workspace import REMOVED, Workspace, backend_url, environment, prepare, prepare_stack, stack_settings

SERVER = Server(1, 4242, "i", "2026-01-01")


@pytest.fixture
def project(tmp_path: Path, cache: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text(
        "name: small\nruntime: {name: python, options: {virtualenv: .venv}}\nbackend: {url: s3://state}\n"
    )
    return folder


def _generated(workspace: Workspace, name: str = "Pulumi.yaml") -> dict[str, object]:
    return yaml.safe_load((workspace.folder / name).read_text())


def test_the_generated_project_points_back_to_the_real_one(project: Path) -> None:
    """Program and environment by absolute path; the cloud's backend is not the sandbox's."""
    workspace = prepare(project)

    expected = {
        "name": "small",
        "main": str(project),
        "runtime": {"name": "python", "options": {"virtualenv": str(project / ".venv")}},
    }
    assert expected == _generated(workspace)


def test_the_passphrase_is_made_once_and_is_nobody_elses(project: Path) -> None:
    """0600, and the same in the next run."""
    first = prepare(project).paths.passphrase
    text = first.read_text()

    assert 0o600 == stat.S_IMODE(first.stat().st_mode)
    assert 40 <= len(text)
    assert text == prepare(project).paths.passphrase.read_text()


def test_a_lost_passphrase_of_existing_state_is_an_error_not_a_new_one(project: Path) -> None:
    """A new one would make the state unreadable for good, and blame the next run."""
    workspace = prepare(project)
    state = workspace.state_file("dev")
    state.parent.mkdir(parents=True)
    state.write_text("{}")
    workspace.paths.passphrase.unlink()

    with pytest.raises(EngineError, match="the state of dev is encrypted with it"):
        prepare(project)


def test_a_layers_stack_has_its_environments_settings(project: Path) -> None:
    """dev.network is dev, unless it has a file of its own."""
    (project / "Pulumi.dev.yaml").write_text("secretsprovider: awskms://alias/x\nconfig: {aws:region: eu-west-1}\n")
    workspace = prepare(project)

    prepare_stack(workspace, "dev.network")
    assert {"config": {"aws:region": "eu-west-1"}} == _generated(workspace, "Pulumi.dev.network.yaml")

    (project / "Pulumi.dev.network.yaml").write_text("config: {aws:region: eu-central-1}\n")
    prepare_stack(workspace, "dev.network")
    assert {"config": {"aws:region": "eu-central-1"}} == _generated(workspace, "Pulumi.dev.network.yaml")


def test_the_salt_survives_and_a_cloud_secret_does_not_enter() -> None:
    """Without its salt a state cannot be opened; a value sealed by KMS cannot be opened here."""
    wanted = {"config": {"a": 1, "b": {"secure": "sealed"}}, "encryptedkey": "k", "secretsprovider": "awskms://x"}

    assert {"config": {"a": 1}, "encryptionsalt": "v1:s"} == stack_settings(
        wanted, {"encryptionsalt": "v1:s", "config": {"old": 1}}
    )


def test_a_real_account_is_out_of_reach(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials of the shell do not reach the run, and every client is sent to the sandbox."""
    for name in REMOVED:
        monkeypatch.setenv(name, "real")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "real")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/home/ada/.aws/config")

    found = environment(prepare(project), SERVER, {"EXTRA": "1"})

    assert "real" not in found.values()
    assert ("http://127.0.0.1:4242", os.devnull, "1") == (
        found["AWS_ENDPOINT_URL"],
        found["AWS_CONFIG_FILE"],
        found["EXTRA"],
    )


def test_a_folder_with_a_blank_is_a_backend(tmp_path: Path) -> None:
    """The address is a URL."""
    assert "file:///a%20b/state?metadata=skip" == backend_url(Path("/a b/state"))


@pytest.mark.parametrize(
    ("text", "reason"), [("- a\n", "holds list"), ("a: [", "is not YAML"), ("runtime: python\n", "name = None")]
)
def test_a_broken_project_file_is_named(project: Path, text: str, reason: str) -> None:
    """File and reason, no traceback."""
    (project / "Pulumi.yaml").write_text(text)

    with pytest.raises(EngineError, match=reason) as error:
        prepare(project)

    assert str(project / "Pulumi.yaml") in error.value.message


def test_the_real_projects_settings_name_only_a_region_and_a_secrets_provider() -> None:
    """Everything else is configuration, and has its place in config/."""
    for file in PROJECT.glob("Pulumi.*.yaml"):
        settings = yaml.safe_load(file.read_text()) or {}
        # `pulumi stack init` adds the data key, sealed by the secrets provider; it belongs into the repository.
        assert {"config", "encryptedkey", "secretsprovider"} >= set(settings), file.name
        assert {"aws:region"} >= set(settings.get("config", {})), file.name
