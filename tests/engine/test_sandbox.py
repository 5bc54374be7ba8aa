from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import sandbox
from engine.errors import SandboxUnavailable
from engine.paths import SandboxPaths
from engine.processes import is_alive
from engine.sandbox import is_lost, record_deployment, reset, start, status, stop, wanted_port


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SandboxPaths]:
    monkeypatch.delenv(sandbox.PORT_VARIABLE, raising=False)
    found = SandboxPaths(tmp_path)
    yield found
    stop(found)


def _moto_reset(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("POST", "/moto-api/reset")
    connection.getresponse().read()
    connection.close()


def test_a_server_is_started_once_found_again_and_told_apart(paths: SandboxPaths) -> None:
    """One server a checkout; a reset or a restart is another life of the contents, and deployed state is then lost."""
    server = start(paths)
    record_deployment(paths, "dev", server)

    assert server == start(paths) == status(paths)
    assert not is_lost(paths, "dev", server)
    assert is_lost(paths, "never-up", server), "nobody knows where it was deployed"

    _moto_reset(server.port)
    after = start(paths)
    assert (server.pid, server.port) == (after.pid, after.port)
    assert is_lost(paths, "dev", after)

    assert stop(paths)
    assert not is_alive(server.pid)
    assert None is status(paths)
    assert not stop(paths), "there is none to stop"


def test_a_killed_server_is_followed_by_another(paths: SandboxPaths) -> None:
    """A reboot leaves a record of a process that is gone."""
    first = start(paths)
    os.kill(first.pid, signal.SIGKILL)
    while is_alive(first.pid):
        time.sleep(0.01)

    assert None is status(paths)
    assert first.instance != start(paths).instance


def test_a_stranger_on_the_recorded_port_is_not_ours(paths: SandboxPaths) -> None:
    """Another checkout's server may have taken the port since; this record names another process."""
    server = start(paths)
    record = json.loads(paths.server.read_text())
    paths.server.write_text(json.dumps({**record, "pid": os.getpid()}))

    assert None is status(paths)
    assert not stop(paths), "and a process that is no server of ours is not ended"
    os.kill(server.pid, signal.SIGTERM)


def test_a_busy_port_is_named_with_its_holder(paths: SandboxPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way out is in the message."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv(sandbox.PORT_VARIABLE, str(port))

        with pytest.raises(SandboxUnavailable, match=f"127.0.0.1:{port} is taken") as error:
            start(paths)

    assert sandbox.PORT_VARIABLE in error.value.fix


def test_a_reset_forgets_everything_but_nothing_else(paths: SandboxPaths) -> None:
    """State, settings and passphrase go; a file of the user's beside them stays."""
    for folder in (paths.state, paths.workspace, paths.runs, paths.deployed):
        folder.mkdir()
    paths.passphrase.write_text("p")
    (paths.root / "notes.txt").write_text("mine")

    reset(paths)

    assert {"notes.txt", "server.lock"} == {file.name for file in paths.root.iterdir()}


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("1", 1), ("65535", 65535)])
def test_a_port_is_a_number_or_any(text: str, expected: int) -> None:
    """Unset: the system chooses."""
    assert expected == wanted_port(text)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "80.5", "²"])
def test_what_is_no_port_is_refused(text: str) -> None:
    """Before anything is started."""
    with pytest.raises(SandboxUnavailable, match="is no port"):
        wanted_port(text)
