"""Lambda's handler of the digest function: functions.entry.digest.handler."""

from __future__ import annotations

from functions import wiring

handler = wiring.digest(wiring.environment())
