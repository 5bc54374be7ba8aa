"""The decision function: proxy events of a REST API, and batches of SQS and Kinesis, whose answers go to a queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger, Tracer
from aws_lambda_powertools.utilities.batch import EventType

from functions.answers import AnswerError, Answers
from functions.batch import Batch
from functions.canonical import digest
from functions.decision.answer import status
from functions.decision.decides import Decides
from functions.decision.request import Request, from_api, from_queue, from_stream
from functions.once import Once, Remaining
from functions.posted import response
from functions.record.decision_record import moment
from functions.refusal import Refused
from functions.shadow.mirror import Mirror
from functions.telemetry import Count, Duration, Meter
from functions.validation import InvalidError, Validator

Reads = Callable[[Mapping[str, Any], datetime], Request]
"""A message, and now, to the request in it."""


class Handler:
    """One process of the function."""

    def __init__(
        self,
        decider: Decides,
        once: Once,
        valid: Validator,
        *,
        answers: Answers | None,
        mirror: Mirror | None,
        meter: Meter,
        logger: Logger,
        tracer: Tracer,
        now: Callable[[], datetime],
    ) -> None:
        self._decider = decider
        self._once = once
        self._valid = valid
        self._meter = meter
        self._logger = logger
        self._tracer = tracer
        self._now = now
        self._answers = answers
        self._mirror = mirror
        self._batches = {
            "aws:sqs": Batch(self._taking(from_queue), logger),
            "aws:kinesis": Batch(self._taking(from_stream), logger, EventType.KinesisDataStreams),
        }

    def __call__(self, event: Mapping[str, Any], context: Remaining) -> dict[str, Any]:
        """What Lambda returns to the API, to SQS or to Kinesis; KeyError for messages of anything else."""
        try:
            if records := event.get("Records"):
                return self._batches[records[0]["eventSource"]].process(event, context)
            return self._of_api(event, context)
        finally:
            self._meter.flush()

    def _of_api(self, event: Mapping[str, Any], context: Remaining) -> dict[str, Any]:
        try:
            body = self._answer(from_api(event, self._now()), context)
        except Refused as refusal:
            self._count(refusal)
            self._logger.warning("refused", extra={"code": refusal.code, "status": refusal.status})
            return response(refusal.status, refusal.body(), refusal.retry)
        return response(status(body), body)

    def _taking(self, read: Reads) -> Callable[[Mapping[str, Any], Remaining], None]:
        def take(message: Mapping[str, Any], context: Remaining) -> None:
            try:
                request = read(message, self._now())
                body = self._answer(request, context)
            except Refused as refusal:
                self._count(refusal)
                raise
            self._hand_over(request, body)

        return take

    def _hand_over(self, request: Request, body: dict[str, Any]) -> None:
        """To the queue of answers, where there is one; a request whose answer is lost comes again, and finds it."""
        if self._answers is None:
            return
        try:
            self._answers.send(request, body)
        except AnswerError:
            self._meter.count(Count.ANSWER_FAULT)
            raise

    def _answer(self, request: Request, context: Remaining) -> dict[str, Any]:
        self._validate(request.payload)
        # Lengths keep one caller's key from being another's.
        key = f"{len(request.caller)}:{request.caller}:{request.key}"

        def work() -> dict[str, Any]:
            with self._tracer.provider.in_subsegment(name="## decide"):
                return self._decider.decide(request, context.get_remaining_time_in_millis() / 1000)

        body, again = self._once.run(key, digest(request.payload), work, context)
        if again or body["replayed"]:
            # Found in the table of requests, or by its record: either way it was counted when it was decided.
            self._meter.count(Count.DUPLICATE)
            body = {**body, "replayed": True}
        else:
            if self._mirror is not None:
                self._mirror.send(request, body, context.get_remaining_time_in_millis() / 1000)
            self._meter.count(Count.SERVED)
            self._meter.took(Duration.LATENCY, (self._now() - request.received).total_seconds() * 1000)
            self._meter.flush(moment(body["time"]))
        self._logger.info(
            "decided",
            extra={
                "decision": body["decision"],
                "band": body["band"],
                "fallback_depth": body["fallback_depth"],
                "recorded": body["recorded"],
                "replayed": body["replayed"],
            },
        )
        return body

    def _validate(self, payload: Any) -> None:
        try:
            self._valid(payload)
        except InvalidError as error:
            raise Refused(400, "invalid", error.reason, field=error.field) from None

    def _count(self, refusal: Refused) -> None:
        if refusal.code == "invalid":
            self._meter.count(Count.INVALID)
