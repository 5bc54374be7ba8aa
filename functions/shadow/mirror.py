"""The share of real requests that goes to the challenger's queue, after it was decided and recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.decision.request import Request
from functions.decision.switch import Stopped
from functions.telemetry import Count, Meter

DECISION, PAYLOAD = "decision", "payload"
"""What a message holds: the id of the decision, and what was asked."""
SECONDS = 1.0
"""Bound of a try to connect, and of one to send: somebody waits for the answer."""
_NEEDED = 2 * SECONDS + 0.5
_WHOLE = 2**32


def mirrored(decision: str, share: float) -> bool:
    """Whether a decision is one of the share: the same id, the same answer, and a greater share takes no id away."""
    return int.from_bytes(hashlib.sha256(decision.encode()).digest()[:4]) < share * _WHOLE


class Mirror:
    """An SQS queue whose messages are requests that were decided."""

    def __init__(
        self, client: Any, url: str, share: float, meter: Meter, *, stopped: Stopped, own: int | None = None
    ) -> None:
        """`own`: how many targets stand before the challenger where it is one of them."""
        self._client = client
        self._url = url
        self._share = share
        self._meter = meter
        self._own = own
        self._stopped = stopped

    def send(self, request: Request, answered: Mapping[str, Any], seconds: float) -> None:
        """The request, if it is one of the share and real, `seconds` before the process ends; a failure is counted.

        The decision stands and is answered whatever happens here. What the challenger decided itself, as a fallback,
        is not put before it again: it would agree with itself. Of a stopped system no model is asked, the challenger
        neither.
        """
        decision = answered["decision"]
        if request.probe is not None or answered["fallback_depth"] == self._own or not mirrored(decision, self._share):
            return
        if self._stopped():
            return
        if seconds < _NEEDED:
            self._meter.count(Count.MIRROR_FAULT)
            return
        body = json.dumps({DECISION: decision, PAYLOAD: request.payload}, allow_nan=False)
        try:
            self._client.send_message(QueueUrl=self._url, MessageBody=body)
        except (BotoCoreError, ClientError):
            self._meter.count(Count.MIRROR_FAULT)
        else:
            self._meter.count(Count.MIRRORED)
