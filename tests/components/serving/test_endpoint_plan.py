"""The arithmetic of an endpoint: rollouts, copies, names."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.serving import endpoint_plan as plan
from components.serving.endpoint_plan import Routing, Traffic
from config.vocabulary import RolloutKind

HOLD = timedelta(minutes=15)
CANARY = RolloutKind.CANARY


@st.composite
def rollouts(draw: st.DrawFn) -> tuple[list[float], timedelta]:
    """Every rollout of a card that SageMaker can do: a canary, or equal steps."""
    hold = timedelta(seconds=draw(st.integers(0, 3600)))
    if draw(st.booleans()):
        return [draw(st.integers(1, 50)) / 100, 1.0], hold
    step = draw(st.integers(10, 50))
    return [min(1.0, step * at / 100) for at in range(1, math.ceil(100 / step) + 1)], hold


def allowed(steps: list[float], hold: timedelta, seconds: int) -> float:
    """Percent of the traffic that the card lets the new version have so many seconds after it first got some."""
    wait = hold.total_seconds()
    reached = len(steps) - 1 if wait == 0 else min(len(steps) - 1, int(seconds // wait))
    return steps[reached] * 100


@given(rollouts(), st.integers(0, 20_000))
def test_no_moment_exposes_more_than_the_card_allows(rollout: tuple[list[float], timedelta], seconds: int) -> None:
    """A bad version reaches at most the share somebody agreed to."""
    steps, hold = rollout

    assert plan.traffic(CANARY, steps, hold).exposed(seconds) <= allowed(steps, hold, seconds) + 1e-6


@given(rollouts())
def test_every_rollout_ends_with_all_of_the_traffic(rollout: tuple[list[float], timedelta]) -> None:
    """The old version goes, after as many waits as there are steps."""
    found = plan.traffic(CANARY, *rollout)

    assert 100 == found.exposed(found.steps * found.wait)


@given(rollouts())
def test_every_rollout_stays_within_sagemakers_bounds(rollout: tuple[list[float], timedelta]) -> None:
    """What AWS would refuse half-way through a deploy is never asked for."""
    found = plan.traffic(CANARY, *rollout)

    assert 0 <= found.wait <= plan.LONGEST_WAIT
    assert 1 <= found.share <= plan.LARGEST_CANARY
    assert found.routing is not Routing.LINEAR or found.share >= plan.SMALLEST_STEP
    assert plan.SHORTEST_ROLLOUT <= found.longest <= plan.LONGEST_ROLLOUT


@given(rollouts())
def test_a_rollout_is_not_given_up_while_it_still_watches(rollout: tuple[list[float], timedelta]) -> None:
    """The bound of the whole holds every step, or is the longest SageMaker has."""
    found = plan.traffic(CANARY, *rollout)

    assert found.longest >= min(found.steps * found.wait, plan.LONGEST_ROLLOUT)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([0.1, 1.0], Traffic(routing=Routing.CANARY, wait=900, share=10)),
        ([0.5, 1.0], Traffic(routing=Routing.CANARY, wait=900, share=50)),
        ([0.25, 0.5, 0.75, 1.0], Traffic(routing=Routing.LINEAR, wait=900, share=25)),
        ([0.4, 0.8, 1.0], Traffic(routing=Routing.LINEAR, wait=900, share=40)),
        ([0.29, 1.0], Traffic(routing=Routing.CANARY, wait=900, share=29)),
    ],
)
def test_two_steps_are_a_canary_and_equal_steps_are_linear(steps: list[float], expected: Traffic) -> None:
    """Shares of a card are floats, percents of SageMaker are whole: 0.29 is 29, not 28."""
    assert expected == plan.traffic(CANARY, steps, HOLD)


@pytest.mark.parametrize("steps", [[], [1.0], [0.6, 1.0], [0.05, 0.25, 1.0], [0.05, 0.1, 1.0], [0.1, 0.5]])
def test_what_sagemaker_cannot_do_is_not_approximated(steps: list[float]) -> None:
    """The card is refused at load; a deploy never picks the next best by itself."""
    with pytest.raises(ValueError, match="neither a canary"):
        plan.traffic(CANARY, steps, HOLD)


def test_a_step_is_not_watched_longer_than_sagemaker_watches() -> None:
    """An hour is its longest."""
    with pytest.raises(ValueError, match="above 3600"):
        plan.traffic(CANARY, [0.1, 1.0], timedelta(minutes=61))


def test_without_a_canary_all_traffic_moves_and_the_old_fleet_waits() -> None:
    """The old version stands by as long as the card watches, for the alarms to bring it back."""
    found = plan.traffic(RolloutKind.ALL_AT_ONCE, (), HOLD)

    assert (Routing.ALL_AT_ONCE, 900, 100) == (found.routing, found.wait, found.exposed(0))


@given(st.integers(1, 1024), st.integers(1, 600_000), st.integers(1, 1024))
def test_more_workers_take_more_requests_before_a_copy_is_added(workers: int, milliseconds: int, more: int) -> None:
    """Never none: a target of zero would add copies for ever."""
    latency = timedelta(milliseconds=milliseconds)
    few = plan.target_invocations(concurrency=workers, latency=latency)

    assert 1 <= few <= plan.target_invocations(concurrency=workers + more, latency=latency)


@given(st.integers(1, 64), st.integers(10, 60_000))
def test_a_copy_is_added_before_the_others_are_full(workers: int, milliseconds: int) -> None:
    """At the target an instance is as busy as the headroom says, if every answer takes as long as was promised."""
    latency = timedelta(milliseconds=milliseconds)
    target = plan.target_invocations(concurrency=workers, latency=latency)
    busy = target / 60 * latency.total_seconds() / workers

    assert target == 1 or busy <= plan.HEADROOM + 1e-9


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=4), below, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=6), JSON, max_size=4), st.dictionaries(st.text(max_size=6), JSON, max_size=4))
def test_another_content_has_another_name_and_the_same_has_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    """The order of keys is no content. (False and 0 are equal to Python and different to AWS.)"""
    again = dict(reversed(list(one.items())))

    assert plan.content_name("lz-dev-fraud", one) == plan.content_name("lz-dev-fraud", again)
    if plan.digest(one) == plan.digest(other):
        assert one == other


def test_a_name_that_sagemaker_would_cut_off_is_refused() -> None:
    """Two configurations whose digests were cut off would be one."""
    with pytest.raises(ValueError, match="more than 63"):
        plan.content_name("x" * 60, {})
