"""Lambda's handler of the review function: functions.entry.review.handler."""

from __future__ import annotations

from functions import wiring

handler = wiring.review(wiring.environment())
