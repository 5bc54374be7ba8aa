"""A pool of GPU nodes that Karpenter makes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from components.compute.karpenter_plan import Share
from components.compute.karpenter_pool import KarpenterPool, KarpenterPoolArgs, NodePlace
from components.kit_kubernetes import Kept
from config.vocabulary import Capacity
from tests.manifests import of_kind, only, refused
from tests.synth import Declared, DeclaredResource, synth

PLACE = NodePlace(
    instance_profile="lz-prod-gpu-node",
    security_group="sg-0123",
    subnets=("subnet-1", "subnet-2"),
    volume_key="arn:aws:kms:eu-west-1:111122223333:key/1",
    image="bottlerocket@v1.57.0",
    max_pods=29,
    tags={"lz:environment": "prod"},
)
CAPACITY = (Share(buy=Capacity.ON_DEMAND, instances=12), Share(buy=Capacity.RESERVED, instances=4))


def _pool(
    *, reservations: tuple[str, ...] | None = ("cr-1", "cr-2"), load: int = 240, unknown: bool = False
) -> Declared:
    args = KarpenterPoolArgs(
        pool="inference",
        instances=("g6.xlarge", "g6.2xlarge"),
        gpus=1,
        capacity=CAPACITY,
        reservations=reservations,
        place=PLACE,
        load=timedelta(seconds=load),
        grace=timedelta(seconds=50),
    )
    return synth(lambda: KarpenterPool("inference", args), unknown=unknown)


@pytest.fixture(scope="module")
def declared() -> Declared:
    return _pool()


@pytest.fixture(scope="module")
def pools(declared: Declared) -> dict[str, DeclaredResource]:
    return {pool["metadata"]["name"]: pool for pool in of_kind(declared, "NodePool")}


def test_an_api_server_takes_the_objects(declared: Declared) -> None:
    """By Karpenter's own definitions; with nothing reserved, too."""
    assert [] == refused(declared)
    assert [] == refused(_pool(reservations=None))


def test_nodes_carry_the_tag_that_the_pools_budget_counts(declared: Declared) -> None:
    """Beside those of the environment."""
    tags = only(declared, "EC2NodeClass")["spec"]["tags"]

    assert {"lz:environment": "prod", "lz:pool": "inference"} == tags


def test_what_is_reserved_is_tried_first_each_way_up_to_its_own_ceiling(pools: dict[str, DeclaredResource]) -> None:
    """A way of buying is a NodePool: Karpenter knows an order by weight and a limit by NodePool only."""
    told = {
        name: (pool["spec"]["weight"], pool["spec"]["limits"], _requirement(pool, "karpenter.sh/capacity-type"))
        for name, pool in pools.items()
    }

    assert {
        "inference-reserved": (100, {"nvidia.com/gpu": 4}, ["reserved"]),
        "inference-on-demand": (50, {"nvidia.com/gpu": 12}, ["on-demand"]),
    } == told


def _requirement(pool: DeclaredResource, key: str) -> list[str]:
    (found,) = [r["values"] for r in pool["spec"]["template"]["spec"]["requirements"] if r["key"] == key]
    return found


def test_only_the_pools_own_instance_types_are_made(pools: dict[str, DeclaredResource]) -> None:
    """A larger one would be another budget."""
    for pool in pools.values():
        assert ["g6.xlarge", "g6.2xlarge"] == _requirement(pool, "node.kubernetes.io/instance-type")


def test_no_pod_comes_that_does_not_ask_for_a_gpu(pools: dict[str, DeclaredResource]) -> None:
    """The taint keeps them off, the label brings the others."""
    for pool in pools.values():
        template = pool["spec"]["template"]
        assert [{"key": "nvidia.com/gpu", "value": "true", "effect": "NoSchedule"}] == template["spec"]["taints"]
        assert {"lz/pool": "inference"} == template["metadata"]["labels"]


def test_a_node_with_a_pod_on_it_is_never_consolidated_away(pools: dict[str, DeclaredResource]) -> None:
    """One at a time, only empty ones, and those not before the next replica could have loaded."""
    for pool in pools.values():
        assert {
            "consolidationPolicy": "WhenEmpty",
            "consolidateAfter": "30m",
            "budgets": [{"nodes": "1"}],
        } == pool["spec"]["disruption"]
    slow = only(_pool(load=1200), "NodePool", "inference-reserved")
    assert "1h" == slow["spec"]["disruption"]["consolidateAfter"]


def test_a_node_grows_no_older_than_two_weeks_and_drains_before_it_goes(pools: dict[str, DeclaredResource]) -> None:
    """Also under a pod that nobody may disturb: a fix of the image must not wait for ever."""
    for pool in pools.values():
        spec = pool["spec"]["template"]["spec"]
        assert ("336h", "10m") == (spec["expireAfter"], spec["terminationGracePeriod"])


def test_nodes_start_from_the_pinned_image_as_the_platforms_own(declared: Declared) -> None:
    """Their role, their only security group, private subnets, the reservations by id: never open matching."""
    spec = only(declared, "EC2NodeClass")["spec"]

    assert [{"alias": "bottlerocket@v1.57.0"}] == spec["amiSelectorTerms"]
    assert "lz-prod-gpu-node" == spec["instanceProfile"]
    assert [{"id": "sg-0123"}] == spec["securityGroupSelectorTerms"]
    assert [{"id": "subnet-1"}, {"id": "subnet-2"}] == spec["subnetSelectorTerms"]
    assert [{"id": "cr-1"}, {"id": "cr-2"}] == spec["capacityReservationSelectorTerms"]
    assert not spec["associatePublicIPAddress"]


def test_no_pod_gets_the_nodes_credentials(declared: Declared) -> None:
    """IMDSv2, one hop."""
    options = only(declared, "EC2NodeClass")["spec"]["metadataOptions"]

    assert ("required", 1) == (options["httpTokens"], options["httpPutResponseHopLimit"])


def test_every_volume_is_encrypted_with_the_platforms_key(declared: Declared) -> None:
    """The one with images on it too."""
    volumes = only(declared, "EC2NodeClass")["spec"]["blockDeviceMappings"]

    assert ["/dev/xvda", "/dev/xvdb"] == [volume["deviceName"] for volume in volumes]
    assert {(True, PLACE.volume_key)} == {(v["ebs"]["encrypted"], v["ebs"]["kmsKeyID"]) for v in volumes}


def test_node_pools_wait_for_the_class_they_name(declared: Declared, pools: dict[str, DeclaredResource]) -> None:
    """Karpenter takes one without it, and makes no node."""
    node_class = only(declared, "EC2NodeClass")

    for pool in pools.values():
        assert node_class.urn in pool.dependencies
        assert node_class["metadata"]["name"] == pool["spec"]["template"]["spec"]["nodeClassRef"]["name"]


def test_the_contract_lists_what_is_promised() -> None:
    """Image, metadata options, weights and ceilings can be read back."""
    found: list[Kept] = []
    args = KarpenterPoolArgs(
        pool="inference",
        instances=("g6.xlarge",),
        gpus=2,
        capacity=CAPACITY,
        reservations=None,
        place=PLACE,
        load=timedelta(0),
        grace=timedelta(0),
    )
    synth(lambda: found.extend(KarpenterPool("inference", args).objects))

    promises = {kept.name: kept.promises for kept in found}
    assert "bottlerocket@v1.57.0" == promises["inference"]["spec.amiSelectorTerms[0].alias"]
    assert "required" == promises["inference"]["spec.metadataOptions.httpTokens"]
    assert "8" == promises["inference-reserved"]['spec.limits["nvidia.com/gpu"]']
