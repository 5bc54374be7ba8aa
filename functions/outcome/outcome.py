"""What came of a decision, joined to it: the record that tells a model's quality from its confidence."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

from functions.canonical import digest
from functions.decision.known import Known
from functions.once import Once, Remaining
from functions.record.decision_record import moment, timestamp
from functions.record.identity import record_id
from functions.record.redaction import redacted
from functions.refusal import Refused
from functions.store.recorder import Recorder
from functions.telemetry import Count, Duration, Meter

BODY: Mapping[str, Any] = json.loads(files("functions.outcome.schema").joinpath("outcome-1.json").read_text("utf-8"))
"""What is sent: the decision's id, what came of it in one word, the event's own id, when, and a note."""


class Outcomes:
    """Takes outcomes."""

    def __init__(
        self,
        *,
        known: Known,
        recorder: Recorder,
        once: Once,
        meter: Meter,
        now: Callable[[], datetime],
        trace: Callable[[], str | None],
    ) -> None:
        self._known = known
        self._recorder = recorder
        self._once = once
        self._meter = meter
        self._now = now
        self._trace = trace

    def take(self, sent: Mapping[str, str], context: Remaining) -> dict[str, Any]:
        """The answer to a valid outcome; the same event again gets the same answer."""
        key = f"outcome:{sent['decision']}:{sent['event']}"
        body, again = self._once.run(key, digest(sent), lambda: self._record(sent), context)
        if again:
            self._meter.count(Count.DUPLICATE)
        return {**body, "replayed": again}

    def _record(self, sent: Mapping[str, str]) -> dict[str, Any]:
        decision, now = self._known.decision(sent["decision"]), self._now()
        happened = _when(sent.get("at"), now)
        delay = (happened - moment(decision["time"])).total_seconds() * 1000
        if delay < 0:
            raise Refused(400, "invalid", "is before the decision", field="at")
        id_ = record_id(now, "outcome", decision["id"], sent["event"])
        kept = self._recorder.keep(
            {
                **decision,
                "kind": "outcome",
                "id": id_,
                "refers_to": decision["id"],
                "time": timestamp(now),
                "outcome": sent["outcome"],
                "final": True,
                "explanation": redacted(sent.get("note", "")),
                "trace_id": self._trace(),
                "latency_ms": round(delay, 3),
            }
        )
        self._meter.count(Count.SERVED)
        self._meter.count(Count.OUTCOME)
        self._meter.took(Duration.OUTCOME, delay)
        self._meter.flush(now)
        return {"decision": decision["id"], "outcome": id_, "recorded": str(kept.where), "delay_ms": round(delay, 3)}


def _when(at: str | None, now: datetime) -> datetime:
    if at is None:
        return now
    try:
        happened = datetime.fromisoformat(at)
    except ValueError:
        raise Refused(400, "invalid", "is no date", field="at") from None
    if happened > now:
        raise Refused(400, "invalid", "is in the future", field="at")
    return happened
