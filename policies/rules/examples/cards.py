"""A model card: what a model is for, and that somebody approved it."""

from __future__ import annotations

import json
from typing import Any

from policies.rule import Example
from policies.rules.examples.build import REGION, ai
from policies.rules.examples.storage import key_arn
from policies.subjects import CARD


def card(model: str, name: str = "card", **changes: Any) -> Example:
    """An approved and encrypted card of a model, with changes."""
    content = {"model_overview": {"model_name": model}, "intended_uses": {"risk_rating": "High"}}
    return ai(
        CARD,
        name,
        **{
            "modelCardName": model,
            "modelCardStatus": "Approved",
            "content": json.dumps(content),
            "securityConfig": {"kmsKeyId": key_arn(REGION, "models")},
            **changes,
        },
    )
