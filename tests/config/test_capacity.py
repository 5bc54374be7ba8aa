"""A pool on both sides of the pair."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from config.capacity import capacity_in, most_in, most_instances, reserved_instances
from config.model.cluster import Gpu, Pool, PoolRecovery, Share
from config.vocabulary import Capacity, Role

NEED = Gpu.model_validate({"memory": "24GiB"})

shares = st.lists(
    st.builds(Share, buy=st.sampled_from(Capacity), instances=st.integers(1, 160)), min_size=1, max_size=3
).map(tuple)
recoveries = st.one_of(
    st.builds(PoolRecovery, reserved=st.integers(1, 500), then=st.none()),
    st.builds(PoolRecovery, reserved=st.integers(0, 500), then=st.sampled_from([Capacity.ON_DEMAND, Capacity.SPOT])),
)


@given(shares, recoveries)
def test_the_recovery_side_reserves_what_it_says_and_is_as_large(
    capacity: tuple[Share, ...], recovery: PoolRecovery
) -> None:
    """Never more than the primary but for what is reserved; the primary is as its environment says."""
    pool = Pool.model_construct(gpu=NEED, capacity=capacity, recovery=recovery, budget=1.0)
    there = capacity_in(pool, Role.RECOVERY)

    assert capacity == capacity_in(pool, Role.PRIMARY)
    assert recovery.reserved == reserved_instances(there)
    assert most_in(pool, Role.RECOVERY) == most_instances(there)
    if recovery.then is None:
        assert recovery.reserved == most_instances(there)
    else:
        assert max(recovery.reserved, most_instances(capacity)) == most_instances(there)
