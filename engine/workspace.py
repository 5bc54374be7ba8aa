"""The sandbox's Pulumi workspace: generated settings that point to the project, so that no run writes into it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from engine import plugins
from engine.errors import EngineError
from engine.exclusive import exclusive
from engine.files import write_if_changed, write_text
from engine.paths import PROJECT, SandboxPaths, sandbox_paths
from engine.plugins import Plugin
from engine.sandbox import CLUSTERS_VARIABLE, ENDPOINT_VARIABLE, Server, clusters

REGION = "eu-west-1"
"""For tools that ask for a Region before they know better; every provider and client of ours names its own."""

REMOVED = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "KUBECONFIG",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CONFIG_PASSPHRASE",
)
"""Variables that a sandbox run does not see: a real account, a real cluster and the Pulumi Cloud must not be reachable
by mistake, and an inherited passphrase would win over the sandbox's own."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where a run happens; made by `prepare`."""

    paths: SandboxPaths
    project: Path
    name: str
    """The project's name in Pulumi.yaml; part of every URN."""

    @property
    def folder(self) -> Path:
        return self.paths.workspace

    def state_file(self, stack: str) -> Path:
        """The checkpoint that the file backend keeps for a stack."""
        return self.paths.state / ".pulumi" / "stacks" / self.name / f"{stack}.json"

    def locks(self, stack: str) -> Path:
        """The folder of the file backend's locks on a stack; `organization` is its only organisation's name."""
        return self.paths.state / ".pulumi" / "locks" / "organization" / self.name / stack

    def stacks(self) -> list[str]:
        """The stacks that exist, sorted."""
        folder = self.state_file("any").parent
        return sorted(file.name.removesuffix(".json") for file in folder.glob("*.json"))


def prepare(
    project: Path = PROJECT, paths: SandboxPaths | None = None, brought: Iterable[Plugin] | None = None
) -> Workspace:
    """Write the workspace's files where they are missing or old, and install the plugins: `brought`, or our own.

    Raises EngineError when Pulumi.yaml cannot be read, or the passphrase of existing state is gone.
    """
    paths = paths or sandbox_paths(project)
    settings = _read(project / "Pulumi.yaml")
    name = settings.get("name")
    if not isinstance(name, str):
        raise EngineError(f"{project / 'Pulumi.yaml'}: name = {name!r} is no project name", "give the project a name")
    workspace = Workspace(paths, project, name)
    with exclusive(paths.root / "workspace.lock"):
        _keep_passphrase(workspace)
        plugins.install(paths.home, plugins.plugins() if brought is None else brought)
        paths.state.mkdir(parents=True, exist_ok=True)
        paths.runs.mkdir(parents=True, exist_ok=True)
        write_if_changed(workspace.folder / "Pulumi.yaml", _dump(project_settings(settings, project)))
    return workspace


def prepare_stack(workspace: Workspace, stack: str) -> None:
    """Write the generated Pulumi.STACK.yaml: the project's configuration, under the sandbox's own secrets provider."""
    environment = stack.partition(".")[0]
    own = workspace.project / f"Pulumi.{stack}.yaml"
    source = own if own.is_file() else workspace.project / f"Pulumi.{environment}.yaml"
    wanted = _read(source) if source.is_file() else {}
    target = workspace.folder / f"Pulumi.{stack}.yaml"
    present = _read(target) if target.is_file() else {}
    write_if_changed(target, _dump(stack_settings(wanted, present)))


def project_settings(settings: Mapping[str, Any], project: Path) -> dict[str, Any]:
    """The generated Pulumi.yaml: the project's, with absolute paths and without a backend of its own."""
    generated = {key: value for key, value in settings.items() if key not in {"backend", "plugins"}}
    runtime = generated.get("runtime")
    if isinstance(runtime, dict) and isinstance(options := runtime.get("options"), dict) and "virtualenv" in options:
        virtualenv = str(project / options["virtualenv"])
        generated["runtime"] = {**runtime, "options": {**options, "virtualenv": virtualenv}}
    return {**generated, "main": str(project)}


def stack_settings(wanted: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """The generated stack settings: plain configuration of `wanted`, and the key salt that `present` already has.

    A value encrypted for the cloud's secrets provider cannot be read here, and is left out: a program that needs it
    says so itself.
    """
    generated: dict[str, Any] = {}
    config = {key: value for key, value in (wanted.get("config") or {}).items() if not _is_encrypted(value)}
    if config:
        generated["config"] = config
    if "encryptionsalt" in present:
        generated["encryptionsalt"] = present["encryptionsalt"]
    return generated


def variables(workspace: Workspace, server: Server) -> dict[str, str]:
    """What a plain `pulumi`, and every client of AWS it starts, needs to be in the sandbox and nowhere else."""
    return {
        "PULUMI_HOME": str(workspace.paths.home),
        "PULUMI_BACKEND_URL": backend_url(workspace.paths.state),
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(workspace.paths.passphrase),
        "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER": "true",
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        ENDPOINT_VARIABLE: server.endpoint,
        CLUSTERS_VARIABLE: str(clusters(workspace.paths, server)),
        "AWS_ENDPOINT_URL": server.endpoint,
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        # A proxy of the environment would be asked for the loopback, by boto3 as by gRPC.
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }


def backend_url(folder: Path) -> str:
    """The file backend in a folder.

    metadata=skip: otherwise the backend keeps attributes in a second file that it does not write aside, and a kill in
    that moment leaves a state that fails to load with 'EOF' (gocloud.dev/blob/fileblob, setAttrs).
    """
    return f"file://{quote(str(folder))}?metadata=skip"


def environment(workspace: Workspace, server: Server, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The whole environment of a run: this process's, without what must not reach it, with what makes the sandbox."""
    kept = {key: value for key, value in os.environ.items() if key not in REMOVED}
    return {**kept, **variables(workspace, server), **(extra or {})}


def _keep_passphrase(workspace: Workspace) -> None:
    file = workspace.paths.passphrase
    if file.is_file():
        return
    if stacks := workspace.stacks():
        raise EngineError(
            f"{file} is gone, and the state of {', '.join(stacks)} is encrypted with it",
            "put it back, or `lz sandbox reset`: the sandbox's state is lost either way",
        )
    write_text(file, secrets.token_urlsafe(32), mode=0o600)


def _is_encrypted(value: Any) -> bool:
    return isinstance(value, dict) and "secure" in value


def _read(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EngineError(f"{path}: {error.strerror}", "run from a checkout of the project") from error
    except yaml.YAMLError as error:
        raise EngineError(f"{path} is not YAML: {error}", "correct the file") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise EngineError(f"{path} holds {type(found).__name__}, not settings", "correct the file")
    return found


def _dump(settings: Mapping[str, Any]) -> str:
    return "# Generated by lz for the sandbox from the project's own file; edits are overwritten.\n" + yaml.safe_dump(
        dict(settings), sort_keys=True, allow_unicode=True
    )
