"""Addons: what every node needs before it can run a pod, and what the cluster needs before it can be used.

Guarantees: pinned versions; pods get addresses of the pod subnets and never the routable ones; NetworkPolicies are
enforced; the system's own pods run where system pods run.

They come in two steps, because a node without vpc-cni never gets ready, and an add-on that runs pods waits for nodes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import eks

from components import kit
from components.compute import plan
from components.compute.pod_role import PodRole, PodRoleArgs, ServiceAccount
from components.compute.scope import Scope
from components.kit_kubernetes import POOL_LABEL
from config.vocabulary import ZoneId

BEFORE_NODES = ("vpc-cni", "kube-proxy", "eks-pod-identity-agent")
"""What a node needs to become ready."""

AFTER_NODES = ("coredns", "eks-node-monitoring-agent")
"""What needs a node to become ready, and the agent that tells node repair of broken GPUs."""

SYSTEM = {POOL_LABEL: "system"}
"""The label of nodes that the cluster's own pods run on."""

CNI_ACCOUNT = ServiceAccount(namespace="kube-system", name="aws-node")


def cni_permissions(scope: Scope) -> str:
    """What vpc-cni does to network interfaces, JSON: AWS's own AmazonEKS_CNI_Policy for one Region.

    Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKS_CNI_Policy.html
    """
    interface = f"arn:aws:ec2:{scope.region}:{scope.account}:network-interface/*"
    return kit.policy_document(
        kit.allow(
            "SeeInterfaces",
            [
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeInstances",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeTags",
            ],
            ["*"],
        ),
        kit.allow(
            "Interfaces",
            [
                "ec2:AssignPrivateIpAddresses",
                "ec2:AttachNetworkInterface",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DetachNetworkInterface",
                "ec2:ModifyNetworkInterfaceAttribute",
                "ec2:UnassignPrivateIpAddresses",
            ],
            ["*"],
            Condition={"StringEquals": {"aws:RequestedRegion": scope.region}},
        ),
        kit.allow("TagInterfaces", ["ec2:CreateTags"], [interface]),
    )


def cni_configuration(region: str, subnets: Mapping[ZoneId, str], security_group: str) -> str:
    """The settings of vpc-cni, JSON.

    A pod's address stays its own on the way to the NAT gateway, so that flow logs tell which pod spoke.
    Source: https://github.com/aws/amazon-vpc-cni-k8s#cni-configuration-variables
    """
    return _json(
        {
            "enableNetworkPolicy": "true",
            "env": {
                "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true",
                "AWS_VPC_K8S_CNI_EXTERNALSNAT": "true",
                "ENABLE_PREFIX_DELEGATION": "true",
                "ENI_CONFIG_LABEL_DEF": "topology.k8s.aws/zone-id",
                "WARM_PREFIX_TARGET": "1",
            },
            "eniConfig": {
                "create": True,
                "region": region,
                "subnets": plan.cni_subnets(subnets, security_group),
            },
        }
    )


CONFIGURATIONS: Mapping[str, str] = {
    "coredns": json.dumps(
        {
            "nodeSelector": SYSTEM,
            "topologySpreadConstraints": [
                {
                    "labelSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
                    "maxSkew": 1,
                    "topologyKey": "topology.kubernetes.io/zone",
                    "whenUnsatisfiable": "ScheduleAnyway",
                }
            ],
        },
        sort_keys=True,
    ),
}
"""The settings of add-ons that depend on nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClusterAddonsArgs:
    """Which add-ons, in which versions."""

    cluster: pulumi.Input[str]
    """The cluster's name."""

    versions: Mapping[str, str]
    """Add-on to its pinned version."""

    after: pulumi.Resource
    """The first nodes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NodeAddonsArgs:
    """The add-ons of nodes, and where pods get their addresses."""

    scope: Scope

    cluster: pulumi.Input[str]
    """The cluster's name."""

    versions: Mapping[str, str]
    """Add-on to its pinned version."""

    pod_subnets: Mapping[ZoneId, pulumi.Input[str]]
    """Where pods get their addresses, by zone id."""

    security_group: pulumi.Input[str]
    """The id of the group of pods."""


class NodeAddons(pulumi.ComponentResource):
    """What nodes need: vpc-cni with its role, kube-proxy, the Pod Identity agent."""

    versions: Mapping[str, pulumi.Output[str]]
    """Add-on to the version that runs."""

    def __init__(self, name: str, args: NodeAddonsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:NodeAddons", name, None, opts)
        role = PodRole(
            f"{name}-cni",
            PodRoleArgs(
                scope=args.scope,
                cluster=args.cluster,
                purpose="vpc-cni",
                description="vpc-cni: network interfaces of nodes",
                service_account=CNI_ACCOUNT,
                policy=cni_permissions(args.scope),
            ),
            kit.child(self),
        )
        zones = sorted(args.pod_subnets)
        configuration = pulumi.Output.all(args.security_group, *(args.pod_subnets[zone] for zone in zones)).apply(
            lambda known: cni_configuration(
                args.scope.region, dict(zip(zones, map(str, known[1:]), strict=True)), str(known[0])
            )
        )
        made = {
            addon: _addon(
                f"{name}-{addon}",
                args.cluster,
                (addon, args.versions[addon]),
                settings,
                kit.child(self, depends_on=[role]),
            )
            for addon, settings in zip(BEFORE_NODES, (configuration, None, None), strict=True)
        }
        self.versions = {addon: resource.addon_version for addon, resource in made.items()}
        self.register_outputs({"versions": dict(self.versions)})


class ClusterAddons(pulumi.ComponentResource):
    """What the cluster needs once it has nodes: DNS, and the agent that watches nodes."""

    versions: Mapping[str, pulumi.Output[str]]
    """Add-on to the version that runs."""

    def __init__(self, name: str, args: ClusterAddonsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:ClusterAddons", name, None, opts)
        made = {
            addon: _addon(
                f"{name}-{addon}",
                args.cluster,
                (addon, args.versions[addon]),
                CONFIGURATIONS.get(addon),
                kit.child(self, depends_on=[args.after]),
            )
            for addon in AFTER_NODES
        }
        self.versions = {addon: resource.addon_version for addon, resource in made.items()}
        self.register_outputs({"versions": dict(self.versions)})


def _addon(
    name: str,
    cluster: pulumi.Input[str],
    version: tuple[str, str],
    configuration: pulumi.Input[str] | None,
    opts: pulumi.ResourceOptions,
) -> eks.Addon:
    return eks.Addon(
        name,
        cluster_name=cluster,
        addon_name=version[0],
        addon_version=version[1],
        configuration_values=configuration,
        # What somebody changed in the cluster goes back to what is written here.
        resolve_conflicts_on_create="OVERWRITE",
        resolve_conflicts_on_update="OVERWRITE",
        opts=opts,
    )


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
