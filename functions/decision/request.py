"""A request as it arrives: through the API, from a queue or a stream, with what makes it the same as another one."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from functions.refusal import Refused

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_PROBE = re.compile(r"\d{1,15}")
KEY_HEADER = "idempotency-key"
PROBE_HEADER = "x-lz-probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing to decide."""

    caller: str
    """Who asks, as the authorizer named them: keys of different callers never meet."""
    key: str
    """What the caller calls this request; the request's own id where it calls it nothing."""
    payload: Any
    probe: int | None
    trace: str | None
    received: datetime
    mirrors: str | None = None
    """The decision that was taken on the same payload, where a challenger is asked after it; None for what is real."""


def from_api(event: Mapping[str, Any], now: datetime) -> Request:
    """A proxy event of a REST API."""
    headers = {str(name).lower(): value for name, value in (event.get("headers") or {}).items()}
    context = event.get("requestContext") or {}
    key = headers.get(KEY_HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise Refused(400, "invalid", "is not 1 to 255 visible characters", field="Idempotency-Key")
    return Request(
        caller=caller(event) or "anonymous",
        key=key or f"request:{context.get('requestId', '')}",
        payload=body(event),
        probe=_probe(headers.get(PROBE_HEADER)),
        trace=trace(),
        received=_received(context.get("requestTimeEpoch"), now),
    )


def from_queue(record: Mapping[str, Any], now: datetime) -> Request:
    """A message of SQS; the attributes `idempotency-key` and `x-lz-probe` are what the headers are in the API."""
    told = record.get("messageAttributes") or {}
    given = {name: (told.get(name) or {}).get("stringValue") for name in (KEY_HEADER, PROBE_HEADER)}
    key = given[KEY_HEADER]
    if key is not None and not _KEY.fullmatch(key):
        raise Refused(400, "invalid", "is not 1 to 255 visible characters", field=KEY_HEADER)
    attributes = record.get("attributes") or {}
    return Request(
        caller=f"queue:{attributes.get('SenderId', '')}",
        key=key or f"message:{record.get('messageId', '')}",
        payload=_json(record.get("body") or ""),
        probe=_probe(given[PROBE_HEADER]),
        trace=attributes.get("AWSTraceHeader") or trace(),
        received=_received(attributes.get("SentTimestamp"), now),
    )


def from_stream(record: Mapping[str, Any], now: datetime) -> Request:
    """A record of Kinesis: {"payload": {...}} and, as in the API's headers, `idempotency-key` and `x-lz-probe`.

    Without a key of its own the record's place in the stream is the key: a producer that sends twice decides twice.
    """
    held = record.get("kinesis") or {}
    sent = _json(_decoded(held.get("data") or ""))
    if not isinstance(sent, dict) or "payload" not in sent:
        raise Refused(400, "invalid", "is no object with a payload", field="data")
    envelope: dict[str, Any] = sent
    key, probe = envelope.get(KEY_HEADER), envelope.get(PROBE_HEADER)
    if key is not None and not (isinstance(key, str) and _KEY.fullmatch(key)):
        raise Refused(400, "invalid", "is not 1 to 255 visible characters", field=KEY_HEADER)
    arrived = held.get("approximateArrivalTimestamp")
    return Request(
        caller=f"stream:{record.get('eventSourceARN', '')}",
        key=key or f"record:{record.get('eventID', '')}",
        payload=envelope["payload"],
        probe=None if probe is None else _probe(str(probe)),
        trace=trace(),
        received=_received(arrived * 1000 if isinstance(arrived, int | float) else None, now),
    )


def caller(event: Mapping[str, Any]) -> str | None:
    """Who sent a proxy event, as the API's authorizer found out; never what the request says of itself."""
    context = event.get("requestContext") or {}
    authorizer, identity = context.get("authorizer") or {}, context.get("identity") or {}
    claims = authorizer.get("claims") or {}
    found = claims.get("sub") or authorizer.get("principalId") or identity.get("userArn") or identity.get("apiKeyId")
    return str(found) if found else None


def body(event: Mapping[str, Any]) -> Any:
    """The JSON of a proxy event's body."""
    if event.get("isBase64Encoded"):
        raise Refused(415, "invalid", "is encoded; send application/json", field="body")
    return _json(event.get("body") or "")


def trace() -> str | None:
    """The X-Ray trace of this invocation, as Lambda hands it over."""
    root = re.search(r"Root=([0-9a-f-]{1,64})", os.environ.get("_X_AMZN_TRACE_ID", ""))
    return root[1] if root else None


def _refuse_constant(_name: str) -> Any:
    raise ValueError("JSON has no such number")


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refused(400, "invalid", "is not JSON", field="body") from None


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        raise Refused(400, "invalid", "is not text in UTF-8", field="data") from None


def _probe(text: str | None) -> int | None:
    if text is None:
        return None
    if not _PROBE.fullmatch(text):
        raise Refused(400, "invalid", "is not a number", field=PROBE_HEADER)
    return int(text)


def _received(milliseconds: Any, now: datetime) -> datetime:
    """When it arrived; never later than now, whatever the sender's clock says."""
    try:
        return min(now, datetime.fromtimestamp(int(milliseconds) / 1000, UTC))
    except (TypeError, ValueError, OverflowError, OSError):
        return now
