"""What nodes and the cluster need."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pulumi_aws.ssm import Parameter as Ssm

from components.compute import addons
from components.compute.addons import ClusterAddons, ClusterAddonsArgs, NodeAddons, NodeAddonsArgs
from config.kubernetes import RELEASES
from graph.model import UNKNOWN
from tests.components.compute.ground import CLUSTER, HOME, NODES, PRIVATE, SCOPE, allowing
from tests.synth import Declared, DeclaredResource, synth

VERSIONS = RELEASES["1.34"].addons
ADDON = "aws:eks/addon:Addon"


def of_nodes(*, unknown: bool = False) -> Declared:
    def build() -> None:
        # Known after a deploy, as a group's id is.
        group = Ssm("group", type="String", value=NODES).arn if unknown else NODES
        args = NodeAddonsArgs(
            scope=SCOPE, cluster=CLUSTER, versions=VERSIONS, pod_subnets=PRIVATE, security_group=group
        )
        NodeAddons("node-addons", args)

    return synth(build, unknown=unknown)


def of_cluster() -> Declared:
    def build() -> None:
        nodes = Ssm("nodes", type="String", value="nodes")
        ClusterAddons("cluster-addons", ClusterAddonsArgs(cluster=CLUSTER, versions=VERSIONS, after=nodes))

    return synth(build)


def by_name(declared: Declared) -> dict[str, DeclaredResource]:
    return {addon["addonName"]: addon for addon in declared.of_type(ADDON)}


def cni(declared: Declared) -> dict[str, Any]:
    return json.loads(by_name(declared)["vpc-cni"]["configurationValues"])


@pytest.mark.parametrize("version", sorted(RELEASES))
def test_a_release_pins_every_addon(version: str) -> None:
    """An add-on without a version is whatever AWS has that day."""
    assert {*addons.BEFORE_NODES, *addons.AFTER_NODES} == set(RELEASES[version].addons)


@pytest.mark.parametrize("declared", [of_nodes(), of_cluster()], ids=["nodes", "cluster"])
def test_versions_are_the_pinned_ones_and_stay_so(declared: Declared) -> None:
    """What somebody changed in the cluster goes back."""
    for name, addon in by_name(declared).items():
        assert VERSIONS[name] == addon["addonVersion"]
        assert ("OVERWRITE", "OVERWRITE") == (addon["resolveConflictsOnCreate"], addon["resolveConflictsOnUpdate"])


def test_pods_get_addresses_of_the_pod_subnets() -> None:
    """Each zone's own, told by the zone's id, and whole blocks at a time."""
    found = cni(of_nodes())

    assert {
        "create": True,
        "region": HOME,
        "subnets": {zone: {"id": subnet, "securityGroups": [NODES]} for zone, subnet in PRIVATE.items()},
    } == found["eniConfig"]
    assert "topology.k8s.aws/zone-id" == found["env"]["ENI_CONFIG_LABEL_DEF"]
    assert "true" == found["env"]["AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"]
    assert "true" == found["env"]["ENABLE_PREFIX_DELEGATION"]


def test_network_policies_are_enforced() -> None:
    """Without this a NetworkPolicy is a wish."""
    assert "true" == cni(of_nodes())["enableNetworkPolicy"]


def test_the_cni_waits_for_its_role() -> None:
    """Its first call would fail, and the node would wait with it."""
    declared = of_nodes()
    association = declared.only("aws:eks/podIdentityAssociation:PodIdentityAssociation")

    assert association.urn in by_name(declared)["vpc-cni"].dependencies
    assert ("kube-system", "aws-node") == (association["namespace"], association["serviceAccount"])


@pytest.mark.parametrize("action", ["ec2:RunInstances", "ec2:TerminateInstances", "ec2:AuthorizeSecurityGroupIngress"])
def test_the_cni_handles_interfaces_and_nothing_else(action: str) -> None:
    """It runs on every node, beside every pod."""
    assert [] == allowing(addons.cni_permissions(SCOPE), action, "arn:aws:ec2:eu-west-1:111122223333:instance/i-1")


def test_dns_runs_on_system_nodes_over_all_zones() -> None:
    """A GPU node is no place for it, and one zone is not enough."""
    found = json.loads(by_name(of_cluster())["coredns"]["configurationValues"])

    assert {"lz/pool": "system"} == found["nodeSelector"]
    assert ["topology.kubernetes.io/zone"] == [c["topologyKey"] for c in found["topologySpreadConstraints"]]


def test_what_runs_pods_waits_for_nodes() -> None:
    """EKS waits until an add-on is healthy, and without nodes it never is."""
    declared = of_cluster()

    for addon in declared.of_type(ADDON):
        assert declared.named("nodes").urn in addon.dependencies


def test_a_first_preview_knows_the_versions_and_not_the_subnets() -> None:
    """The settings hold ids."""
    found = by_name(of_nodes(unknown=True))

    assert {name: VERSIONS[name] for name in addons.BEFORE_NODES} == {n: a["addonVersion"] for n, a in found.items()}
    assert UNKNOWN is found["vpc-cni"]["configurationValues"]
