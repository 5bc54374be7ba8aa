"""Lambda's handler of the drain function: functions.entry.drain.handler."""

from __future__ import annotations

from functions import wiring

handler = wiring.drain(wiring.environment())
