"""A SageMaker real-time endpoint of a scoring model.

It is sent the payload's canonical JSON and answers `{"score": p, "reasons": ["...", ...]}`.
"""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.canonical import canonical
from functions.models.answer import Answer, scored
from functions.models.aws_errors import failure
from functions.models.failure import Failure, ModelError
from functions.models.target import Payload
from functions.settings.deployment import Place
from functions.settings.system import Scoring, Target


class SageMaker:
    """An endpoint; the client's own timeouts are the target's."""

    def __init__(self, target: Target, place: Place, scoring: Scoring, client: Any) -> None:
        self.target = target
        self.guardrail = None
        self._endpoint = place.endpoint
        self._scoring = scoring
        self._client = client

    def ask(self, payload: Payload) -> Answer:
        """One inference."""
        try:
            answer = self._client.invoke_endpoint(
                EndpointName=self._endpoint,
                ContentType="application/json",
                Accept="application/json",
                Body=canonical(payload).encode(),
            )
            content = answer["Body"].read()
        except (BotoCoreError, ClientError) as error:
            raise failure(error) from None
        try:
            held = json.loads(content)
        except ValueError:
            raise ModelError(Failure.GARBAGE, "the answer is not JSON") from None
        return scored(held, self._scoring)
