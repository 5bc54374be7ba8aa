"""Arithmetic of a pool of GPU nodes."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from components.compute.karpenter_plan import LEAST_REST, Share, claims, drain, rest
from config.vocabulary import Capacity

SHARES = st.lists(
    st.builds(Share, buy=st.sampled_from(Capacity), instances=st.integers(1, 500)), unique_by=lambda share: share.buy
).map(tuple)


@given(capacity=SHARES, gpus=st.integers(1, 8))
def test_reserved_comes_first_and_spot_last(capacity: tuple[Share, ...], gpus: int) -> None:
    """In whatever order they are written; no two have one weight, and Karpenter takes 1 to 100."""
    found = claims(capacity, gpus)
    order = [str(way) for way in (Capacity.RESERVED, Capacity.ON_DEMAND, Capacity.SPOT)]

    assert [way for way in order if way in {str(share.buy) for share in capacity}] == [c.capacity_type for c in found]
    weights = [claim.weight for claim in found]
    assert sorted(set(weights), reverse=True) == weights
    assert all(1 <= weight <= 100 for weight in weights)


@given(capacity=SHARES, gpus=st.integers(1, 8))
def test_every_share_has_a_ceiling_and_together_they_are_the_pools(capacity: tuple[Share, ...], gpus: int) -> None:
    """What a pool may cost follows from it."""
    found = claims(capacity, gpus)

    assert all(claim.gpus >= 1 for claim in found)
    assert gpus * sum(share.instances for share in capacity) == sum(claim.gpus for claim in found)


@given(load=st.timedeltas(timedelta(0), timedelta(hours=3)))
def test_an_empty_node_outlives_the_loading_of_the_next_replica(load: timedelta) -> None:
    """Consolidation that outran loading would take a node from under a replica that is about to come."""
    found = rest(load)

    assert found >= max(LEAST_REST, load)
    assert not found % timedelta(minutes=1)


@given(grace=st.timedeltas(timedelta(0), timedelta(hours=3)))
def test_a_node_that_must_go_waits_for_its_slowest_pod(grace: timedelta) -> None:
    """And not for ever."""
    assert grace <= drain(grace) <= max(timedelta(minutes=10), 2 * grace)
