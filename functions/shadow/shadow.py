"""The shadow function: asks the challenger what was decided already, and records its answer as nobody's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger

from functions.batch import Batch
from functions.decision.decides import Decides
from functions.decision.request import Request, trace
from functions.once import Remaining
from functions.record.identity import is_id
from functions.refusal import Refused
from functions.shadow.mirror import DECISION, PAYLOAD
from functions.telemetry import Count, Meter
from functions.validation import InvalidError, Validator

CALLER = "shadow"
"""Who asks for a shadow decision: with the decision's id it makes the id of the record, so that one hour keeps one."""


class Shadowing:
    """One process of the function."""

    def __init__(
        self,
        decider: Decides,
        valid: Validator,
        *,
        meter: Meter,
        logger: Logger,
        now: Callable[[], datetime],
    ) -> None:
        self._decider = decider
        self._valid = valid
        self._meter = meter
        self._logger = logger
        self._now = now
        self._batch = Batch(self._one, logger)

    def __call__(self, event: Mapping[str, Any], context: Remaining) -> dict[str, Any]:
        """Which messages stay in the queue."""
        try:
            return self._batch.process(event, context)
        finally:
            self._meter.flush()

    def _one(self, message: Mapping[str, Any], context: Remaining) -> None:
        decision, payload = self._read(str(message["body"]))
        request = Request(
            caller=CALLER,
            key=decision,
            payload=payload,
            probe=None,
            trace=(message.get("attributes") or {}).get("AWSTraceHeader") or trace(),
            # The wait in the queue is nobody's latency.
            received=self._now(),
            mirrors=decision,
        )
        body = self._decider.decide(request, context.get_remaining_time_in_millis() / 1000)
        self._logger.info("shadowed", extra={"decision": decision, "record": body["decision"]})

    def _read(self, text: str) -> tuple[str, Any]:
        try:
            sent = json.loads(text)
            decision, payload = sent[DECISION], sent[PAYLOAD]
            self._valid(payload)
        except InvalidError as error:
            self._meter.count(Count.INVALID)
            raise Refused(400, "invalid", error.reason, field=error.field) from None
        except (ValueError, RecursionError, TypeError, KeyError):
            raise Refused(400, "invalid", "is no request that was decided", field="body") from None
        if not isinstance(decision, str) or not is_id(decision):
            raise Refused(400, "invalid", "is no id of a decision", field=DECISION)
        return decision, payload
