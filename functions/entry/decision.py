"""Lambda's handler of the decision function: functions.entry.decision.handler."""

from __future__ import annotations

from functions import wiring

handler = wiring.decision(wiring.environment())
