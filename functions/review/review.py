"""A person's verdict: claimed on the case, recorded in the store, and only then in force."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

from functions.bands import Band
from functions.decision.known import Known
from functions.record.decision_record import moment, timestamp
from functions.record.identity import record_id
from functions.record.redaction import redacted
from functions.refusal import Refused
from functions.review.case import Case, Verdict, claimed, recorded
from functions.review.desk import Desk, case_of
from functions.settings.system import System
from functions.store.recorder import Recorder
from functions.telemetry import Count, Duration, Meter


def body_schema(system: System) -> dict[str, Any]:
    """What a reviewer sends; who they are is not theirs to say."""
    schema = json.loads(files("functions.review.schema").joinpath("verdict-1.json").read_text("utf-8"))
    schema["properties"]["verdict"]["enum"] = list(system.outcomes)
    return schema


class Reviewing:
    """Takes verdicts."""

    def __init__(
        self,
        system: System,
        *,
        known: Known,
        recorder: Recorder,
        desk: Desk,
        meter: Meter,
        now: Callable[[], datetime],
        trace: Callable[[], str | None],
    ) -> None:
        self._system = system
        self._known = known
        self._recorder = recorder
        self._desk = desk
        self._meter = meter
        self._now = now
        self._trace = trace

    def review(self, reviewer: str, sent: Mapping[str, str]) -> dict[str, Any]:
        """The answer to a valid verdict of a known person."""
        decision = self._known.decision(sent["decision"])
        if decision["band"] == Band.ACT:
            raise Refused(409, "decided", "the decision did not wait for a person", field="decision")
        self._ensure_case(decision)
        # A claim whose record may be missing is completed by whoever comes next, before anything is added to it.
        for earlier in self._case(decision["id"]).unrecorded:
            self._record(decision, earlier)
        verdict = self._claim(decision["id"], reviewer, sent)
        if not verdict.recorded:
            self._record(decision, verdict)
        case = self._case(decision["id"])
        return {
            "decision": decision["id"],
            "review": verdict.id,
            "verdict": verdict.outcome,
            "reviewer": verdict.reviewer,
            "override": _overrides(decision, verdict),
            "closed": case.closed,
            "outcome": next((each.outcome for each in case.verdicts if each.final), None) if case.closed else None,
        }

    def _ensure_case(self, decision: Mapping[str, Any]) -> None:
        """A decision whose case never reached the table is opened from its record, without the request."""
        if self._desk.find(decision["id"]) is None:
            self._desk.open(decision, case_of(decision, None, four_eyes=self._system.four_eyes))

    def _case(self, id_: str) -> Case:
        found = self._desk.find(id_)
        if found is None:
            raise Refused(503, "review-unavailable", "the case is not there", retry=5)
        return found[0]

    def _claim(self, decision: str, reviewer: str, sent: Mapping[str, str]) -> Verdict:
        now = self._now()

        def claim(case: Case) -> tuple[Case, Verdict]:
            return claimed(
                case,
                reviewer=reviewer,
                outcome=sent["verdict"],
                explanation=redacted(sent["explanation"]),
                id_=record_id(now, "review", decision, reviewer),
                time=timestamp(now),
            )

        return self._desk.change(decision, claim)

    def _record(self, decision: Mapping[str, Any], verdict: Verdict) -> None:
        taken, given = moment(decision["time"]), moment(verdict.time)
        override = _overrides(decision, verdict)
        delay = max(0.0, (given - taken).total_seconds() * 1000)
        self._recorder.keep(
            {
                **decision,
                "kind": "review",
                "id": verdict.id,
                "refers_to": decision["id"],
                "time": verdict.time,
                "outcome": verdict.outcome,
                "final": verdict.final,
                "explanation": verdict.explanation,
                "reviewer": verdict.reviewer,
                "override": override,
                "trace_id": self._trace(),
                "latency_ms": round(delay, 3),
            }
        )
        if not self._desk.change(decision["id"], lambda case: _recorded(case, verdict)):
            # Somebody completed the same claim meanwhile, and counted it.
            return
        self._meter.count(Count.SERVED)
        self._meter.count(Count.VERDICT)
        if override:
            self._meter.count(Count.OVERRIDE)
        if verdict.final:
            self._meter.took(Duration.REVIEW, delay)
        self._meter.flush(given)


def _overrides(decision: Mapping[str, Any], verdict: Verdict) -> bool | None:
    return None if decision["proposed"] is None else verdict.outcome != decision["proposed"]


def _recorded(case: Case, verdict: Verdict) -> tuple[Case, bool]:
    """The case with the verdict in force, and whether it was not before."""
    return recorded(case, verdict.id), any(each.id == verdict.id for each in case.unrecorded)
