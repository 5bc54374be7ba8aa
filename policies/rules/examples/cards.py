"""A model card: what a model is for, and that somebody approved it."""

from __future__ import annotations

import json
from typing import Any

from policies.rule import Example
from policies.rules.examples.build import REGION, ai
from policies.rules.examples.storage import key_arn
from policies.subjects import CARD


def content(model: str, *examinations: str) -> str:
    """What a card says: which model, how much depends on it, and what it was examined for."""
    return json.dumps(
        {
            "model_overview": {"model_name": model},
            "intended_uses": {"risk_rating": "High"},
            "evaluation_details": [{"name": name} for name in examinations],
        }
    )


def card(model: str, name: str = "card", **changes: Any) -> Example:
    """An approved and encrypted card of a model that was examined, with changes."""
    return ai(
        CARD,
        name,
        **{
            "modelCardName": model,
            "modelCardStatus": "Approved",
            "content": content(model, "Bias", "Explainability"),
            "securityConfig": {"kmsKeyId": key_arn(REGION, "operations")},
            **changes,
        },
    )
