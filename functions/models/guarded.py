"""A target behind a guardrail that stands beside it: applied to what is asked before, to what is answered after.

Converse applies a guardrail by itself; a model that the house serves does not. Bedrock's ApplyGuardrail judges any text
(https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-independent-api.html, read 2026-11-26). A guardrail
that does not answer is a target that does not answer: nothing goes past it.

Contextual grounding is not judged here: it needs the source of an answer, and a request carries none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from botocore.exceptions import BotoCoreError, ClientError

from functions.canonical import canonical
from functions.models.answer import Answer
from functions.models.aws_errors import failure
from functions.models.failure import Failure, ModelError
from functions.models.target import Asked, Payload
from functions.settings.deployment import Guardrail
from functions.settings.system import Target

MODEL_SHARE = 0.7
"""How much of a target's time its model may take; the rest is for the two judgements."""

_BLOCKED = Answer(outcome="", explanation="the guardrail intervened", blocked=True)


def inner(target: Target) -> Target:
    """The target with the time that is left for its model."""
    return replace(target, seconds=target.seconds * MODEL_SHARE)


def judging_seconds(target: Target) -> float:
    """What one judgement may take: to connect, and as long again to read, twice within the rest of the time."""
    return target.seconds * (1 - MODEL_SHARE) / 4


class Guarded:
    """A target and its guardrail."""

    def __init__(self, target: Target, asked: Asked, guardrail: Guardrail, client: Any) -> None:
        self.target = target
        self.guardrail: Guardrail | None = guardrail
        self._asked = asked
        self._client = client
        self._fixed = {"guardrailIdentifier": guardrail.id, "guardrailVersion": guardrail.version}

    def ask(self, payload: Payload) -> Answer:
        """The answer to what the guardrail lets in, as far as it lets it out."""
        let_in = self._judge("INPUT", payload)
        if let_in is None:
            return _BLOCKED
        answer = self._asked.ask(let_in)
        let_out = self._judge("OUTPUT", {"explanation": answer.explanation, "text": answer.text or ""})
        if let_out is None:
            return _BLOCKED
        text = str(let_out["text"]) if answer.text is not None else None
        return replace(answer, explanation=str(let_out["explanation"]), text=text)

    def _judge(self, source: Literal["INPUT", "OUTPUT"], said: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """What was said, with what is masked masked; None where the guardrail blocks it."""
        content = [{"text": {"text": canonical(said)}}]
        try:
            held = self._client.apply_guardrail(source=source, content=content, **self._fixed)
        except (BotoCoreError, ClientError) as error:
            raise failure(error) from None
        match held.get("action"):
            case "NONE":
                return said
            case "GUARDRAIL_INTERVENED":
                return _masked(held, said)
            case _:
                raise ModelError(Failure.GARBAGE, "the guardrail said neither yes nor no")


def _masked(held: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The masked text, where masking is all that the guardrail did and the text still has its form; else None."""
    if set(_actions(held.get("assessments"))) - {"NONE"} != {"ANONYMIZED"}:
        return None
    try:
        found = json.loads("".join(block["text"] for block in held["outputs"]))
    except (KeyError, TypeError, ValueError):
        return None
    return found if isinstance(found, Mapping) and set(found) == set(said) else None


def _actions(assessed: Any) -> Iterator[str]:
    """Every `action` in what the policies of a guardrail found."""
    if isinstance(assessed, Mapping):
        for key, value in assessed.items():
            if key == "action":
                yield str(value)
            else:
                yield from _actions(value)
    elif isinstance(assessed, list):
        for one in assessed:
            yield from _actions(one)
