"""The queue in which records wait while the store refuses them."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError


class SpoolError(Exception):
    """The record waits nowhere."""


class Spool:
    """An SQS queue whose messages are records."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def add(self, content: bytes) -> None:
        """One record, as it will be stored."""
        try:
            self._client.send_message(QueueUrl=self._url, MessageBody=content.decode())
        except (BotoCoreError, ClientError) as error:
            raise SpoolError(f"the spool refused a record: {type(error).__name__}") from None
