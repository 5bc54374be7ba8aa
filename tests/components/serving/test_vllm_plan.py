"""Arithmetic of a vLLM replica."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from components.serving import vllm_plan as plan
from components.serving.vllm_plan import Machine, part_of
from config.vocabulary import GIB, DType

MACHINES = st.lists(
    st.builds(
        Machine,
        vcpus=st.integers(2, 192),
        memory=st.integers(8 * GIB, 2048 * GIB),
        devices=st.sampled_from([1, 2, 4, 8]),
        bandwidth=st.integers(10**8, 10**11),
    ),
    min_size=1,
).map(tuple)
SPANS = st.timedeltas(timedelta(0), timedelta(hours=2))


@given(weights=st.integers(0, 10**12), bandwidth=st.integers(10**6, 10**11))
def test_a_replica_may_load_for_as_long_as_its_weights_take_and_its_engine(weights: int, bandwidth: int) -> None:
    """At the share of the network that is counted on, and never less than the engine alone."""
    found = plan.load(weights, bandwidth)

    assert plan.ENGINE_START <= found
    assert (found - plan.ENGINE_START).total_seconds() * bandwidth * plan.SHARE_OF_BANDWIDTH >= weights


@given(weights=st.integers(0, 10**12), bandwidth=st.integers(10**6, 10**11), more=st.integers(1, 10**11))
def test_more_weights_load_no_faster_and_more_bandwidth_no_slower(weights: int, bandwidth: int, more: int) -> None:
    """Monotonous in both."""
    assert plan.load(weights, bandwidth) <= plan.load(weights + more, bandwidth)
    assert plan.load(weights, bandwidth) >= plan.load(weights, bandwidth + more)


@given(span=SPANS)
def test_the_startup_probe_gives_all_of_the_time_and_hardly_more(span: timedelta) -> None:
    """One period at most."""
    given_ = plan.probes(span) * plan.PROBE_PERIOD

    assert span <= given_ < span + plan.PROBE_PERIOD + timedelta(microseconds=1)


@given(longest=SPANS)
def test_the_grace_covers_the_longest_answer_after_the_pod_was_taken_off(longest: timedelta) -> None:
    """An answer that began in the last moment is given."""
    assert plan.DEREGISTRATION + longest < plan.grace(longest)


@given(machines=MACHINES, devices=st.integers(1, 8))
def test_as_many_replicas_as_a_machine_has_devices_for_fit_on_it(machines: tuple[Machine, ...], devices: int) -> None:
    """Whichever machine Karpenter takes, and something is left for the system."""
    part = part_of(machines, devices)

    for machine in machines:
        assume(machine.devices >= devices)
        replicas = machine.devices // devices
        assert replicas * part.cpu <= machine.vcpus * 1000 * plan.SHARE_OF_CPU
        assert replicas * part.memory <= machine.memory * plan.SHARE_OF_MEMORY
    assert 0 < part.buffer < part.memory


@given(machines=MACHINES)
def test_loading_is_planned_for_the_narrowest_network(machines: tuple[Machine, ...]) -> None:
    """A pool may give any of its machines."""
    assert all(plan.slowest(machines) <= machine.bandwidth for machine in machines)


def test_what_weights_say_of_themselves_is_not_said_again() -> None:
    """A quantised model names its method; how the others are computed is told."""
    assert {DType.FP8, DType.INT4} == {dtype for dtype in DType if not plan.arguments(dtype)}
    assert ("--dtype=bfloat16",) == plan.arguments(DType.BF16)
