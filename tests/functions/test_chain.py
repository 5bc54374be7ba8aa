"""Waits, deadlines and order of the fallback chain, without time passing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.models.answer import Answer
from functions.models.chain import Chain, Hands
from functions.models.failure import Failure, ModelError
from functions.models.jitter import wait
from functions.settings.system import Backoff, System, Target, parse
from functions.telemetry import Count
from tests.functions.fakes import Noted
from tests.functions.systems import ASSISTANT

BACKOFFS = st.builds(Backoff, base=st.floats(0.001, 10), cap=st.floats(0.001, 60))
ANSWER = Answer(outcome="answer", explanation="e", confidence=0.9)


@given(st.integers(1, 10_000), BACKOFFS, st.floats(0, 1, exclude_max=True))
def test_a_wait_is_within_its_bounds(attempt: int, backoff: Backoff, chance: float) -> None:
    """Never negative, never above the cap, never above what the attempt allows."""
    seconds = wait(attempt, backoff, chance)

    assert 0 <= seconds <= backoff.cap
    assert seconds <= backoff.base * 2.0 ** min(attempt - 1, 32)


@given(st.integers(1, 100), BACKOFFS, st.floats(0.01, 1, exclude_max=True))
def test_waits_grow_with_attempts(attempt: int, backoff: Backoff, chance: float) -> None:
    """With the same chance a later attempt never waits less."""
    assert wait(attempt, backoff, chance) <= wait(attempt + 1, backoff, chance)


@given(st.integers(1, 100), BACKOFFS)
def test_jitter_is_full(attempt: int, backoff: Backoff) -> None:
    """Chance alone decides: those who failed together spread over the whole span, from nothing on."""
    assert 0 == wait(attempt, backoff, 0.0)


@dataclass
class Open:
    """A guard that admits all but some."""

    closed: set[str] = field(default_factory=set[str])
    told: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def admits(self, target: str, patience: float) -> bool:
        """Whether it is not closed."""
        del patience
        return target not in self.closed

    def succeeded(self, target: str) -> None:
        """Remember."""
        self.told.append((target, "good"))

    def failed(self, target: str) -> None:
        """Remember."""
        self.told.append((target, "bad"))


class Scripted:
    """A target that does what the test says, and takes its whole time for it."""

    guardrail = None

    def __init__(self, target: Target, clock: Clock, *script: Failure | Answer) -> None:
        self.target = target
        self._clock = clock
        self._script = list(script)

    def ask(self, payload: Any) -> Answer:
        """The next of the script."""
        del payload
        self._clock.now += self.target.seconds
        step = self._script.pop(0)
        if isinstance(step, Failure):
            raise ModelError(step, "by the test")
        return step


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept = list[float]()

    def __call__(self) -> float:
        """Seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let them pass."""
        self.now += seconds
        self.slept.append(seconds)


def chain(
    clock: Clock, noted: Noted, guard: Open, *scripts: tuple[Failure | Answer, ...], system: System | None = None
) -> Chain:
    """The assistant's chain with scripted targets."""
    system = system or parse(ASSISTANT)
    asked = [Scripted(target, clock, *script) for target, script in zip(system.targets, scripts, strict=False)]
    return Chain(system, asked, guard, noted, Hands(clock=clock, sleep=clock.sleep, chance=lambda: 0.5))


def test_a_retry_waits_and_the_last_attempt_does_not() -> None:
    """Two attempts have one wait between them."""
    clock = Clock()

    walk = chain(clock, Noted(), Open(), (Failure.TIMEOUT, Failure.TIMEOUT), (ANSWER,)).walk({}, 100)

    assert (1, 3, [0.0005]) == (walk.depth, walk.attempts, clock.slept)


@pytest.mark.parametrize("failure", [Failure.GARBAGE, Failure.REFUSED])
def test_what_would_only_fail_again_is_not_tried_again(failure: Failure) -> None:
    """The next target is asked at once."""
    clock = Clock()

    walk = chain(clock, Noted(), Open(), (failure,), (ANSWER,)).walk({}, 100)

    assert (1, 2, []) == (walk.depth, walk.attempts, clock.slept)


def test_a_refused_request_speaks_not_against_the_target() -> None:
    """A caller who sends what a model does not take must not open its breaker for the others."""
    guard = Open()

    chain(Clock(), Noted(), guard, (Failure.REFUSED,), (ANSWER,)).walk({}, 100)

    assert [("primary", "good"), ("bedrock", "good")] == guard.told


def test_a_call_that_could_not_end_in_time_does_not_begin() -> None:
    """Lambda's own end comes sooner than the card's deadline: the person is asked instead, and it is counted."""
    noted = Noted()

    walk = chain(Clock(), noted, Open(), (Failure.TIMEOUT,), (ANSWER,)).walk({}, 1.5)

    assert ("human", 1, 2) == (walk.target and walk.target.name, walk.attempts, noted.counts[Count.DEADLINE])


def test_an_open_breaker_costs_no_attempt() -> None:
    """The next target is asked at once."""
    clock, noted = Clock(), Noted()

    walk = chain(clock, noted, Open({"primary"}), (), (ANSWER,)).walk({}, 100)

    assert (1, 1, 1) == (walk.depth, walk.attempts, noted.counts[Count.BREAKER_OPEN])


@given(st.lists(st.sampled_from([*Failure, ANSWER]), min_size=3, max_size=3), st.floats(0, 20))
def test_a_walk_never_outlasts_its_time(script: list[Failure | Answer], seconds: float) -> None:
    """Whatever the models do, the walk ends within the time it was given."""
    clock = Clock()

    walk = chain(clock, Noted(), Open(), tuple(script[:2]), tuple(script[2:])).walk({}, seconds)

    # The last wait may begin in time and end after it, when no further call is made.
    assert clock.now <= seconds + 0.005
    assert walk.target is not None
