"""From a card to what its functions are told: the content of `system.json`, as plain JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from config.patterns import outcomes
from config.system import System
from config.system.card import Payload, Shadow
from config.system.rules import BusinessRules
from config.vocabulary import InputRecord, Runtime, TargetKind

OWN = "own"
"""The target that the system's own model is."""
HUMAN = "human"
BACKOFF = MappingProxyType({"base_ms": 50, "cap_ms": 500})
SLACK_MS = 250
"""What a call may take beyond its timeout: a connection that is taken down, a table that is asked."""
ATTEMPTS = 3
"""The most that one target is asked, however quick it is."""

_POSITIVE = "decline"
"""What a score is the probability of."""


def settings(system: System) -> dict[str, Any]:
    """The system's `system.json`: see functions/settings/schema/system-1.json for what each key means."""
    card, decision = system.card, system.card.decision
    targets, challenge = _targets(system), card.shadow
    shadow = {} if challenge is None else {"shadow": _shadow(system, challenge)}
    scoring = (
        {"scoring": {"positive": _POSITIVE, "negative": "accept"}} if card.serve.runtime is Runtime.SAGEMAKER else {}
    )
    return {
        "schema_version": 1,
        "system": card.name,
        "risk": str(card.risk.tier),
        "outcomes": list(outcomes(card.pattern)),
        **scoring,
        "instructions": " ".join(filter(None, (card.purpose, card.risk.disclosure))),
        "deadline_ms": worst_case(targets),
        "bands": {"act": decision.confidence.act, "review": decision.confidence.review},
        "four_eyes": decision.review.reviewers == 2,
        "record": {
            "input": "digest" if decision.record.input is InputRecord.DIGEST else "digest-and-redacted-text",
            "on_store_failure": str(decision.record.on_store_failure),
            "subject": decision.subject,
            # The subject is known by pseudonym alone; other personal texts are kept with what has a form taken out.
            "personal": [decision.subject],
        },
        "payload": payload_schema(card.payload),
        "targets": targets,
        "backoff": dict(BACKOFF),
        "rules": _rules(decision.rules),
        **shadow,
    }


def _rules(approved: BusinessRules | None) -> dict[str, Any]:
    """What people approved; version 0 says that nobody has laid down a rule."""
    if approved is None:
        return {"version": "0", "rules": []}
    rules = [rule.model_dump(mode="json", exclude_none=True) for rule in approved.rules]
    return {"version": approved.version, "rules": rules}


def attempts(timeout: timedelta, latency: timedelta) -> int:
    """How often a target is asked before the next is: as often as the promised latency has room for."""
    return max(1, min(ATTEMPTS, math.floor(latency / timeout)))


def worst_case(targets: Sequence[Mapping[str, Any]]) -> int:
    """Milliseconds that the targets take when every call runs into its timeout, with room for what lies between."""
    asked = [target for target in targets if target["kind"] != HUMAN]
    waits = sum(target["attempts"] - 1 for target in asked) * BACKOFF["cap_ms"]
    return waits + sum(target["attempts"] * (target["timeout_ms"] + SLACK_MS) for target in asked)


def payload_schema(fields: Mapping[str, Payload]) -> dict[str, Any]:
    """The JSON Schema of a request: the card's fields, and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(name for name, field in fields.items() if field.required),
        "properties": {name: _field(field) for name, field in sorted(fields.items())},
    }


def _field(field: Payload) -> dict[str, Any]:
    bounds: dict[str, Any] = {"minLength": 1} if field.type == "string" else {}
    if field.longest is not None and field.type == "string":
        bounds["maxLength"] = field.longest
    return {"type": field.type, **bounds}


def _targets(system: System) -> list[dict[str, Any]]:
    card = system.card
    own = {
        "name": OWN,
        "kind": str(card.serve.runtime),
        "model": card.model.name,
        "digest": card.model.digest,
        "timeout_ms": _milliseconds(card.serve.timeout),
        "attempts": attempts(card.serve.timeout, card.serve.slo.latency),
    }
    others = [_fallback(system, name) for name in card.decision.fallbacks]
    return [own, *others]


def _fallback(system: System, name: str) -> dict[str, Any]:
    if name == HUMAN:
        return {"name": HUMAN, "kind": HUMAN}
    target = system.card.targets[name]
    return {
        "name": name,
        "kind": str(TargetKind.BEDROCK),
        "model": target.model,
        "timeout_ms": _milliseconds(target.timeout),
        "attempts": 1,
    }


def _shadow(system: System, challenge: Shadow) -> dict[str, Any]:
    target = _fallback(system, challenge.target)
    return {"share": challenge.share, "deadline_ms": worst_case([target]), "target": target}


def _milliseconds(wait: timedelta) -> int:
    return round(wait.total_seconds() * 1000)
