"""vLLM and whatever else speaks OpenAI's chat completions.

The answer's form is enforced by the server (`response_format` with a JSON schema) and checked here all the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import urllib3

from functions.canonical import canonical
from functions.models.answer import Answer, ConfidenceKind, answer_schema, spoken, token_probability
from functions.models.failure import Failure, ModelError
from functions.models.target import Payload
from functions.settings.deployment import Place
from functions.settings.system import System, Target

_CONNECT_SECONDS = 1.0


class Vllm:
    """A chat-completions server."""

    def __init__(self, target: Target, place: Place, system: System, pool: urllib3.PoolManager) -> None:
        self.target = target
        self.guardrail = None
        self._url = f"{place.url}/chat/completions"
        self._outcomes: Sequence[str] = system.outcomes
        self._pool = pool
        self._fixed: dict[str, Any] = {
            "model": place.model,
            "temperature": 0,
            "seed": 0,
            "max_tokens": system.max_tokens,
            "logprobs": True,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "decision", "strict": True, "schema": answer_schema(system.outcomes)},
            },
        }
        self._instructions = {"role": "system", "content": system.instructions}
        # Connecting and reading are bounded apart; the sum must stay within the target's time.
        connect = min(_CONNECT_SECONDS, target.seconds / 2)
        self._timeout = urllib3.Timeout(connect=connect, read=target.seconds - connect)

    def ask(self, payload: Payload) -> Answer:
        """One completion."""
        messages = [self._instructions, {"role": "user", "content": canonical(payload)}]
        held = self._post({**self._fixed, "messages": messages})
        try:
            choice = held["choices"][0]
            content, ended, logprobs = choice["message"]["content"], choice["finish_reason"], choice.get("logprobs")
        except (KeyError, IndexError, TypeError):
            raise ModelError(Failure.GARBAGE, "the completion has no choice") from None
        if ended != "stop":
            raise ModelError(Failure.GARBAGE, "the completion was cut off")
        return spoken(content, self._outcomes, token_probability(logprobs), ConfidenceKind.TOKEN_PROBABILITY)

    def _post(self, body: dict[str, Any]) -> Any:
        try:
            answer = self._pool.request(
                "POST",
                self._url,
                body=json.dumps(body).encode(),
                headers={"Content-Type": "application/json"},
                timeout=self._timeout,
                retries=False,
                redirect=False,
            )
        except urllib3.exceptions.TimeoutError:
            raise ModelError(Failure.TIMEOUT, "the server did not answer in time") from None
        except urllib3.exceptions.HTTPError:
            raise ModelError(Failure.UNAVAILABLE, "no connection to the server") from None
        if answer.status == 429:
            raise ModelError(Failure.THROTTLED, "the server has no room")
        if answer.status >= 500 or answer.status == 404:
            # 404 is a model that the server does not hold: gone, as far as anyone who asks can tell.
            raise ModelError(Failure.UNAVAILABLE, f"the server answered {answer.status}")
        if answer.status != 200:
            raise ModelError(Failure.REFUSED, f"the server answered {answer.status}")
        try:
            return json.loads(answer.data)
        except ValueError:
            raise ModelError(Failure.GARBAGE, "the completion is not JSON") from None
