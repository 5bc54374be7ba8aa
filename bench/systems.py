"""A system for the benchmarks, as a card would say it."""

from __future__ import annotations

from typing import Any

FRAUD: dict[str, Any] = {
    "schema_version": 1,
    "system": "bench",
    "risk": "high",
    "outcomes": ["approve", "decline"],
    "scoring": {"positive": "decline", "negative": "approve"},
    "deadline_ms": 5000,
    "bands": {"act": 0.8, "review": 0.6},
    "four_eyes": False,
    "record": {"input": "digest-and-redacted-text", "on_store_failure": "fail", "subject": "account"},
    "payload": {
        "type": "object",
        "additionalProperties": False,
        "required": ["account", "amount", "note"],
        "properties": {
            "account": {"type": "string", "minLength": 1, "maxLength": 64},
            "amount": {"type": "number", "exclusiveMinimum": 0},
            "note": {"type": "string", "maxLength": 1024},
        },
    },
    "targets": [
        {"name": "endpoint", "kind": "sagemaker", "model": "m", "timeout_ms": 1000, "attempts": 2},
        {"name": "second", "kind": "sagemaker", "model": "n", "timeout_ms": 1000, "attempts": 1},
        {"name": "human", "kind": "human"},
    ],
    "backoff": {"base_ms": 1, "cap_ms": 5},
    "rules": {
        "version": "1",
        "rules": [
            {"id": "small", "when": "input.amount < `5`", "then": {"outcome": "approve", "band": "act"}},
            {"id": "large", "when": "input.amount > `5000`", "then": {"band": "review"}},
        ],
    },
}
"""High risk: it fails closed."""

LENIENT: dict[str, Any] = {
    **FRAUD,
    "risk": "limited",
    "record": {**FRAUD["record"], "on_store_failure": "spool"},
}
"""The same, for a tier that may spool."""
