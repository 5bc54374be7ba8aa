"""The stream that feeds the table. It may deliver a record twice and may lose one: the object is the authority."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError


class StreamError(Exception):
    """The table will miss a record."""


class RecordStream:
    """A Firehose stream that converts JSON to Parquet."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def send(self, content: bytes) -> None:
        """One record, as one line."""
        try:
            self._client.put_record(DeliveryStreamName=self._name, Record={"Data": content + b"\n"})
        except (BotoCoreError, ClientError) as error:
            raise StreamError(f"the stream refused a record: {type(error).__name__}") from None
