"""Two systems as their cards would say them, and the environment of their functions."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

ASSISTANT: dict[str, Any] = {
    "schema_version": 1,
    "system": "support-assistant",
    "risk": "limited",
    "outcomes": ["answer", "hand-over"],
    "instructions": "You answer customers' questions about orders.",
    "deadline_ms": 9000,
    "bands": {"act": 0.8, "review": 0.55},
    "four_eyes": False,
    "record": {
        "input": "digest-and-redacted-text",
        "on_store_failure": "spool",
        "subject": "customer",
        "personal": ["customer"],
    },
    "payload": {
        "type": "object",
        "additionalProperties": False,
        "required": ["customer", "question"],
        "properties": {
            "customer": {"type": "string", "minLength": 1, "maxLength": 64},
            "question": {"type": "string", "minLength": 1, "maxLength": 4096},
        },
    },
    "targets": [
        {
            "name": "primary",
            "kind": "vllm",
            "model": "llama-3.1-8b-instruct",
            "digest": f"sha256:{'9f' * 32}",
            "timeout_ms": 1000,
            "attempts": 2,
        },
        {"name": "bedrock", "kind": "bedrock", "model": "a-hosted-model", "timeout_ms": 1000, "attempts": 1},
        {"name": "human", "kind": "human"},
    ],
    "backoff": {"base_ms": 1, "cap_ms": 5},
    "breaker": {"failures": 5, "open_seconds": 30},
    "rules": {
        "version": "2026-11",
        "rules": [
            {
                "id": "no-legal-advice",
                "when": "contains(input.question, 'lawsuit')",
                "then": {"outcome": "hand-over", "band": "act", "explanation": "questions of law go to a person"},
            }
        ],
    },
}

FRAUD: dict[str, Any] = {
    "schema_version": 1,
    "system": "fraud-scoring",
    "risk": "high",
    "outcomes": ["approve", "decline"],
    "scoring": {"positive": "decline", "negative": "approve"},
    "deadline_ms": 4000,
    "bands": {"act": 0.9, "review": 0.6},
    "four_eyes": True,
    "record": {"input": "digest", "on_store_failure": "fail", "subject": "account"},
    "payload": {
        "type": "object",
        "additionalProperties": False,
        "required": ["account", "amount"],
        "properties": {
            "account": {"type": "string", "minLength": 1, "maxLength": 64},
            "amount": {"type": "number", "exclusiveMinimum": 0},
        },
    },
    "targets": [
        {
            "name": "endpoint",
            "kind": "sagemaker",
            "model": "fraud-2026-10",
            "digest": f"sha256:{'ab' * 32}",
            "timeout_ms": 500,
            "attempts": 2,
        },
        {"name": "human", "kind": "human"},
    ],
    "backoff": {"base_ms": 1, "cap_ms": 5},
    "rules": {
        "version": "7",
        "rules": [
            {
                "id": "small-amounts",
                "when": "input.amount < `5`",
                "then": {"outcome": "approve", "band": "act", "explanation": "below the limit of the policy"},
            },
            {
                "id": "large-amounts",
                "when": "input.amount >= `50000`",
                "then": {"band": "person", "explanation": "large amounts are decided by people"},
            },
        ],
    },
}

SHADOW: dict[str, Any] = {
    "share": 1,
    "deadline_ms": 1250,
    "target": {"name": "rival", "kind": "bedrock", "model": "a-rival-model", "timeout_ms": 1000, "attempts": 1},
}
"""A challenger of the assistant that is asked about everything."""

TABLES = {
    "LZ_IDEMPOTENCY_TABLE": "requests",
    "LZ_BREAKER_TABLE": "breakers",
    "LZ_REVIEW_TABLE": "reviews",
    "LZ_STOP_TABLE": "breakers",
}


def system(of: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A copy with some keys set; `record__input="digest"` reaches one level down."""
    copy = deepcopy(of)
    for path, value in changes.items():
        *outer, last = path.split("__")
        held = copy
        for name in outer:
            held = held[name]
        held[last] = value
    return copy


def write(folder: Path, of: dict[str, Any]) -> Path:
    """system.json in a folder, as beside the function's code."""
    (folder / "system.json").write_text(json.dumps(of), encoding="utf-8")
    return folder


def targets(endpoint: str) -> str:
    """LZ_TARGETS for both systems, on stand-in models."""
    return json.dumps(
        {
            "primary": {"url": f"{endpoint}/v1", "model": "llama", "guardrail": {"id": "gr-1", "version": "3"}},
            "bedrock": {"model": "hosted", "guardrail": {"id": "gr-1", "version": "3"}},
            "rival": {"model": "rival", "guardrail": {"id": "gr-1", "version": "3"}},
            "endpoint": {"endpoint": "fraud"},
        }
    )
