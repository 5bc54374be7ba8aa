"""Clusters, templates, balancers and registries against moto, beyond being made and deleted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import engine.standin_kubernetes
from engine.standin.lifecycle import is_state_only
from graph.model import UNKNOWN
from tests.engine.standin.examples import (
    BALANCER,
    CLUSTER,
    EXAMPLES,
    GROUP,
    QUEUE,
    ROLE,
    SUBNET,
    TARGETS,
    TEMPLATE,
)
from tests.engine.standin.image_examples import REPOSITORY
from tests.engine.standin.world import World

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"


def changed(plugin: Any, type_: str, world: World, **more: Any) -> tuple[str, dict[str, Any]]:
    """Make the example of a type, change properties of it, and answer with its id and new state."""
    inputs = EXAMPLES[type_](world)
    id_, state = plugin.create(type_, inputs)
    kept = plugin.check(type_, inputs).inputs
    given = {key: state[key] for key in kept.fields if key != "__defaults"}
    return id_, plugin.update(type_, id_, state, given, {**given, **more})


def test_a_cluster_comes_with_a_security_group_and_takes_it_away(plugin: Any) -> None:
    """Rules of ours stand on it; without it they would stand on nothing."""
    world = World(plugin)
    id_, state = plugin.create(CLUSTER, EXAMPLES[CLUSTER](world))
    group = state["vpcConfig"]["clusterSecurityGroupId"]

    found = plugin.boto("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"]
    plugin.delete(CLUSTER, id_, state)

    assert ["eks-cluster-sg-" + id_] == [each["GroupName"] for each in found]
    left = plugin.boto("ec2").describe_security_groups()["SecurityGroups"]
    assert group not in {each["GroupId"] for each in left}


def test_a_preview_does_not_know_the_group_yet(plugin: Any) -> None:
    """The rest of the block is known."""
    _, state = plugin.create(CLUSTER, EXAMPLES[CLUSTER](World(plugin)), preview=True)

    assert UNKNOWN is state["vpcConfig"]["clusterSecurityGroupId"]
    assert False is state["vpcConfig"]["endpointPublicAccess"]


def test_a_changed_cluster_keeps_its_group(plugin: Any) -> None:
    """A log that is switched on makes no new cluster."""
    id_, state = changed(plugin, CLUSTER, World(plugin), enabledClusterLogTypes=["api", "audit", "scheduler"])

    held = plugin.boto("eks").describe_cluster(name=id_)["cluster"]
    assert ["api", "audit", "scheduler"] == held["logging"]["clusterLogging"][0]["types"]
    assert held["resourcesVpcConfig"]["clusterSecurityGroupId"] == state["vpcConfig"]["clusterSecurityGroupId"]


def test_a_cluster_with_nodes_is_not_deleted(plugin: Any, aborted: Any) -> None:
    """As in AWS."""
    world = World(plugin)
    group_id, group_state = world.of(NODE_GROUP)

    with pytest.raises(aborted, match="ResourceInUseException"):
        plugin.delete(CLUSTER, *world.of(CLUSTER))
    plugin.delete(NODE_GROUP, group_id, group_state)
    plugin.delete(CLUSTER, *world.of(CLUSTER))

    assert "" == plugin.read(CLUSTER, world.id(CLUSTER))[0]


def test_a_node_group_has_tags_and_repairs_its_nodes(plugin: Any) -> None:
    """AWS takes both with the creation; moto needs to be told twice."""
    world = World(plugin)
    id_, state = plugin.create(NODE_GROUP, {**EXAMPLES[NODE_GROUP](world), "tags": {"team": "ai"}})

    cluster, name = id_.split(":")
    held = plugin.boto("eks").describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]
    assert {"enabled": True} == held["nodeRepairConfig"]
    assert "ai" == plugin.boto("eks").list_tags_for_resource(resourceArn=state["arn"])["tags"]["team"]


def test_a_node_group_grows_in_place(plugin: Any) -> None:
    """Its size is no reason for new nodes."""
    id_, _ = changed(plugin, NODE_GROUP, World(plugin), scalingConfig={"minSize": 3, "maxSize": 9, "desiredSize": 3})

    cluster, name = id_.split(":")
    held = plugin.boto("eks").describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]
    assert 9 == held["scalingConfig"]["maxSize"]


def test_a_changed_template_is_a_new_version_that_is_the_default(plugin: Any) -> None:
    """Groups name a version, so a change reaches them as one."""
    id_, state = changed(
        plugin,
        TEMPLATE,
        World(plugin),
        metadataOptions={"httpTokens": "required", "httpPutResponseHopLimit": 2},
        updateDefaultVersion=True,
    )

    held = plugin.boto("ec2").describe_launch_templates(LaunchTemplateIds=[id_])["LaunchTemplates"][0]
    assert (2, 2) == (held["LatestVersionNumber"], held["DefaultVersionNumber"])
    assert 2 == state["latestVersion"]


def test_a_balancer_is_protected_and_logs_by_attributes(plugin: Any) -> None:
    """AWS keeps them as pairs of text."""
    id_, _ = changed(plugin, BALANCER, World(plugin), enableDeletionProtection=True)

    held = plugin.boto("elbv2").describe_load_balancer_attributes(LoadBalancerArn=id_)["Attributes"]
    said = {pair["Key"]: pair["Value"] for pair in held}
    assert "true" == said["access_logs.s3.enabled"]
    assert "true" == said["deletion_protection.enabled"]


def test_a_target_group_is_asked_at_another_path(plugin: Any) -> None:
    """In place: its targets stay."""
    check = {"protocol": "HTTP", "path": "/ready", "matcher": "200", "interval": 10}
    id_, _ = changed(plugin, TARGETS, World(plugin), healthCheck=check)

    held = plugin.boto("elbv2").describe_target_groups(TargetGroupArns=[id_])["TargetGroups"][0]
    assert "/ready" == held["HealthCheckPath"]


def test_a_repository_becomes_immutable_in_place(plugin: Any) -> None:
    """A replacement would lose the images."""
    world = World(plugin)
    id_, state = plugin.create(REPOSITORY, {**EXAMPLES[REPOSITORY](world), "imageTagMutability": "MUTABLE"})
    given = {**EXAMPLES[REPOSITORY](world), "name": state["name"]}

    plugin.update(REPOSITORY, id_, state, {**given, "imageTagMutability": "MUTABLE"}, given)

    held = plugin.boto("ecr").describe_repositories(repositoryNames=[id_])["repositories"][0]
    assert "IMMUTABLE" == held["imageTagMutability"]


def test_a_queue_keeps_longer_when_it_is_told_to(plugin: Any) -> None:
    """Attributes are text for SQS."""
    id_, _ = changed(plugin, QUEUE, World(plugin), messageRetentionSeconds=600)

    held = plugin.boto("sqs").get_queue_attributes(QueueUrl=id_, AttributeNames=["All"])["Attributes"]
    assert "600" == held["MessageRetentionPeriod"]


@pytest.mark.parametrize(
    ("type_", "wrong", "said"),
    [
        ("aws:eks/addon:Addon", {"clusterName": "c"}, "addonName"),
        ("aws:eks/accessEntry:AccessEntry", {"clusterName": "c"}, "principalArn"),
        ("aws:ec2/capacityReservation:CapacityReservation", {"instanceType": "g6.xlarge"}, "instancePlatform"),
        (NODE_GROUP, {"clusterName": "c", "subnetIds": [], "nodeRoleArn": "r", "amiType": "BOTTLE"}, "amiType"),
    ],
)
def test_values_are_held_against_the_service_model(plugin: Any, type_: str, wrong: dict[str, Any], said: str) -> None:
    """Also of what moto could not make."""
    assert any(said.lower() in failure.lower() for failure in plugin.failures(type_, wrong))


def test_a_node_class_takes_the_id_of_a_reservation_that_nobody_made(plugin: Any) -> None:
    """Karpenter's definition refuses an id that does not begin as EC2's do; it is told from those all the same."""
    given = {
        "availabilityZone": "eu-west-1a",
        "instanceCount": 1,
        "instancePlatform": "Linux/UNIX",
        "instanceType": "g6.xlarge",
    }
    identifier, state = plugin.create("aws:ec2/capacityReservation:CapacityReservation", given)

    assert _reservation_ids().fullmatch(identifier)
    assert is_state_only(identifier)
    assert state["arn"].endswith(f":capacity-reservation/{identifier}")


def _reservation_ids() -> re.Pattern[str]:
    """What the definition of node classes takes as the id of a reservation."""
    folder = Path(engine.standin_kubernetes.__file__).parent / "crds"
    held = json.loads((folder / "ec2nodeclasses.karpenter.k8s.aws.json").read_text())
    return re.compile(re.findall(r"'pattern': '(\^cr-[^']*)'", str(held))[0])


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("stateonly0123456789ab", True),
        ("cr-stateonly0123456789ab", True),
        ("cr-0123456789abcdef0", False),
        ("lz-prod-stateonly-111122223333", False),
        ("", False),
    ],
)
def test_only_an_id_of_a_thing_in_the_state_alone_is_one(identifier: str, expected: bool) -> None:  # noqa: FBT001
    """A bucket that somebody called so is asked for like any other."""
    assert expected is is_state_only(identifier)


def test_the_examples_stand_on_each_other() -> None:
    """What this module needs is in the table of examples."""
    assert {SUBNET, GROUP, ROLE} <= set(EXAMPLES)
