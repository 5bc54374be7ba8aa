"""The authority of the record: nothing is answered before the store, or for lower tiers the spool, holds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Protocol

from functions.record.decision_record import Record, check, decoded, encoded, moment
from functions.record.identity import object_key
from functions.refusal import Refused
from functions.settings.system import OnStoreFailure
from functions.store.locked import StoreError
from functions.store.spool import SpoolError
from functions.store.stream import StreamError
from functions.telemetry import Count, Meter


class Store(Protocol):
    """See LockedStore."""

    def create(self, key: str, content: bytes) -> bytes | None:
        """None when created, otherwise what is there."""
        ...


class Stream(Protocol):
    """See RecordStream."""

    def send(self, content: bytes) -> None:
        """One record."""
        ...


class Queue(Protocol):
    """See Spool."""

    def add(self, content: bytes) -> None:
        """One record."""
        ...


@unique
class Where(StrEnum):
    """Where a record is when its decision is answered."""

    STORE = "store"
    SPOOL = "spool"


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that is kept."""

    record: Record
    """The one that counts: where the store held another under this id, that one."""
    where: Where
    earlier: bool
    """Whether it was there before."""


class Recorder:
    """Keeps records, and counts what it does."""

    def __init__(
        self, store: Store, stream: Stream, spool: Queue | None, on_failure: OnStoreFailure, meter: Meter
    ) -> None:
        self._store = store
        self._stream = stream
        self._spool = spool if on_failure is OnStoreFailure.SPOOL else None
        self._meter = meter

    def keep(self, record: Record) -> Kept:
        """Store the record and send it to the table; Refused where nothing keeps it."""
        check(record)
        content = encoded(record)
        try:
            there = self._store.create(object_key(record["system"], record["id"]), content)
        except StoreError:
            self._meter.count(Count.STORE_FAULT)
            return self._put_by(record, content)
        if there is None:
            self._meter.count(Count.RECORDED)
            # Sent at once: were the process killed now, the record would be there and not be counted.
            self._meter.flush(moment(record["time"]))
        self._show(content if there is None else there)
        return Kept(record if there is None else decoded(there), Where.STORE, there is not None)

    def _put_by(self, record: Record, content: bytes) -> Kept:
        if self._spool is None:
            raise Refused(503, "store-unavailable", "the decision could not be recorded, so none was taken", retry=5)
        try:
            self._spool.add(content)
        except SpoolError:
            self._meter.count(Count.SPOOL_FAULT)
            raise Refused(
                503, "store-unavailable", "the decision could not be recorded, so none was taken", retry=5
            ) from None
        self._meter.count(Count.SPOOLED)
        self._meter.flush(moment(record["time"]))
        return Kept(record, Where.SPOOL, earlier=False)

    def _show(self, content: bytes) -> None:
        """At least once: where the record was there before, nobody knows whether the table has it."""
        try:
            self._stream.send(content)
        except StreamError:
            self._meter.count(Count.STREAM_FAULT)
