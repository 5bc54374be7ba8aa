"""What every plugin process of ours does the same: announce its port, and end with the engine that started it."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

import grpc

ORPHAN_POLL = 0.5
"""Seconds. An engine that was killed cannot tell its plugins; they see that they have another parent."""


def serve(server: grpc.Server, *, at_end: Callable[[], None] = lambda: None) -> None:
    """Listen on the loopback, print the port as the plugin protocol wants, stay until told to end or left alone.

    The engine ends plugins with SIGINT; a traceback there would be shown to the user as the program's output.
    """
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    parent = os.getppid()
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)  # noqa: T201  the plugin protocol reads the port from standard output
    while not ended.wait(ORPHAN_POLL):
        if os.getppid() != parent:
            break
    at_end()
    server.stop(grace=None)
    # Threads that still serve a cancelled call must not keep the process.
    time.sleep(0)
    os._exit(0)
