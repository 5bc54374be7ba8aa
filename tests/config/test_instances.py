"""Which instance types meet a need, by a table that is AWS's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.instances import FILE, InstanceFacts, facts_for, instance_table, instances_for, preferred, regions_with
from config.model.cluster import Gpu
from tests.config.instances_snapshot import text

TYPES = list(instance_table().types.values())
needs = st.builds(Gpu, memory=st.integers(1, 300_000).map("{}MiB".format), count=st.integers(1, 8))


def test_the_table_is_what_the_packaged_snapshot_says() -> None:
    """moto was raised: run python -m tests.config.instances_snapshot."""
    assert text() == FILE.read_text(encoding="utf-8")


@given(needs)
def test_what_is_preferred_meets_the_need_and_grows(gpu: Gpu) -> None:
    """Each type has the devices and their memory; none is followed by a smaller one."""
    found = preferred(TYPES, gpu)

    assert all(t.count >= gpu.count and t.memory >= gpu.memory and t.serves for t in found)
    assert [t.total for t in found] == sorted(t.total for t in found)
    assert bool(found) == any(t.count >= gpu.count and t.memory >= gpu.memory and t.serves for t in TYPES)


@given(needs, st.permutations(TYPES))
def test_the_order_of_the_table_decides_nothing(gpu: Gpu, shuffled: list[InstanceFacts]) -> None:
    """The same preference from any order."""
    assert preferred(TYPES, gpu) == preferred(shuffled, gpu)


@given(needs)
def test_a_substitute_is_at_most_twice_as_large(gpu: Gpu) -> None:
    """Or it stands alone, because nothing nearer meets the need."""
    found = preferred(TYPES, gpu)

    assert len(found) <= 1 or all(t.total <= 2 * gpu.memory * gpu.count for t in found)


@pytest.mark.parametrize("region", ["eu-west-1", "eu-central-1"])
def test_the_shipped_pool_has_the_same_first_choice_on_both_sides(region: str) -> None:
    """A reservation in either Region is of this type."""
    assert "g5.xlarge" == instances_for(Gpu.model_validate({"memory": "22888MiB"}), region)[0]


def test_a_region_without_the_type_has_none_and_others_are_known() -> None:
    """One device of 40 GiB is not to be had in Ireland but as eight."""
    need = Gpu.model_validate({"memory": "40GiB"})

    assert [8] == [facts.count for facts in facts_for(need, "eu-west-1")]
    assert () == facts_for(Gpu.model_validate({"memory": "100GiB"}), "eu-west-1")
    assert "us-east-1" in regions_with(Gpu.model_validate({"memory": "100GiB"}))


@pytest.mark.parametrize("name", ["g4dn.xlarge", "g5g.xlarge", "g6f.xlarge", "g4dn.metal", "p3dn.24xlarge"])
def test_what_vllm_cannot_serve_on_is_never_chosen(name: str) -> None:
    """GPUs before Ampere, shares of one, arm64, bare metal."""
    assert not instance_table().types[name].serves
