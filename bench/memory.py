"""What the decision function needs of AWS, in memory: for measuring its own time and its own accounts."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyItemAlreadyExistsError,
    IdempotencyItemNotFoundError,
)
from aws_lambda_powertools.utilities.idempotency.persistence.base import BasePersistenceLayer
from aws_lambda_powertools.utilities.idempotency.persistence.datarecord import DataRecord
from typing_extensions import override

from functions.review.case import Case
from functions.store.locked import StoreError
from functions.store.spool import SpoolError
from functions.store.stream import StreamError
from functions.telemetry import Count, Duration, Figure

Chance = Callable[[], bool]


def pseudonym(subject: str) -> tuple[str, str]:
    """As KMS would make it, with a key that is none."""
    return f"hmac-sha256:{hmac.new(b'bench', subject.encode(), hashlib.sha256).hexdigest()}", "bench"


def never() -> bool:
    """No fault."""
    return False


class MemoryStore:
    """Objects that are created once. A fault refuses, or writes and loses the answer."""

    def __init__(self, refuses: Chance = never, loses: Chance = never) -> None:
        self.objects: dict[str, bytes] = {}
        self._refuses = refuses
        self._loses = loses
        self._lock = threading.Lock()

    def create(self, key: str, content: bytes) -> bytes | None:
        """As LockedStore does."""
        with self._lock:
            if self._refuses():
                raise StoreError("refused by the test")
            held = self.objects.setdefault(key, content)
            if self._loses():
                raise StoreError("the answer was lost by the test")
            return None if held == content else held


class MemoryStream:
    """Records that went to the table."""

    def __init__(self, refuses: Chance = never) -> None:
        self.sent = 0
        self._refuses = refuses

    def send(self, content: bytes) -> None:
        """As RecordStream does."""
        del content
        if self._refuses():
            raise StreamError("refused by the test")
        self.sent += 1


class MemorySpool:
    """Records that wait."""

    def __init__(self, refuses: Chance = never) -> None:
        self.waiting: list[bytes] = []
        self._refuses = refuses

    def add(self, content: bytes) -> None:
        """As Spool does."""
        if self._refuses():
            raise SpoolError("refused by the test")
        self.waiting.append(content)


class MemoryDesk:
    """Cases that were opened."""

    def __init__(self) -> None:
        self.opened: set[str] = set()

    def open(self, record: Any, case: Case) -> None:
        """As Desk does."""
        del record
        self.opened.add(case.decision)


class OpenGate:
    """Breakers that never open."""

    def admits(self, target: str, patience: float) -> bool:
        """Always."""
        del target, patience
        return True

    def succeeded(self, target: str) -> None:
        """Nothing."""

    def failed(self, target: str) -> None:
        """Nothing."""


class MemoryMeter:
    """Sums of counters."""

    def __init__(self) -> None:
        self.counts = Counter[Count]()
        self._lock = threading.Lock()

    def count(self, what: Count, times: int = 1) -> None:
        """Add."""
        with self._lock:
            self.counts[what] += times

    def took(self, what: Duration, milliseconds: float) -> None:
        """Durations are not summed."""

    def said(self, what: Figure, percent: float) -> None:
        """Neither are figures."""

    def flush(self, at: datetime | None = None) -> None:
        """Nothing to send."""


class Rows:
    """The table of requests that several processes share."""

    def __init__(self, fails: Chance = never) -> None:
        self.held: dict[str, DataRecord] = {}
        self.lock = threading.Lock()
        self.fails = fails


class MemoryLayer(BasePersistenceLayer):
    """One process's door to the table of requests, with powertools' own conditions."""

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self._rows = rows

    @override
    def _get_record(self, idempotency_key: str) -> DataRecord:
        with self._rows.lock:
            if idempotency_key not in self._rows.held:
                raise IdempotencyItemNotFoundError
            return self._rows.held[idempotency_key]

    @override
    def _put_record(self, data_record: DataRecord) -> None:
        now = time.time()
        with self._rows.lock:
            held = self._rows.held.get(data_record.idempotency_key)
            if held is not None and not _gone(held, now):
                self._validate_payload(data_record, held)
                raise IdempotencyItemAlreadyExistsError(old_data_record=held)
            self._rows.held[data_record.idempotency_key] = data_record

    @override
    def _update_record(self, data_record: DataRecord) -> None:
        with self._rows.lock:
            if self._rows.fails():
                # As when the process ends here: what was in progress is so no longer.
                self._rows.held.pop(data_record.idempotency_key, None)
                raise ConnectionError("the table did not answer, by the test")
            self._rows.held[data_record.idempotency_key] = data_record

    @override
    def _delete_record(self, data_record: DataRecord) -> None:
        with self._rows.lock:
            self._rows.held.pop(data_record.idempotency_key, None)


def _gone(held: DataRecord, now: float) -> bool:
    expires, working = held.expiry_timestamp or 0, held.in_progress_expiry_timestamp
    return expires < now or (held.status == "INPROGRESS" and working is not None and working < now * 1000)
