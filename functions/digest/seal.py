"""Seals an hour: reads its records, makes the manifest, has KMS sign it, writes both once."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Protocol

from aws_lambda_powertools import Logger

from functions.canonical import canonical
from functions.digest.manifest import Entry, entry, manifest, sealed
from functions.digest.signature import ALGORITHM
from functions.record.identity import hour_before, hour_of, hour_prefix, late_prefix, manifest_key, object_key
from functions.telemetry import Count, Meter

_READERS = 16


class Store(Protocol):
    """See LockedStore."""

    def create(self, key: str, content: bytes) -> bytes | None:
        """None when created, otherwise what is there."""
        ...

    def read(self, key: str) -> bytes | None:
        """What the object holds."""
        ...

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin with the prefix."""
        ...


class Sealing:
    """One process of the function; it is called some minutes after each hour."""

    def __init__(
        self,
        store: Store,
        keys: Any,
        key: str,
        *,
        system: str,
        environment: str,
        meter: Meter,
        logger: Logger,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._keys = keys
        self._key = key
        self._system = system
        self._environment = environment
        self._meter = meter
        self._logger = logger
        self._now = now

    def __call__(self, event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
        """Seal the hour before the scheduled time; an event with `hour` names another that has ended."""
        hour = str(event.get("hour") or hour_before(hour_of(self._scheduled(event))))
        if hour >= hour_of(self._now()):
            raise ValueError("the hour has not ended; what is sealed now would not be all of it")
        key = manifest_key(self._system, hour)
        if self._store.read(key) is not None:
            return {"hour": hour, "manifest": key, "sealed": False}
        held = self._manifest(hour)
        # KMS signs up to 4,096 bytes: the digest's text stands for the manifest.
        answer = self._keys.sign(
            KeyId=self._key, Message=sealed(held).encode(), MessageType="RAW", SigningAlgorithm=ALGORITHM
        )
        signed = {
            "manifest": held,
            "signature": base64.b64encode(answer["Signature"]).decode(),
            "algorithm": ALGORITHM,
            "key": answer["KeyId"],
        }
        self._store.create(key, canonical(signed).encode())
        self._meter.count(Count.SEALED, held["count"])
        self._meter.flush()
        self._logger.info("sealed", extra={"hour": hour, "count": held["count"], "late": len(held["late"])})
        return {"hour": hour, "manifest": key, "sealed": True, "count": held["count"], "root": held["root"]}

    def _manifest(self, hour: str) -> dict[str, Any]:
        own = [
            key.rpartition("/")[2].removesuffix(".json") for key in self._store.keys(hour_prefix(self._system, hour))
        ]
        late = [key.rpartition("/")[2] for key in self._store.keys(late_prefix(self._system, hour))]
        before = self._store.read(manifest_key(self._system, hour_before(hour)))
        with ThreadPoolExecutor(_READERS) as readers:
            found = list(readers.map(self._entry, [*own, *late]))
        return manifest(
            system=self._system,
            environment=self._environment,
            hour=hour,
            # A marker is written before its record: one whose record did not come is marked again when it does.
            entries=[each for each in found if each is not None],
            late=[id_ for id_, each in zip(late, found[len(own) :], strict=True) if each is not None],
            previous=sealed(json.loads(before)["manifest"]) if before else None,
        )

    def _entry(self, id_: str) -> Entry | None:
        content = self._store.read(object_key(self._system, id_))
        return None if content is None else entry(id_, content)

    def _scheduled(self, event: Mapping[str, Any]) -> datetime:
        """EventBridge's own time, so that a late or repeated call seals the hour it was meant for."""
        text = event.get("time")
        return datetime.fromisoformat(text).astimezone(UTC) if isinstance(text, str) else self._now()
