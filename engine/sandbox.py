"""The sandbox's server process: started on need, detached, found again, and told apart from its successors.

What is deployed lives in the server's memory. A reboot, a kill or a reset loses it while the stacks' state stays
behind; `is_lost` finds that out before a run does.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.errors import SandboxUnavailable
from engine.exclusive import exclusive
from engine.files import write_text
from engine.paths import PROJECT, SandboxPaths, sandbox_paths
from engine.ports import holder_of, is_free
from engine.processes import command_of, is_alive

ENDPOINT_VARIABLE = "LZ_MOTO_ENDPOINT"
"""Tells the stand-in provider and the tools where the sandbox's AWS listens."""

CLUSTERS_VARIABLE = "LZ_CLUSTERS"
"""Tells the stand-in provider and the tools where the objects of the sandbox's clusters are."""

PORT_VARIABLE = "LZ_SANDBOX_PORT"
"""A fixed port, for whoever must know it beforehand; otherwise any free one is taken."""

IDENTITY = "/_lz/server"
START_SECONDS = 30.0
STOP_SECONDS = 5.0
_MODULE = "engine.moto_server"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    pid: int
    port: int
    instance: str
    """One life of the contents."""
    started: str
    """ISO 8601, UTC."""

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def status(paths: SandboxPaths | None = None) -> Server | None:
    """The server of this checkout, or None when none answers."""
    record = _record(paths or sandbox_paths())
    if record is None:
        return None
    answer = _identity(record.port)
    # Another server may have taken the port since: the process must be the one the record names.
    return answer if answer is not None and answer.pid == record.pid else None


def start(paths: SandboxPaths | None = None) -> Server:
    """The running server, or a new one; it outlives this command.

    Raises SandboxUnavailable when the wanted port is taken, or the server does not come up.
    """
    paths = paths or sandbox_paths()
    with exclusive(paths.server_lock):
        running = status(paths)
        if running is not None:
            return running
        port = wanted_port(os.environ.get(PORT_VARIABLE, ""))
        if port and not is_free(port):
            holder = holder_of(port)
            raise SandboxUnavailable(
                f"port 127.0.0.1:{port} is taken by {holder}" if holder else f"port 127.0.0.1:{port} is taken",
                f"stop it, or choose another port: {PORT_VARIABLE} (unset: any free port)",
            )
        _end_unresponsive(paths)
        return _spawn(paths, port)


def stop(paths: SandboxPaths | None = None) -> bool:
    """End the server and everything in it; False when none ran. The stacks' state stays: the next run finds it lost."""
    paths = paths or sandbox_paths()
    with exclusive(paths.server_lock):
        record = _record(paths)
        ended = record is not None and _is_ours(record.pid)
        _end_unresponsive(paths)
        return ended


def reset(paths: SandboxPaths | None = None) -> None:
    """End the server and forget every stack of the sandbox: state, settings and passphrase."""
    paths = paths or sandbox_paths()
    stop(paths)
    for folder in (paths.state, paths.workspace, paths.runs, paths.deployed, paths.clusters, paths.home):
        shutil.rmtree(folder, ignore_errors=True)
    for file in (paths.passphrase, paths.outage):
        file.unlink(missing_ok=True)


def wanted_port(text: str) -> int:
    """LZ_SANDBOX_PORT as a number; 0 (any free port) when it is empty. Raises SandboxUnavailable for anything else."""
    if not text:
        return 0
    if text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise SandboxUnavailable(f"{PORT_VARIABLE} = {text!r} is no port", "choose a number from 1 to 65535, or unset it")


def clusters(paths: SandboxPaths, server: Server) -> Path:
    """Where the Kubernetes clusters on this server keep their objects."""
    return paths.clusters / server.instance


def record_deployment(paths: SandboxPaths, stack: str, server: Server) -> None:
    """Remember that the state of `stack` describes the contents of this server; called before a run changes it."""
    write_text(paths.deployed / f"{stack}.json", json.dumps({"instance": server.instance}))


def is_lost(paths: SandboxPaths, stack: str, server: Server) -> bool:
    """Whether what `stack` deployed is gone: its state, where it has one, describes another life of the contents."""
    try:
        deployed = json.loads((paths.deployed / f"{stack}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True
    return not isinstance(deployed, dict) or deployed.get("instance") != server.instance


def _spawn(paths: SandboxPaths, port: int) -> Server:
    paths.root.mkdir(parents=True, exist_ok=True)
    instance = uuid.uuid4().hex
    command = [
        sys.executable,
        "-P",
        "-m",
        _MODULE,
        "--port",
        str(port),
        "--record",
        str(paths.server),
        "--outage",
        str(paths.outage),
        "--instance",
        instance,
    ]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with paths.server_log.open("w", encoding="utf-8") as log:
        try:
            code = subprocess.run(
                command,
                cwd="/",
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=START_SECONDS,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            code = None
    server = status(paths)
    if code == 0 and server is not None and server.instance == instance:
        # The clusters of the servers before it are gone with them.
        shutil.rmtree(paths.clusters, ignore_errors=True)
        return server
    raise SandboxUnavailable(
        f"the moto server did not come up; its log {paths.server_log} ends with: {_last_line(paths.server_log)}",
        "look at the log; `lz sandbox reset` starts from nothing",
    )


def _end_unresponsive(paths: SandboxPaths) -> None:
    """End the recorded process, when it is still a server of ours, and drop the record."""
    record = _record(paths)
    if record is not None and _is_ours(record.pid):
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.kill(record.pid, sign)
            deadline = time.monotonic() + STOP_SECONDS
            while is_alive(record.pid) and time.monotonic() < deadline:
                time.sleep(0.02)
            if not is_alive(record.pid):
                break
    paths.server.unlink(missing_ok=True)


def _is_ours(pid: int) -> bool:
    # A pid is used again after a reboot: only a process that runs our module may be ended.
    return is_alive(pid) and _MODULE in command_of(pid)


def _record(paths: SandboxPaths) -> Server | None:
    try:
        return _server(paths.server.read_text(encoding="utf-8"))
    except OSError:
        return None


def _identity(port: int) -> Server | None:
    # http.client and not urllib: a proxy of the environment must not be asked for the loopback.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", IDENTITY)
        return _server(connection.getresponse().read().decode("utf-8", errors="replace"))
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _server(text: str) -> Server | None:
    try:
        found = json.loads(text)
        return Server(int(found["pid"]), int(found["port"]), str(found["instance"]), str(found["started"]))
    except (ValueError, KeyError, TypeError):
        return None


def _last_line(path: Path) -> str:
    lines = [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "nothing"
