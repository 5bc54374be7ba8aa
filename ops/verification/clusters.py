"""The cluster: private, encrypted, logged, protected, of the pinned versions, its nodes healing themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts.foundation import LogGroupContract
from config.contracts.platform import ClusterContract
from ops.verification import log_groups
from ops.verification.account import Account, Once
from ops.verification.key_identity import as_named
from ops.verification.outcome import Line

_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")

_PROMISES: tuple[tuple[str, object, str], ...] = (
    ("status", "ACTIVE", "status"),
    ("public endpoint", False, "resourcesVpcConfig.endpointPublicAccess"),
    ("private endpoint", True, "resourcesVpcConfig.endpointPrivateAccess"),
    ("access by", "API", "accessConfig.authenticationMode"),
    ("upgrades by itself after", "EXTENDED", "upgradePolicy.supportType"),
    ("zonal shift", True, "zonalShiftConfig.enabled"),
)


def check(cluster: ClusterContract, region: str, account: Account) -> Iterator[Line]:
    """The control plane, its log, its add-ons and its node groups."""
    eks = account.client("eks", region)
    thing = account.thing("cluster", cluster.name)
    found = Once(lambda: eks.describe_cluster(name=cluster.name)["cluster"])

    def at(path: str) -> Any:
        return jmespath.search(path, found())

    for promise, expected, path in (
        *_PROMISES,
        ("version", cluster.version, "version"),
        ("address", cluster.endpoint, "endpoint"),
        ("security group", cluster.security_group, "resourcesVpcConfig.clusterSecurityGroupId"),
        ("protected from deletion", cluster.deletion_protected, "deletionProtection"),
    ):
        yield thing.holds(
            promise, expected, lambda path=path: at(path), field=f"eks.DescribeCluster.{path.partition('.')[0]}"
        )
    yield thing.holds(
        "secrets encrypted with",
        cluster.key_arn,
        lambda: as_named(cluster.key_arn, at("encryptionConfig[0].provider.keyArn"), region, account),
    )
    yield thing.holds(
        "logs", sorted(_LOGS), lambda: sorted(at("logging.clusterLogging[?enabled].types[]") or ()) or None
    )
    group = LogGroupContract(
        name=cluster.log_group, region=region, retention_days=cluster.log_days, key_arn=cluster.key_arn
    )
    yield from log_groups.check(group, account)
    yield from _addons(cluster, eks, account)
    for name in cluster.node_groups:
        yield from _node_group(cluster, name, region, account)


def _addons(cluster: ClusterContract, eks: Any, account: Account) -> Iterator[Line]:
    for name, version in sorted(cluster.addons.items()):
        thing = account.thing("add-on", f"{name} of {cluster.name}")
        found = Once(lambda name=name: eks.describe_addon(clusterName=cluster.name, addonName=name)["addon"])
        yield thing.holds("version", version, lambda found=found: found().get("addonVersion"))
        yield thing.holds("status", "ACTIVE", lambda found=found: found().get("status"))


def _node_group(cluster: ClusterContract, name: str, region: str, account: Account) -> Iterator[Line]:
    eks, ec2 = account.client("eks", region), account.client("ec2", region)
    thing = account.thing("node group", f"{name} of {cluster.name}")
    found = Once(lambda: eks.describe_nodegroup(clusterName=cluster.name, nodegroupName=name)["nodegroup"])
    template = Once(lambda: _template(ec2, found()))
    for promise, expected, path in (
        ("status", "ACTIVE", "status"),
        ("version", cluster.version, "version"),
        ("repairs nodes", True, "nodeRepairConfig.enabled"),
    ):
        yield thing.holds(promise, expected, lambda path=path: jmespath.search(path, found()))
    for promise, expected, path in (
        ("metadata by", "required", "MetadataOptions.HttpTokens"),
        ("metadata hops", 1, "MetadataOptions.HttpPutResponseHopLimit"),
    ):
        yield thing.holds(promise, expected, lambda path=path: jmespath.search(path, template()))
    yield thing.holds(
        "volumes encrypted with",
        [cluster.key_arn],
        lambda: sorted({volume["Ebs"].get("KmsKeyId", "no key") for volume in template()["BlockDeviceMappings"]}),
    )
    yield thing.holds(
        "public addresses",
        [False],
        lambda: sorted({i.get("AssociatePublicIpAddress") for i in template()["NetworkInterfaces"]}),
    )


def _template(ec2: Any, group: dict[str, Any]) -> dict[str, Any]:
    """The version of the launch template that the group's nodes start from."""
    named = group["launchTemplate"]
    versions = ec2.describe_launch_template_versions(LaunchTemplateId=named["id"], Versions=[str(named["version"])])
    data: dict[str, Any] = versions["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    return data
