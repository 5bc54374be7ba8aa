"""A pool of nodes that are always there."""

from __future__ import annotations

import pytest

from components.compute import plan
from components.compute.managed_pool import ManagedPool, ManagedPoolArgs
from config.vocabulary import Capacity
from tests.components.compute.ground import CLUSTER, KEY, NODES, PRIVATE, SCOPE
from tests.synth import Declared, DeclaredResource, synth

GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


def declare(*, unknown: bool = False) -> Declared:
    args = ManagedPoolArgs(
        scope=SCOPE,
        cluster=CLUSTER,
        version="1.34",
        pool="training",
        capacity=(
            plan.Share(buy=Capacity.RESERVED, instances=4),
            plan.Share(buy=Capacity.ON_DEMAND, instances=2),
            plan.Share(buy=Capacity.SPOT, instances=3),
        ),
        instances=("g6.xlarge", "g6.2xlarge"),
        subnet_ids=PRIVATE,
        reservation_ids={zone: f"cr-{zone}" for zone in PRIVATE},
        security_group=NODES,
        key_arn=KEY,
    )
    return synth(lambda: ManagedPool("pool-training", args), unknown=unknown)


def groups(**more: bool) -> dict[str, DeclaredResource]:
    return {group["nodeGroupName"].removeprefix("lz-prod-training-"): group for group in declare(**more).of_type(GROUP)}


@pytest.mark.parametrize("unknown", [False, True])
def test_each_way_of_buying_is_a_group_of_fixed_size(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """Nothing scales it, so it is as large as it may be."""
    sizes = {key: group["scalingConfig"] for key, group in groups(unknown=unknown).items()}

    assert {
        "reserved-euw1-az1": 2,
        "reserved-euw1-az2": 1,
        "reserved-euw1-az3": 1,
        "on-demand": 2,
        "spot": 3,
    } == {key: size["desiredSize"] for key, size in sizes.items()}
    assert all(size["minSize"] == size["maxSize"] for size in sizes.values())


def test_reserved_nodes_run_in_the_reservation_of_their_zone() -> None:
    """Of the type that is reserved, in the zone where it is."""
    declared = declare()
    targets = {
        template["tags"]["Name"] if template.inputs.get("tags") else template.name: template[
            "capacityReservationSpecification"
        ]
        for template in declared.of_type(TEMPLATE)
    }

    reserved = {name: spec for name, spec in targets.items() if "reserved" in name}
    assert {"cr-euw1-az1", "cr-euw1-az2", "cr-euw1-az3"} == {
        spec["capacityReservationTarget"]["capacityReservationId"] for spec in reserved.values()
    }
    assert [["g6.xlarge"]] * 3 == [g["instanceTypes"] for key, g in groups().items() if key.startswith("reserved")]


def test_spot_nodes_are_bought_as_spot() -> None:
    """And everything else is not."""
    assert {"spot"} == {key for key, group in groups().items() if group["capacityType"] == "SPOT"}


def test_gpu_nodes_keep_other_pods_away() -> None:
    """A log shipper on a GPU is the dearest one there is."""
    for group in groups().values():
        assert [{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}] == group["taints"]
        assert {"lz/pool": "training"} == group["labels"]
        assert {"enabled": True} == group["nodeRepairConfig"]
        assert "BOTTLEROCKET_x86_64_NVIDIA" == group["amiType"]
