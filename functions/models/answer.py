"""What a model says, and what is no answer."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any

from functions.models.failure import Failure, ModelError
from functions.settings.system import Scoring


@unique
class ConfidenceKind(StrEnum):
    """What a confidence measures. None of them is a promise that the answer is right."""

    TOKEN_PROBABILITY = "token-probability"  # noqa: S105  a kind of confidence
    """The geometric mean of the probabilities of the answer's tokens: how sure a language model is of its wording."""
    MODEL_PROBABILITY = "model-probability"
    """The probability that a scoring model gives to the outcome: as good as the model is calibrated."""
    NONE = "none"
    """Nothing measures it, and what a model says of itself is not taken for it. A person looks at such an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A model's proposal."""

    outcome: str
    explanation: str
    text: str | None = None
    """What a language model wrote for the one who asked."""
    confidence: float | None = None
    confidence_kind: ConfidenceKind = ConfidenceKind.NONE
    score: float | None = None
    blocked: bool = False
    """The guardrail intervened: there is no proposal, and a person decides."""


def answer_schema(outcomes: Sequence[str]) -> dict[str, Any]:
    """The JSON schema that a language model's answer follows."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["outcome", "explanation", "text"],
        "properties": {
            "outcome": {"type": "string", "enum": list(outcomes)},
            "explanation": {"type": "string"},
            "text": {"type": "string"},
        },
    }


def spoken(
    content: Any, outcomes: Sequence[str], confidence: float | None, kind: ConfidenceKind = ConfidenceKind.NONE
) -> Answer:
    """A language model's answer from its text."""
    try:
        held = json.loads(content)
    except (TypeError, ValueError):
        raise ModelError(Failure.GARBAGE, "the answer is not JSON") from None
    if not isinstance(held, Mapping):
        raise ModelError(Failure.GARBAGE, "the answer is not a JSON object")
    outcome, explanation, text = (held.get(name) for name in ("outcome", "explanation", "text"))
    if not isinstance(outcome, str) or outcome not in outcomes:
        raise ModelError(Failure.GARBAGE, "the outcome is none of the system's")
    if not isinstance(explanation, str) or not isinstance(text, str):
        raise ModelError(Failure.GARBAGE, "explanation or text is missing")
    return Answer(outcome=outcome, explanation=explanation, text=text, confidence=confidence, confidence_kind=kind)


def scored(held: Any, scoring: Scoring) -> Answer:
    """A scoring model's answer: `{"score": p, "reasons": [...]}`, p the probability of the positive outcome."""
    if not isinstance(held, Mapping):
        raise ModelError(Failure.GARBAGE, "the answer is not a JSON object")
    score, reasons = held.get("score"), held.get("reasons", [])
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise ModelError(Failure.GARBAGE, "the score is missing or no probability")
    if not isinstance(reasons, list) or not all(isinstance(reason, str) for reason in reasons):
        raise ModelError(Failure.GARBAGE, "the reasons are not a list of texts")
    positive = score >= 0.5
    return Answer(
        outcome=scoring.positive if positive else scoring.negative,
        explanation="; ".join(reasons) or "the model gave no reasons",
        confidence=float(score if positive else 1 - score),
        confidence_kind=ConfidenceKind.MODEL_PROBABILITY,
        score=float(score),
    )


def token_probability(logprobs: Any) -> float:
    """The geometric mean of token probabilities, from OpenAI's `logprobs.content`."""
    content = logprobs.get("content") if isinstance(logprobs, Mapping) else None
    if not isinstance(content, list) or not content:
        raise ModelError(Failure.GARBAGE, "the log probabilities are missing")
    values = [token.get("logprob") if isinstance(token, Mapping) else None for token in content]
    numbers = [float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) != len(values) or any(math.isnan(value) or value > 0 for value in numbers):
        raise ModelError(Failure.GARBAGE, "a log probability is missing or above zero")
    return math.exp(sum(numbers) / len(numbers))
