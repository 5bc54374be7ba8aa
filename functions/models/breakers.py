"""Breakers that all processes of a system share: an item a target in DynamoDB, cached here for a second.

A healthy target costs one read a second and process, and no write. When the table does not answer, each process goes on
with what it knows, and that is counted: a breaker guards against an outage and must not be one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.models import breaker as machine
from functions.models.breaker import CLOSED, Admission, Breaker, Phase
from functions.settings.system import Breaking
from functions.telemetry import Count, Meter

CACHE_SECONDS = 1.0
_TRIES = 4
_KEPT_SECONDS = 7 * 86_400
Clock = Callable[[], float]
"""Seconds since 1970."""


@dataclass(slots=True)
class _Known:
    breaker: Breaker
    version: int
    """0 while the item does not exist."""
    read: float


class Breakers:
    """The breakers of the targets in a scope: a system in a Region, for the other Region's targets are others."""

    def __init__(self, client: Any, table: str, scope: str, breaking: Breaking, *, clock: Clock, meter: Meter) -> None:
        self._client = client
        self._table = table
        self._scope = scope
        self._breaking = breaking
        self._clock = clock
        self._meter = meter
        self._known: dict[str, _Known] = {}

    def admits(self, target: str, patience: float) -> bool:
        """Whether a call may go: then `succeeded` or `failed` follows, within `patience` seconds."""
        now = self._clock()
        match machine.admit(self._read(target, now).breaker, now):
            case Admission.CALL:
                return True
            case Admission.REFUSE:
                return False
            case Admission.PROBE:
                return self._take_probe(target, patience)

    def succeeded(self, target: str) -> None:
        """The call brought an answer."""
        self._move(target, machine.succeeded)

    def failed(self, target: str) -> None:
        """The call brought none, and that speaks against the target."""
        self._move(target, lambda breaker: machine.failed(breaker, self._clock(), self._breaking))

    def _take_probe(self, target: str, patience: float) -> bool:
        """Whether this process is the one that probes: the first to write it down."""
        now = self._clock()
        known = self._read(target, now, fresh=True)
        if machine.admit(known.breaker, now) is not Admission.PROBE:
            return machine.admit(known.breaker, now) is Admission.CALL
        return self._write(target, known, machine.probing(known.breaker, now, patience))

    def _move(self, target: str, change: Callable[[Breaker], Breaker]) -> None:
        fresh = False
        for _ in range(_TRIES):
            known = self._read(target, self._clock(), fresh=fresh)
            wanted = change(known.breaker)
            if wanted == known.breaker or self._write(target, known, wanted):
                return
            fresh = True

    def _read(self, target: str, now: float, *, fresh: bool = False) -> _Known:
        known = self._known.get(target)
        if known and not fresh and 0 <= now - known.read < CACHE_SECONDS:
            return known
        try:
            answer = self._client.get_item(TableName=self._table, Key=self._key(target), ConsistentRead=True)
        except (BotoCoreError, ClientError):
            self._meter.count(Count.BREAKER_FAULT)
            # What is known ages, but the table is not asked again at every call.
            known = known or _Known(CLOSED, 0, now)
            known.read = now
        else:
            known = _of_item(answer.get("Item"), now)
        self._known[target] = known
        return known

    def _write(self, target: str, known: _Known, wanted: Breaker) -> bool:
        """Whether nobody else was faster; without the table this process's own state counts."""
        now = self._clock()
        condition: dict[str, Any] = (
            {
                "ConditionExpression": "version = :known",
                "ExpressionAttributeValues": {":known": {"N": str(known.version)}},
            }
            if known.version
            else {"ConditionExpression": "attribute_not_exists(id)"}
        )
        item = {
            **self._key(target),
            "phase": {"S": str(wanted.phase)},
            "failures": {"N": str(wanted.failures)},
            "until": {"N": repr(wanted.until)},
            "version": {"N": str(known.version + 1)},
            "expiration": {"N": str(int(now) + _KEPT_SECONDS)},
        }
        version = known.version + 1
        try:
            self._client.put_item(TableName=self._table, Item=item, **condition)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
                return False
            self._meter.count(Count.BREAKER_FAULT)
            version = known.version
        except BotoCoreError:
            self._meter.count(Count.BREAKER_FAULT)
            version = known.version
        self._known[target] = _Known(wanted, version, now)
        return True

    def _key(self, target: str) -> dict[str, Any]:
        return {"id": {"S": f"breaker#{self._scope}#{target}"}}


def _of_item(item: Any, now: float) -> _Known:
    if not item:
        return _Known(CLOSED, 0, now)
    breaker = Breaker(Phase(item["phase"]["S"]), int(item["failures"]["N"]), float(item["until"]["N"]))
    return _Known(breaker, int(item["version"]["N"]), now)
