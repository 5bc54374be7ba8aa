"""From a payload to a record: models, rules, bands. No record, no answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jmespath

from functions.bands import Band, band
from functions.canonical import canonical, digest, digest_of
from functions.decision.answer import answer
from functions.decision.request import Request
from functions.decision.switch import Stopped
from functions.models.answer import Answer, ConfidenceKind
from functions.models.chain import Chain, Walk
from functions.record.decision_record import PENDING, VERSION, Record, timestamp
from functions.record.identity import record_id
from functions.record.redaction import redacted, redacted_value, shortened
from functions.refusal import Refused
from functions.review.desk import Desk, case_of
from functions.rules import Override, Rules, RulesError
from functions.settings.system import System
from functions.store.recorder import Recorder
from functions.telemetry import Count, Duration, Figure, Meter

_TEXT = 65_536
_EXPLANATION = 4_096
Pseudonym = Callable[[str], tuple[str, str]]
"""A subject's id to its pseudonym and the key that made it."""
_RESERVE = 3.0
"""Seconds that a decision needs after the models: the store, the spool, the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where decisions are taken."""

    environment: str
    region: str
    shadow: bool
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What a walk comes to under the rules and the bands."""

    band: Band
    outcome: str
    explanation: str
    rule: str | None


class Decider:
    """Takes the decisions of a system; without a desk nobody is asked to look at them."""

    def __init__(
        self,
        system: System,
        scene: Scene,
        *,
        chain: Chain,
        recorder: Recorder,
        desk: Desk | None,
        pseudonym: Pseudonym | None,
        stopped: Stopped,
        meter: Meter,
    ) -> None:
        self._system = system
        self._scene = scene
        self._chain = chain
        self._recorder = recorder
        self._desk = desk
        self._make_pseudonym = pseudonym
        self._stopped = stopped
        self._meter = meter
        self._rules = Rules(system.rules)
        self._subject = jmespath.compile(system.record.subject) if system.record.subject else None

    def decide(self, request: Request, seconds: float) -> dict[str, Any]:
        """The answer to a valid request, `seconds` before the process ends."""
        subject = self._pseudonym(request.payload)
        walk = self._walk(request, seconds)
        if walk.depth == 0 and walk.answer is not None and walk.answer.confidence is not None:
            self._meter.said(Figure.CONFIDENCE, walk.answer.confidence * 100)
        if walk.target is None:
            self._meter.count(Count.EXHAUSTED)
            raise Refused(503, "no-model", "no model answered, and nobody stands behind them", retry=5)
        judged = self._judge(walk, request.payload)
        kept = self._recorder.keep(self._record(request, subject, walk, judged))
        record = kept.record
        if kept.earlier and record["input_digest"] != digest(request.payload):
            self._meter.count(Count.MISMATCH)
            raise Refused(422, "key-reused", "was used for another payload", field="Idempotency-Key")
        if record["band"] != Band.ACT and self._desk is not None:
            self._desk.open(record, case_of(record, request.payload, four_eyes=self._system.four_eyes))
        text = record["output"] if kept.earlier else walk.answer.text if walk.answer else None
        return answer(record, kept.where, text, replayed=kept.earlier)

    def _walk(self, request: Request, seconds: float) -> Walk:
        if self._stopped():
            self._meter.count(Count.STOPPED)
            walk = self._chain.stopped()
            if walk.target is None:
                raise Refused(503, "stopped", "people have stopped the system, and nobody stands behind it", retry=60)
            return walk
        walk = self._chain.walk(request.payload, seconds - _RESERVE)
        self._meter.took(Duration.MODEL, walk.seconds * 1000)
        return walk

    def _pseudonym(self, payload: Any) -> tuple[str, str] | None:
        if self._subject is None or self._make_pseudonym is None:
            return None
        named = self._subject.search(payload)
        if named is None:
            return None
        if isinstance(named, bool) or not isinstance(named, str | int):
            raise Refused(400, "invalid", "must be text or a whole number", field=self._system.record.subject)
        return self._make_pseudonym(str(named))

    def _judge(self, walk: Walk, payload: Mapping[str, Any]) -> _Judged:
        said = walk.answer
        if said is None:
            reason = "the system is stopped, and no model was asked" if walk.stopped else "no model answered"
            return _Judged(band=Band.PERSON, outcome=PENDING, explanation=reason, rule=None)
        if said.blocked:
            self._meter.count(Count.BLOCKED)
            return _Judged(band=Band.PERSON, outcome=PENDING, explanation=said.explanation, rule=None)
        try:
            override = self._rules.override(payload, said)
        except RulesError as error:
            self._meter.count(Count.RULES_FAULT)
            return _Judged(band=Band.PERSON, outcome=PENDING, explanation=str(error), rule=None)
        if override:
            self._meter.count(Count.RULE_FIRED)
        return self._banded(said, override)

    def _banded(self, said: Answer, override: Override | None) -> _Judged:
        ruled = override.band if override and override.band else None
        where = Band(ruled) if ruled else band(said.confidence, self._system.bands)
        outcome = override.outcome if override and override.outcome else said.outcome
        reason = override.explanation if override and override.explanation else said.explanation
        return _Judged(
            band=where,
            outcome=outcome if where is Band.ACT else PENDING,
            explanation=reason,
            rule=override.rule if override else None,
        )

    def _record(self, request: Request, subject: tuple[str, str] | None, walk: Walk, judged: _Judged) -> Record:
        now = self._scene.now()
        said, target = walk.answer, walk.target
        if target is None:
            raise ValueError("a walk without a target is no decision")
        keeps = self._system.record.keeps_text
        text = said.text if said else None
        seen = redacted_value(request.payload, self._system.record.personal) if keeps else None
        return {
            "schema_version": VERSION,
            "kind": "decision",
            "id": record_id(now, self._system.name, request.caller, request.key),
            "refers_to": request.mirrors,
            "time": timestamp(now),
            "system": self._system.name,
            "environment": self._scene.environment,
            "region": self._scene.region,
            "model": {"name": target.model, "digest": target.digest, "kind": str(target.kind)},
            "rule_version": self._rules.version,
            "rule": judged.rule,
            "guardrail": {"id": walk.guardrail.id, "version": walk.guardrail.version} if walk.guardrail else None,
            "input_digest": digest(request.payload),
            "input": shortened(canonical(seen), _TEXT) if keeps else None,
            "output_digest": digest_of(text.encode()) if text is not None else None,
            "output": shortened(redacted(text), _TEXT) if keeps and text is not None else None,
            "subject": subject[0] if subject else None,
            "subject_key": subject[1] if subject else None,
            "confidence": said.confidence if said else None,
            "confidence_kind": str(said.confidence_kind if said else ConfidenceKind.NONE),
            "band": str(judged.band),
            "proposed": said.outcome or None if said else None,
            "outcome": judged.outcome,
            "final": judged.band is Band.ACT,
            "explanation": shortened(redacted(judged.explanation), _EXPLANATION),
            "reviewer": None,
            "override": None,
            "fallback_depth": walk.depth,
            "attempts": walk.attempts,
            "shadow": self._scene.shadow,
            "probe": request.probe,
            "trace_id": request.trace,
            "latency_ms": round(max(0.0, (now - request.received).total_seconds() * 1000), 3),
        }
