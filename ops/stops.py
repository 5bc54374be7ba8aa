"""The stop of an AI system: one item that its functions read before they ask a model, written by people alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.decision.switch import STOPPED, key
from functions.record.decision_record import timestamp

_TOLD = ("by", "at", "reason")


def say(dynamodb: Any, table: str, system: str, *, stopped: bool, by: str, reason: str) -> Mapping[str, Any]:
    """Write that the system is stopped, or is not, with who says so and why; what was said before comes back."""
    told = {"by": by, "at": timestamp(datetime.now(UTC)), "reason": reason}
    item = {**key(system), STOPPED: {"BOOL": stopped}, **{name: {"S": value} for name, value in told.items()}}
    before = dynamodb.put_item(TableName=table, Item=item, ReturnValues="ALL_OLD").get("Attributes")
    return {"system": system, STOPPED: stopped, **told, "before": _read(before), "table": table}


def _read(item: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if item is None:
        return None
    return {STOPPED: item[STOPPED]["BOOL"], **{name: item[name]["S"] for name in _TOLD}}
