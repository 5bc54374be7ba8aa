"""A function behind the API that takes one JSON document from someone the authorizer knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from aws_lambda_powertools import Logger

from functions.decision.request import body, caller
from functions.refusal import Refused
from functions.telemetry import Count, Meter
from functions.validation import InvalidError, Validator

Takes = Callable[[str, dict[str, Any], Any], dict[str, Any]]
"""Who sends, what they send, and Lambda's context, to the answer."""


class Posted:
    """One process of such a function."""

    def __init__(self, takes: Takes, valid: Validator, *, meter: Meter, logger: Logger) -> None:
        self._takes = takes
        self._valid = valid
        self._meter = meter
        self._logger = logger

    def __call__(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """What Lambda returns to the API."""
        try:
            return response(200, self._answer(event, context))
        except Refused as refusal:
            if refusal.code == "invalid":
                self._meter.count(Count.INVALID)
            self._logger.warning("refused", extra={"code": refusal.code, "status": refusal.status})
            return response(refusal.status, refusal.body(), refusal.retry)
        finally:
            self._meter.flush()

    def _answer(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        sender = caller(event)
        if sender is None:
            raise Refused(401, "unauthenticated", "the API's authorizer named nobody")
        sent = body(event)
        try:
            self._valid(sent)
        except InvalidError as error:
            raise Refused(400, "invalid", error.reason, field=error.field) from None
        return self._takes(sender, sent, context)


def response(status: int, content: Mapping[str, Any], retry: int | None = None) -> dict[str, Any]:
    """A proxy response; nobody on the way may keep it."""
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    if retry is not None:
        headers["Retry-After"] = str(retry)
    return {"statusCode": status, "headers": headers, "body": json.dumps(content, allow_nan=False)}
