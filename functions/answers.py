"""The queue that answers go to where a request came without anybody waiting for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.decision.request import KEY_HEADER, Request


class AnswerError(Exception):
    """The answer reached nobody; the decision stands, and the same request brings it again."""


class Answers:
    """An SQS queue whose messages are what the API would have answered."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, request: Request, body: Mapping[str, Any]) -> None:
        """One answer; the attribute `idempotency-key` says which request it is to."""
        attribute = {"DataType": "String", "StringValue": request.key}
        try:
            self._client.send_message(
                QueueUrl=self._url,
                MessageBody=json.dumps(body, allow_nan=False),
                MessageAttributes={KEY_HEADER: attribute},
            )
        except (BotoCoreError, ClientError) as error:
            raise AnswerError(f"the queue of answers refused one: {type(error).__name__}") from None
