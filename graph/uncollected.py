"""A time without the collector of cycles, where a whole graph stands in memory and nothing in it is garbage."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Generator[None]:
    """The collector would walk the graph again and again, which is up to a third of the time; it goes on afterwards."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
