"""Bedrock's Converse behind a guardrail at a numbered version.

Converse gives no token probabilities, and what a model says of its own certainty is not a measurement: an answer from
here has no confidence, and a person looks at it.
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.canonical import canonical
from functions.models.answer import Answer, answer_schema, spoken
from functions.models.aws_errors import failure
from functions.models.failure import Failure, ModelError
from functions.models.target import Payload
from functions.settings.deployment import Guardrail, Place
from functions.settings.system import System, Target


class Bedrock:
    """A model or an inference profile of Bedrock; the client's own timeouts are the target's."""

    def __init__(self, target: Target, place: Place, system: System, client: Any) -> None:
        if place.guardrail is None:
            raise ValueError("a model of Bedrock is asked behind a guardrail only")
        self.target = target
        self.guardrail: Guardrail | None = place.guardrail
        self._client = client
        self._outcomes = system.outcomes
        form = canonical(answer_schema(system.outcomes))
        self._fixed: dict[str, Any] = {
            "modelId": place.model,
            "system": [
                {"text": f"{system.instructions}\nAnswer with one JSON object and nothing else. Its schema: {form}"}
            ],
            "inferenceConfig": {"temperature": 0, "maxTokens": system.max_tokens},
            "guardrailConfig": {
                "guardrailIdentifier": place.guardrail.id,
                "guardrailVersion": place.guardrail.version,
            },
        }

    def ask(self, payload: Payload) -> Answer:
        """One conversation of one turn."""
        messages = [{"role": "user", "content": [{"text": canonical(payload)}]}]
        try:
            held = self._client.converse(messages=messages, **self._fixed)
        except (BotoCoreError, ClientError) as error:
            raise failure(error) from None
        if held.get("stopReason") == "guardrail_intervened":
            return Answer(outcome="", explanation="the guardrail intervened", blocked=True)
        if held.get("stopReason") != "end_turn":
            raise ModelError(Failure.GARBAGE, "the answer was cut off")
        try:
            text = "".join(block.get("text", "") for block in held["output"]["message"]["content"])
        except (KeyError, TypeError):
            raise ModelError(Failure.GARBAGE, "the answer has no text") from None
        return spoken(text, self._outcomes, None)
