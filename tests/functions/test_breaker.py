"""The breaker as a machine, by properties, and as a shared item that processes fight over."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from functions.models import breaker as machine
from functions.models.breaker import CLOSED, Admission, Breaker, Phase
from functions.models.breakers import CACHE_SECONDS, Breakers
from functions.settings.system import Breaking
from functions.telemetry import Count
from tests.functions.fakes import Noted
from tests.functions.world import World, client, refusing

BREAKING = Breaking(failures=3, open_seconds=30)
TIMES = st.floats(0, 1e9)
STATES = st.builds(Breaker, phase=st.sampled_from(Phase), failures=st.integers(0, BREAKING.failures - 1), until=TIMES)
EVENTS = st.lists(st.sampled_from(["fail", "succeed"]), max_size=30)


@given(EVENTS)
def test_it_opens_at_the_failures_in_a_row_and_not_before(events: list[str]) -> None:
    """While closed, the breaker is open exactly when the last so many calls failed."""
    state, row = CLOSED, 0
    for event in events:
        state = machine.failed(state, 0.0, BREAKING) if event == "fail" else machine.succeeded(state)
        row = row + 1 if event == "fail" else 0
        if row >= BREAKING.failures:
            assert Phase.OPEN is state.phase
            return
        assert Phase.CLOSED is state.phase


@given(STATES, TIMES)
def test_nothing_goes_through_before_its_time(state: Breaker, now: float) -> None:
    """Open or half-open, a call is refused until the time has come, and then it is a probe."""
    wanted = Admission.CALL if state.phase is Phase.CLOSED else Admission.PROBE
    refused = state.phase is not Phase.CLOSED and now < state.until

    assert (Admission.REFUSE if refused else wanted) is machine.admit(state, now)


@given(STATES, TIMES, st.floats(0.001, 600))
def test_one_probe_at_a_time(state: Breaker, now: float, patience: float) -> None:
    """While a probe is on its way nobody else goes, and one whose process died blocks no longer than its patience."""
    half = machine.probing(state, now, patience)

    assert Admission.REFUSE is machine.admit(half, now)
    assert Admission.PROBE is machine.admit(half, now + patience + 1)


@given(TIMES)
def test_a_probe_decides(now: float) -> None:
    """Its answer closes the breaker, its failure opens it for as long again."""
    half = machine.probing(Breaker(Phase.OPEN, 0, now), now, 5)

    assert CLOSED == machine.succeeded(half)
    assert Breaker(Phase.OPEN, 0, now + BREAKING.open_seconds) == machine.failed(half, now, BREAKING)


@given(TIMES, TIMES)
def test_what_started_before_says_nothing_of_an_open_breaker(until: float, now: float) -> None:
    """Late results neither close it nor make it longer."""
    state = Breaker(Phase.OPEN, 0, until)

    assert (state, state) == (machine.succeeded(state), machine.failed(state, now, BREAKING))


class Time:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.now


def process(time: Time, noted: Noted) -> Breakers:
    """A process of a system."""
    return Breakers(client("dynamodb"), "breakers", "s#r", BREAKING, clock=time, meter=noted)


def test_processes_count_together(assistant: World) -> None:
    """Three failures, each seen by another process, open the breaker for all."""
    time = Time()
    processes = [process(time, Noted()) for _ in range(3)]
    for each in processes:
        each.failed("t")
        time.now += CACHE_SECONDS

    assert [False, False, False] == [each.admits("t", 1) for each in processes]


def test_one_process_probes(assistant: World) -> None:
    """When the time has come, the first to write it down goes."""
    time = Time()
    first, second = process(time, Noted()), process(time, Noted())
    for _ in range(3):
        first.failed("t")
    second.admits("t", 1)
    time.now += BREAKING.open_seconds

    assert (True, False) == (first.admits("t", 1), second.admits("t", 1))


def test_a_probe_that_answers_lets_everybody_back(assistant: World) -> None:
    """After its success, and the second a cache may be old, other processes call again."""
    time = Time()
    first, second = process(time, Noted()), process(time, Noted())
    for _ in range(3):
        first.failed("t")
    time.now += BREAKING.open_seconds
    first.admits("t", 1)
    first.succeeded("t")
    time.now += CACHE_SECONDS

    assert (True, True) == (first.admits("t", 1), second.admits("t", 1))


def test_a_healthy_target_costs_no_write(assistant: World, monkeypatch: Any) -> None:
    """A thousand good calls within a second read the table once and write nothing."""
    calls = list[str]()
    client("dynamodb").meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    one = process(Time(), Noted())

    for _ in range(1000):
        assert one.admits("t", 1)
        one.succeeded("t")

    assert ["GetItem"] == calls


def test_without_its_table_a_breaker_still_breaks(assistant: World) -> None:
    """Each process goes on with what it knows, and says so in a metric."""
    noted = Noted()
    one = process(Time(), noted)
    with refusing("GetItem", "PutItem"):
        for _ in range(3):
            assert one.admits("t", 1)
            one.failed("t")

        assert one.admits("t", 1) is False
    assert noted.counts[Count.BREAKER_FAULT] >= 1
