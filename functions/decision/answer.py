"""The answer, made from the record alone: whoever asks twice is told the same."""

from __future__ import annotations

from typing import Any

from functions.bands import Band
from functions.record.decision_record import Record


def answer(record: Record, where: str, text: str | None, *, replayed: bool) -> dict[str, Any]:
    """What the caller reads. `text` is the model's own; a record keeps it redacted or not at all."""
    decided = record["band"] == Band.ACT
    return {
        "decision": record["id"],
        "time": record["time"],
        "system": record["system"],
        "decided": decided,
        "band": record["band"],
        "outcome": record["outcome"],
        "text": text if decided else None,
        "explanation": record["explanation"],
        "confidence": record["confidence"],
        "model": record["model"]["name"],
        "rule_version": record["rule_version"],
        "fallback_depth": record["fallback_depth"],
        "recorded": where,
        "replayed": replayed,
    }


def status(answered: dict[str, Any]) -> int:
    """200 for a decision, 202 for one that waits for a person."""
    return 200 if answered["decided"] else 202
