"""Where pending decisions wait: an item a case in DynamoDB, and a message that tells people of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from functions.bands import Band
from functions.canonical import canonical
from functions.record.decision_record import Record
from functions.refusal import Refused
from functions.review.case import Case, from_json, to_json
from functions.telemetry import Count, Meter

_TRIES = 5
_Said = TypeVar("_Said")
_KEPT_CLOSED_SECONDS = 30 * 86_400
_CONFLICT = "ConditionalCheckFailedException"


def case_of(record: Record, payload: Any, *, four_eyes: bool) -> Case:
    """The case that a pending decision opens."""
    return Case(
        decision=record["id"],
        band=record["band"],
        four_eyes=four_eyes,
        proposed=record["proposed"] if record["band"] == Band.REVIEW else None,
        confidence=record["confidence"],
        opened=record["time"],
        payload=payload,
    )


class Desk:
    """The cases of a system."""

    def __init__(
        self, tables: Any, table: str, queues: Any, url: str, *, meter: Meter, clock: Callable[[], float]
    ) -> None:
        self._tables = tables
        self._table = table
        self._queues = queues
        self._url = url
        self._meter = meter
        self._clock = clock

    def open(self, record: Record, case: Case) -> None:
        """Put a pending decision before people; opening it twice is opening it once, but for a second message."""
        try:
            held = self._put_new(case)
            if held.closed:
                return
            message = {
                "decision": case.decision,
                "system": record["system"],
                "band": case.band,
                "four_eyes": case.four_eyes,
                "opened": case.opened,
            }
            self._queues.send_message(QueueUrl=self._url, MessageBody=canonical(message))
        except (BotoCoreError, ClientError):
            self._meter.count(Count.REVIEW_FAULT)
            raise Refused(503, "review-unavailable", "the decision could not be put before a person", retry=5) from None
        self._meter.count(Count.REVIEW_QUEUED)

    def find(self, decision: str) -> tuple[Case, int] | None:
        """The case and its version; None where there is none."""
        try:
            answer = self._tables.get_item(TableName=self._table, Key=_key(decision), ConsistentRead=True)
        except (BotoCoreError, ClientError):
            raise _unavailable(self._meter) from None
        item = answer.get("Item")
        return (from_json(json.loads(item["case"]["S"])), int(item["version"]["N"])) if item else None

    def change(self, decision: str, change: Callable[[Case], tuple[Case, _Said]]) -> _Said:
        """Change a case as if nobody else did at the same time; what the change raises, ends it."""
        for _ in range(_TRIES):
            found = self.find(decision)
            if found is None:
                raise Refused(404, "unknown-decision", "no such decision waits for a person", field="decision")
            case, version = found
            wanted, said = change(case)
            if wanted == case or self._put(wanted, version):
                return said
        raise Refused(409, "busy", "others are giving a verdict on this decision", retry=1)

    def _put_new(self, case: Case) -> Case:
        try:
            self._tables.put_item(
                TableName=self._table, Item=self._item(case, 1), ConditionExpression="attribute_not_exists(id)"
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != _CONFLICT:
                raise
            found = self.find(case.decision)
            return found[0] if found else case
        return case

    def _put(self, case: Case, version: int) -> bool:
        try:
            self._tables.put_item(
                TableName=self._table,
                Item=self._item(case, version + 1),
                ConditionExpression="version = :known",
                ExpressionAttributeValues={":known": {"N": str(version)}},
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") == _CONFLICT:
                return False
            raise _unavailable(self._meter) from None
        except BotoCoreError:
            raise _unavailable(self._meter) from None
        return True

    def _item(self, case: Case, version: int) -> dict[str, Any]:
        item = {
            **_key(case.decision),
            "case": {"S": canonical(to_json(case))},
            "version": {"N": str(version)},
            "status": {"S": "closed" if case.closed else "open"},
        }
        if case.closed:
            # An open case never expires: it is a person's work, not a cache.
            item["expiration"] = {"N": str(int(self._clock()) + _KEPT_CLOSED_SECONDS)}
        return item


def _key(decision: str) -> dict[str, Any]:
    return {"id": {"S": f"review#{decision}"}}


def _unavailable(meter: Meter) -> Refused:
    meter.count(Count.REVIEW_FAULT)
    return Refused(503, "review-unavailable", "the table of reviews does not answer", retry=5)
