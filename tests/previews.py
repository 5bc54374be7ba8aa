"""The offline previews of the project's own program: each stack once a run, however many tests look at it.

A preview costs a second or two and is the same for every test, since nothing writes into a graph. The workers of one
run hand each other what they made through `SHARED`. A test about the preview itself asks engine.offline.
"""

from __future__ import annotations

import copyreg
import fcntl
import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.offline import preview_offline
from graph.model import Graph

SHARED: list[Path] = []
"""The folder that the workers of this run have in common; empty where there is one process. See tests/conftest.py."""


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


# A process cannot send a read-only view; it sends what is seen.
copyreg.pickle(MappingProxyType, lambda seen: (_read_only, (dict(seen),)))


@cache
def previewed(stack: str) -> Graph:
    """The offline preview of a stack: prod, or one layer of it: prod.network. It is everybody's; change nothing."""
    if not SHARED:
        return _preview(stack)
    kept = SHARED[0] / f"{stack}.graph"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            return pickle.loads(kept.read_bytes())  # noqa: S301  written a moment ago by a worker of this very run
        graph = _preview(stack)
        aside = kept.with_suffix(".partial")
        aside.write_bytes(pickle.dumps(graph))
        aside.replace(kept)
        return graph


def _preview(stack: str) -> Graph:
    # The SDK sends the whole stack of calls with every registration; a test's is deep, a thread's is not.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(preview_offline, stack).result()
