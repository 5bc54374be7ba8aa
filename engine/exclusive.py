"""One process at a time: two commands must not build the same tool, start two servers, or deploy into a drill."""

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


@contextmanager
def attempted(path: Path, *, shared: bool = False) -> Generator[bool]:
    """Try to hold the lock file at `path` without waiting; says whether it is held.

    Shared holders are many, and keep out only the one that wants it alone. The kernel frees it as above.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
