"""Brings spooled records to the store, each once, however often its message comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from aws_lambda_powertools import Logger

from functions.batch import Batch
from functions.canonical import digest_of
from functions.once import Once, Remaining
from functions.record.decision_record import decoded, moment
from functions.record.identity import hour_of, late_prefix, object_key
from functions.refusal import Refused
from functions.store.locked import StoreError
from functions.store.stream import StreamError
from functions.telemetry import Count, Meter


class Store(Protocol):
    """See LockedStore."""

    def create(self, key: str, content: bytes) -> bytes | None:
        """None when created, or when the same is there."""
        ...


class Stream(Protocol):
    """See RecordStream."""

    def send(self, content: bytes) -> None:
        """One record."""
        ...


class Draining:
    """One process of the function."""

    def __init__(
        self,
        store: Store,
        stream: Stream,
        once: Once,
        *,
        meter: Meter,
        logger: Logger,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._stream = stream
        self._once = once
        self._meter = meter
        self._logger = logger
        self._now = now
        self._batch = Batch(self._one, logger)

    def __call__(self, event: Mapping[str, Any], context: Remaining) -> dict[str, Any]:
        """Which messages stay in the queue."""
        try:
            return self._batch.process(event, context)
        finally:
            self._meter.flush()

    def _one(self, message: Mapping[str, Any], context: Remaining) -> None:
        content = str(message["body"]).encode()
        digest = digest_of(content)
        self._once.run(f"drain:{digest}", digest, lambda: self._bring(content), context)

    def _bring(self, content: bytes) -> dict[str, Any]:
        record = decoded(content)
        try:
            # The marker first: a record that came after its hour was sealed is sealed with the hour it came in.
            self._mark(record, record["id"])
            there = self._store.create(object_key(record["system"], record["id"]), content)
            if there is not None:
                self._beside(record, content)
        except StoreError:
            self._meter.count(Count.STORE_FAULT)
            raise Refused(503, "store-unavailable", "the store does not take the record yet", retry=60) from None
        self._meter.count(Count.RECORDED)
        self._meter.count(Count.DRAINED)
        self._meter.flush(moment(record["time"]))
        try:
            self._stream.send(content)
        except StreamError:
            self._meter.count(Count.STREAM_FAULT)
        return {"record": record["id"]}

    def _beside(self, record: Mapping[str, Any], content: bytes) -> None:
        """The request came again while its record waited here, and was recorded anew: both were answers, both stay."""
        second = f"{record['id']}.{digest_of(content)[7:19]}"
        self._mark(record, second)
        self._store.create(object_key(record["system"], second), content)
        self._meter.count(Count.SECOND)
        self._logger.warning("second record", extra={"record": second})

    def _mark(self, record: Mapping[str, Any], id_: str) -> None:
        hour = hour_of(self._now())
        if hour != id_[:11]:
            self._store.create(f"{late_prefix(record['system'], hour)}{id_}", b"{}")
