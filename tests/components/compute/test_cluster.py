"""The control plane."""

from __future__ import annotations

import json

import pulumi
import pytest
from pulumi_aws.ssm import Parameter as Ssm

from components.compute.cluster import Cluster, ClusterArgs
from config.vocabulary import Deletion
from graph.model import UNKNOWN
from tests.components.compute.ground import ACCOUNT, CIDR, HOME, KEY, PRIVATE, SCOPE
from tests.synth import Declared, synth

CLUSTER = "aws:eks/cluster:Cluster"


class Log(pulumi.ComponentResource):
    """Stands for the log group, with one child."""

    def __init__(self) -> None:
        super().__init__("test:index:Log", "log")
        Ssm("group", type="String", value="group", opts=pulumi.ResourceOptions(parent=self))


def declare(*, deletion: Deletion = Deletion.PROTECTED, unknown: bool = False) -> Declared:
    def build() -> None:
        args = ClusterArgs(
            scope=SCOPE,
            version="1.34",
            subnet_ids=PRIVATE,
            cidr=CIDR,
            key_arn=KEY,
            log_group=Log(),
            deletion=deletion,
        )
        Cluster("cluster", args)

    return synth(build, unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_the_api_is_reached_from_the_vpc_only(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """No public endpoint, and none that a list of addresses would have to guard."""
    cluster = declare(unknown=unknown).only(CLUSTER)

    assert {
        "subnetIds": ["subnet-1", "subnet-2", "subnet-3"],
        "endpointPrivateAccess": True,
        "endpointPublicAccess": False,
    } == cluster["vpcConfig"]


def test_nobody_is_an_administrator_for_having_created_it() -> None:
    """Access is by entries, which a reviewer sees; not by a map inside the cluster, not by accident."""
    assert {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False} == declare().only(CLUSTER)[
        "accessConfig"
    ]


def test_secrets_are_encrypted_with_a_key_of_ours() -> None:
    """Whoever reads etcd's disks reads no secret."""
    assert {"provider": {"keyArn": KEY}, "resources": ["secrets"]} == declare().only(CLUSTER)["encryptionConfig"]


def test_every_kind_of_log_is_written_to_a_group_that_is_there() -> None:
    """EKS would make the group without key and retention."""
    declared = declare()
    cluster = declared.only(CLUSTER)

    assert {"api", "audit", "authenticator", "controllerManager", "scheduler"} == set(cluster["enabledClusterLogTypes"])
    assert declared.named("group").urn in cluster.dependencies


def test_the_role_is_complete_before_the_cluster_is_made() -> None:
    """A control plane that cannot see its nodes fails after ten minutes."""
    declared = declare()

    assert declared.named("cluster-permissions").urn in declared.only(CLUSTER).dependencies


@pytest.mark.parametrize(("deletion", "protected"), [(Deletion.PROTECTED, True), (Deletion.ALLOWED, False)])
def test_deletion_protection_follows_the_environment(deletion: Deletion, protected: bool) -> None:  # noqa: FBT001  a parametrized value
    """AWS itself refuses, also where somebody deletes by hand."""
    assert protected is declare(deletion=deletion).only(CLUSTER)["deletionProtection"]


def test_the_version_changes_only_when_it_is_written_here() -> None:
    """With standard support AWS upgrades at its end, on a day nobody chose."""
    cluster = declare().only(CLUSTER)

    assert ("1.34", {"supportType": "EXTENDED"}) == (cluster["version"], cluster["upgradePolicy"])


def test_a_zone_can_be_left() -> None:
    """Zonal shift takes traffic away from a zone that is ill, and self-managed add-ons stand in nobody's way."""
    cluster = declare().only(CLUSTER)

    assert {"enabled": True} == cluster["zonalShiftConfig"]
    assert False is cluster["bootstrapSelfManagedAddons"]


def test_the_control_plane_changes_nothing_but_tags_of_instances() -> None:
    """It makes neither volumes nor load balancers here."""
    document = declare().named("cluster-permissions")["policy"]
    granted = {a for s in json.loads(document)["Statement"] for a in s["Action"]}

    assert {"ec2:CreateTags"} == {a for a in granted if not a.split(":")[1].startswith("Describe")}


def test_the_api_takes_calls_from_the_vpc() -> None:
    """A deploy's runner is no node; who it is, an access entry says."""
    rule = declare().only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")

    assert ("10.32.0.0/16", 443, 443) == (rule["cidrIpv4"], rule["fromPort"], rule["toPort"])
    assert rule["securityGroupId"].startswith("sg-"), "the group that EKS made"


def test_a_first_preview_does_not_pretend_to_know_the_group() -> None:
    """EKS makes it with the cluster."""
    rule = declare(unknown=True).only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")

    assert UNKNOWN is rule["securityGroupId"]


def test_outputs_are_those_of_the_cluster() -> None:
    """Name and ARN are known before, address and authority after."""
    outputs = declare().outputs_of("lz:compute:Cluster")

    assert "lz-prod-cluster" == outputs["cluster"]
    assert f"arn:aws:eks:{HOME}:{ACCOUNT}:cluster/lz-prod-cluster" == outputs["arn"]
    assert outputs["endpoint"].startswith("https://")
    assert outputs["certificate_authority"]
