"""The arithmetic of pools."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.compute import plan
from config.vocabulary import Capacity

ZONES = st.sets(st.sampled_from([f"euw1-az{n}" for n in range(1, 7)]), min_size=1)
SHARES = st.lists(
    st.builds(
        lambda buy, instances: plan.Share(buy=buy, instances=instances),
        st.sampled_from(Capacity),
        st.integers(1, 500),
    ),
    max_size=3,
    unique_by=lambda share: share.buy,
)


@given(st.integers(0, 500), ZONES)
def test_every_instance_stands_in_one_zone(instances: int, zones: set[str]) -> None:
    """None is lost and none is paid for twice."""
    spread = plan.spread(instances, zones)

    assert instances == sum(spread.values())
    assert set(spread) <= zones
    assert 0 not in spread.values(), "a zone without any has no reservation"


@given(st.integers(0, 500), ZONES)
def test_zones_differ_by_one_instance_at_most(instances: int, zones: set[str]) -> None:
    """The loss of a zone costs no more than its share."""
    spread = plan.spread(instances, zones)
    counts = [spread.get(zone, 0) for zone in zones]

    assert max(counts) - min(counts) <= 1


@given(st.integers(1, 500), st.permutations([f"euw1-az{n}" for n in range(1, 4)]))
def test_the_order_of_zones_moves_nothing(instances: int, zones: list[str]) -> None:
    """A reservation is not given up because somebody sorted a list."""
    assert plan.spread(instances, sorted(zones)) == plan.spread(instances, zones)


@given(SHARES, ZONES)
def test_the_groups_of_a_pool_are_as_large_as_its_shares(shares: list[plan.Share], zones: set[str]) -> None:
    """Whatever is split into groups adds up to what was asked for."""
    groups = plan.node_groups(shares, zones)

    for share in shares:
        assert share.instances == sum(group.size for group in groups if group.buy is share.buy)
    assert len(groups) == len({group.key for group in groups}), "two groups cannot have one name"


@given(SHARES, ZONES)
def test_what_is_reserved_is_a_group_a_zone(shares: list[plan.Share], zones: set[str]) -> None:
    """A launch template names one reservation, and a reservation is of one zone."""
    for group in plan.node_groups(shares, zones):
        assert (1 if group.buy is Capacity.RESERVED else len(zones)) == len(group.zones)


@given(SHARES, st.integers(1, 8))
def test_the_limit_covers_every_share(shares: list[plan.Share], devices: int) -> None:
    """No share can be bought that the ceiling forbids, and none beyond."""
    assert devices * sum(s.instances for s in shares) == plan.most_devices(shares, devices)


def test_only_reserved_instances_are_reserved() -> None:
    """Spot and on-demand are bought when they are needed."""
    shares = [plan.Share(buy=buy, instances=n) for n, buy in enumerate(Capacity, start=1)]

    assert 1 == plan.reserved(shares)


@pytest.mark.parametrize(
    ("interfaces", "addresses"),
    [(3, 10), (4, 15)],
    ids=["m7g.large", "g6.xlarge"],
)
def test_the_nodes_of_the_house_have_an_address_for_every_pod(interfaces: int, addresses: int) -> None:
    """With custom networking the first interface gives none.

    Interfaces and addresses: https://docs.aws.amazon.com/ec2/latest/instancetypes/.
    """
    assert plan.MAX_PODS <= plan.pod_addresses(interfaces, addresses)


def test_every_zone_has_its_pod_subnet_by_the_zones_id() -> None:
    """Zone names differ from account to account, ids do not."""
    assert {
        "euw1-az1": {"id": "subnet-1", "securityGroups": ["sg"]},
        "euw1-az2": {"id": "subnet-2", "securityGroups": ["sg"]},
    } == plan.cni_subnets({"euw1-az2": "subnet-2", "euw1-az1": "subnet-1"}, "sg")
