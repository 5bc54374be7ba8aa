"""Lambda's handler of the outcome function: functions.entry.outcome.handler."""

from __future__ import annotations

from functions import wiring

handler = wiring.outcome(wiring.environment())
