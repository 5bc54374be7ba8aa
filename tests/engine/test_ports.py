from __future__ import annotations

import os
import socket
import sys

import pytest

from engine.ports import holder_of, is_free


def test_a_port_somebody_listens_on_is_taken() -> None:
    """Free means that a server could bind it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not is_free(port)
    assert is_free(port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who holds a port without more rights")
def test_the_holder_of_a_port_is_named() -> None:
    """A busy port is an error somebody has to act on: by pid."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert f"pid {os.getpid()} " in (holder_of(server.getsockname()[1]) or "")
    assert None is holder_of(server.getsockname()[1] if server.fileno() >= 0 else 1)
