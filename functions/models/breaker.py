"""A circuit breaker as a pure state machine: time and events in, the next state out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum, unique

from functions.settings.system import Breaking


@unique
class Phase(StrEnum):
    """Whether calls go through."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"
    """One call is on its way to see whether the target is back."""


@unique
class Admission(StrEnum):
    """What may be done with a call."""

    CALL = "call"
    PROBE = "probe"
    """It may go if it is the one: whoever enters `probing` first."""
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Breaker:
    """The state; times are seconds since 1970, so that processes agree."""

    phase: Phase = Phase.CLOSED
    failures: int = 0
    """Failures in a row while closed."""
    until: float = 0.0
    """Open: when a probe may go. Half-open: when the probe counts as lost, its process having died."""


CLOSED = Breaker()


def admit(breaker: Breaker, now: float) -> Admission:
    """Whether a call may go now."""
    if breaker.phase is Phase.CLOSED:
        return Admission.CALL
    return Admission.PROBE if now >= breaker.until else Admission.REFUSE


def probing(breaker: Breaker, now: float, patience: float) -> Breaker:
    """One probe goes, and has `patience` seconds to come back."""
    return replace(breaker, phase=Phase.HALF_OPEN, until=now + patience)


def failed(breaker: Breaker, now: float, breaking: Breaking) -> Breaker:
    """A call brought no answer."""
    match breaker.phase:
        case Phase.OPEN:
            # It started before the breaker opened, and says nothing new.
            return breaker
        case Phase.CLOSED if breaker.failures + 1 < breaking.failures:
            return replace(breaker, failures=breaker.failures + 1)
        case Phase.CLOSED | Phase.HALF_OPEN:
            return Breaker(Phase.OPEN, 0, now + breaking.open_seconds)


def succeeded(breaker: Breaker) -> Breaker:
    """A call brought an answer."""
    # While open, an answer is a late one from before, and the target has failed since.
    return breaker if breaker.phase is Phase.OPEN else CLOSED
