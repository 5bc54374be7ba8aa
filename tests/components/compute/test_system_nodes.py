"""The nodes of the cluster's own pods."""

from __future__ import annotations

import pytest
from pulumi_aws.ssm import Parameter as Ssm

from components.compute.system_nodes import SystemNodes, SystemNodesArgs
from tests.components.compute.ground import CLUSTER, KEY, NODES, PRIVATE, SCOPE
from tests.synth import Declared, synth

GROUP = "aws:eks/nodeGroup:NodeGroup"


def declare(*, unknown: bool = False) -> Declared:
    def build() -> None:
        args = SystemNodesArgs(
            scope=SCOPE,
            cluster=CLUSTER,
            version="1.34",
            instances=("m7g.large", "m6g.large"),
            smallest=3,
            largest=9,
            subnet_ids=PRIVATE,
            security_group=NODES,
            key_arn=KEY,
            after=Ssm("before", type="String", value="before"),
        )
        SystemNodes("system-nodes", args)

    return synth(build, unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_nodes_stand_in_every_zone(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """The loss of a zone leaves Karpenter and DNS running."""
    group = declare(unknown=unknown).only(GROUP)

    assert ["subnet-1", "subnet-2", "subnet-3"] == group["subnetIds"]
    assert {"minSize": 3, "maxSize": 9, "desiredSize": 3} == group["scalingConfig"]


def test_a_broken_node_is_replaced_and_an_update_takes_a_third() -> None:
    """Neither waits for a person, nor takes all at once."""
    group = declare().only(GROUP)

    assert {"enabled": True} == group["nodeRepairConfig"]
    assert {"maxUnavailablePercentage": 33} == group["updateConfig"]


def test_nodes_are_those_nobody_logs_into() -> None:
    """Bottlerocket for arm64, no SSH."""
    group = declare().only(GROUP)

    assert "BOTTLEROCKET_ARM_64" == group["amiType"]
    assert None is group.inputs.get("remoteAccess")


def test_a_changed_template_renews_the_nodes() -> None:
    """The group names a version, not the newest whatever it is."""
    declared = declare()
    group, template = declared.only(GROUP), declared.only("aws:ec2/launchTemplate:LaunchTemplate")

    assert "1" == group["launchTemplate"]["version"]
    assert template.urn in group.property_dependencies["launchTemplate"]


def test_nodes_wait_for_what_makes_them_ready() -> None:
    """Without vpc-cni EKS waits half an hour, and fails."""
    declared = declare()

    assert declared.named("before").urn in declared.only(GROUP).dependencies
    assert {"lz/pool": "system"} == declared.only(GROUP)["labels"]
