"""The fallback chain: each target in the card's order, within one deadline, until one answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from functions.models.answer import Answer
from functions.models.failure import Failure, ModelError
from functions.models.jitter import wait
from functions.models.target import Asked, Payload
from functions.settings.deployment import Guardrail
from functions.settings.system import Backoff, Kind, System, Target
from functions.telemetry import Count, Meter

_COUNTED: Mapping[Failure, Count] = MappingProxyType(
    {
        Failure.TIMEOUT: Count.MODEL_TIMEOUT,
        Failure.UNAVAILABLE: Count.MODEL_UNAVAILABLE,
        Failure.THROTTLED: Count.MODEL_THROTTLED,
        Failure.GARBAGE: Count.MODEL_GARBAGE,
        Failure.REFUSED: Count.MODEL_REFUSED,
    }
)


class Guard(Protocol):
    """What stands before a target: see Breakers."""

    def admits(self, target: str, patience: float) -> bool:
        """Whether a call may go."""
        ...

    def succeeded(self, target: str) -> None:
        """It brought an answer."""
        ...

    def failed(self, target: str) -> None:
        """It brought none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How far the chain was walked."""

    target: Target | None
    """Who decides; None where nobody does."""
    answer: Answer | None
    """None where a person decides, or nobody."""
    guardrail: Guardrail | None
    depth: int
    """How many targets did not answer first."""
    attempts: int
    seconds: float
    """What the models took, waits included."""
    stopped: bool = False
    """Whether no target was asked because people have stopped the system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the chain needs of the world: seconds that only grow, a pause, and chance from 0 to below 1."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]


class Chain:
    """The targets of a system."""

    def __init__(self, system: System, asked: Sequence[Asked], guard: Guard, meter: Meter, hands: Hands) -> None:
        self._deadline = system.deadline
        self._backoff: Backoff = system.backoff
        self._asked = tuple(asked)
        last = system.targets[-1]
        self._human = last if last.kind is Kind.HUMAN else None
        self._guard = guard
        self._meter = meter
        self._hands = hands

    def walk(self, payload: Payload, seconds: float) -> Walk:
        """The first answer within `seconds` and the system's own deadline; else a person; else nobody."""
        start = self._hands.clock()
        end = start + min(seconds, self._deadline)
        attempts = 0
        for depth, asked in enumerate(self._asked):
            answer, tried = self._ask(asked, payload, end)
            attempts += tried
            if answer is not None:
                return self._walked(start, depth, attempts, asked.target, answer=answer, guardrail=asked.guardrail)
        return self._walked(start, len(self._asked), attempts, self._human)

    def stopped(self) -> Walk:
        """No target is asked: a person decides, else nobody does."""
        return Walk(
            target=self._human,
            answer=None,
            guardrail=None,
            depth=len(self._asked),
            attempts=0,
            seconds=0.0,
            stopped=True,
        )

    def _ask(self, asked: Asked, payload: Payload, end: float) -> tuple[Answer | None, int]:
        target = asked.target
        for attempt in range(1, target.attempts + 1):
            if self._hands.clock() + target.seconds > end:
                self._meter.count(Count.DEADLINE)
                return None, attempt - 1
            if not self._guard.admits(target.name, target.seconds):
                self._meter.count(Count.BREAKER_OPEN)
                return None, attempt - 1
            try:
                answer = asked.ask(payload)
            except ModelError as error:
                self._note(target, error)
                if not error.kind.again:
                    return None, attempt
                if attempt < target.attempts:
                    self._hands.sleep(wait(attempt, self._backoff, self._hands.chance()))
            else:
                self._guard.succeeded(target.name)
                return answer, attempt
        return None, target.attempts

    def _note(self, target: Target, error: ModelError) -> None:
        self._meter.count(_COUNTED[error.kind])
        if error.kind.of_target:
            self._guard.failed(target.name)
        else:
            # It answered; a probe that is refused found the target alive.
            self._guard.succeeded(target.name)

    def _walked(
        self,
        start: float,
        depth: int,
        attempts: int,
        target: Target | None,
        *,
        answer: Answer | None = None,
        guardrail: Guardrail | None = None,
    ) -> Walk:
        if depth:
            self._meter.count(Count.FALLBACK)
        return Walk(
            target=target,
            answer=answer,
            guardrail=guardrail,
            depth=depth,
            attempts=attempts,
            seconds=self._hands.clock() - start,
        )
