"""Whether people have stopped a system: an item beside the breakers, asked for once a second and process.

The table is the same in both Regions of a pair, so one word reaches both, and a stop outlasts a failover. What decides
may read the item and not write it: a system cannot take back its own stop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.telemetry import Count, Meter

CACHE_SECONDS = 1.0
STOPPED = "stopped"
"""The attribute that says so, true or false; beside it stand who said it, why and when."""

Stopped = Callable[[], bool]
"""Whether no model may be asked now."""


def key(system: str) -> dict[str, Any]:
    """The key of a system's item."""
    return {"id": {"S": f"stop#{system}"}}


class Switch:
    """The stop of one system."""

    def __init__(self, client: Any, table: str, system: str, *, clock: Callable[[], float], meter: Meter) -> None:
        self._client = client
        self._table = table
        self._key = key(system)
        self._clock = clock
        self._meter = meter
        self._said: bool | None = None
        self._read = float("-inf")

    def __call__(self) -> bool:
        """Whether the system is stopped; while the table never answered, it is."""
        now = self._clock()
        if not 0 <= now - self._read < CACHE_SECONDS:
            self._ask()
            self._read = now
        return self._said is not False

    def _ask(self) -> None:
        try:
            found = self._client.get_item(TableName=self._table, Key=self._key, ConsistentRead=True).get("Item", {})
        except (BotoCoreError, ClientError):
            # What was said last still stands.
            self._meter.count(Count.STOP_FAULT)
        else:
            self._said = found.get(STOPPED, {}).get("BOOL") is True
