"""One process at a time: two commands must not build the same tool or start two servers."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path, *, waiting: Callable[[float], None] | None = None, poll: float = 0.2) -> Generator[None]:
    """Hold the lock file at `path`; the kernel frees it when the holder dies, however it dies.

    `waiting` is called with the seconds waited so far, each `poll` seconds, while another process holds the lock.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        began = time.monotonic()
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if waiting is not None:
                    waiting(time.monotonic() - began)
                time.sleep(poll)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
