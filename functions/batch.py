"""A batch of messages: each succeeds, or goes back and after some times to the dead letters.

A queue gives back the messages that failed; a stream begins again at the first of them, for its order is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType

from functions.refusal import Refused


class Batch:
    """What happens to a batch's messages; `one` takes a message as Lambda hands it over."""

    def __init__(
        self, one: Callable[[Mapping[str, Any], Any], object], logger: Logger, source: EventType = EventType.SQS
    ) -> None:
        self._one = one
        self._logger = logger
        # A batch that failed whole is told apart by its list, not by an exception.
        self._processor = BatchProcessor(event_type=source, raise_on_entire_batch_failure=False)

    def process(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """Which messages go back."""

        def handle(record: Any) -> None:
            raw: Mapping[str, Any] = record.raw_event
            name = raw.get("messageId") or raw.get("eventID")
            try:
                self._one(raw, context)
            except Refused as refusal:
                self._logger.warning("refused", extra={"code": refusal.code, "message_id": name})
                raise
            except Exception as error:
                told = {"kind": type(error).__name__, "message_id": name}
                self._logger.error("failed", extra=told)  # noqa: TRY400  an exception's words may be somebody's data
                raise

        with self._processor(records=list(event["Records"]), handler=handle):
            self._processor.process()
        return dict(self._processor.response())
