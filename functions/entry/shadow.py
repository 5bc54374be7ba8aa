"""Lambda's handler of the shadow function: functions.entry.shadow.handler."""

from __future__ import annotations

from functions import wiring

handler = wiring.shadow(wiring.environment())
