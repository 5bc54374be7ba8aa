"""Decisions that were taken: what a review or an outcome refers to must have its record in the store.

Nobody acts on a shadow decision, so it has neither.
"""

from __future__ import annotations

from typing import Any, Protocol

from functions.record.decision_record import decoded
from functions.record.identity import is_id, object_key
from functions.refusal import Refused
from functions.store.locked import StoreError
from functions.telemetry import Count, Meter


class Reads(Protocol):
    """See LockedStore."""

    def read(self, key: str) -> bytes | None:
        """What the object holds."""
        ...


class Known:
    """The decisions of a system."""

    def __init__(self, store: Reads, system: str, meter: Meter) -> None:
        self._store = store
        self._system = system
        self._meter = meter

    def decision(self, id_: str) -> dict[str, Any]:
        """The record of the decision; Refused where there is none, 404."""
        try:
            held = self._store.read(object_key(self._system, id_)) if is_id(id_) else None
        except StoreError:
            self._meter.count(Count.STORE_FAULT)
            raise Refused(503, "store-unavailable", "the store of records does not answer", retry=5) from None
        record = decoded(held) if held else None
        if record is None or record["kind"] != "decision" or record["shadow"]:
            self._meter.count(Count.UNKNOWN_DECISION)
            raise Refused(404, "unknown-decision", "names no decision of this system", field="decision")
        return record
