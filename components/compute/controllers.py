"""Controllers: what in the cluster makes nodes, and what binds pods to the platform's target groups.

Guarantees: from pinned charts, in the cluster's own namespace, under the service accounts that EKS Pod Identity gives
their roles to; two of each, one at a time disturbed; what they define is there before anything that is defined by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components import kit
from components.compute import charts
from components.kit_kubernetes import Release
from config.vocabulary import RegionName

NAMESPACE = "kube-system"
"""There their pods have the priority of the cluster's own, and the API server's."""

KARPENTER, LOAD_BALANCERS = "karpenter", "aws-load-balancer-controller"
"""The names of the releases, and of the service accounts."""

_RESOURCES = {"requests": {"cpu": "250m", "memory": "512Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}


@dataclass(frozen=True, kw_only=True, slots=True)
class ControllersArgs:
    """What the controllers need to know of the platform."""

    cluster: pulumi.Input[str]
    """The cluster's name."""
    region: RegionName
    vpc_id: pulumi.Input[str]
    interruption_queue: pulumi.Input[str]
    """Name of the queue that interruptions of nodes are read from."""


class Controllers(pulumi.ComponentResource):
    """Karpenter and the AWS Load Balancer Controller."""

    ready: tuple[pulumi.Resource, ...]
    """What objects of the kinds they define wait for."""
    releases: tuple[Release, ...]

    def __init__(self, name: str, args: ControllersArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:Controllers", name, None, opts)
        definitions = Release("karpenter-crd", charts.KARPENTER_DEFINITIONS, NAMESPACE, {}, kit.child(self))
        karpenter = Release(
            KARPENTER, charts.KARPENTER, NAMESPACE, _karpenter(args), kit.child(self, depends_on=[definitions])
        )
        balancers = Release(LOAD_BALANCERS, charts.LOAD_BALANCERS, NAMESPACE, _load_balancers(args), kit.child(self))
        self.ready = (karpenter, balancers)
        self.releases = (definitions, karpenter, balancers)
        self.register_outputs({})


def _karpenter(args: ControllersArgs) -> Mapping[str, Any]:
    return {
        "replicas": 2,
        "serviceAccount": {"create": True, "name": KARPENTER},
        "controller": {"resources": _RESOURCES},
        "settings": {
            "clusterName": args.cluster,
            "interruptionQueue": args.interruption_queue,
            "featureGates": {"reservedCapacity": True},
        },
    }


def _load_balancers(args: ControllersArgs) -> Mapping[str, Any]:
    """It only binds: balancers are made by the platform, so no Service and no Ingress may ask for one."""
    return {
        "replicaCount": 2,
        "serviceAccount": {"create": True, "name": LOAD_BALANCERS},
        "resources": _RESOURCES,
        "podDisruptionBudget": {"maxUnavailable": 1},
        "clusterName": args.cluster,
        # A pod one hop away from the node's metadata cannot ask there.
        "region": args.region,
        "vpcId": args.vpc_id,
        "defaultTargetType": "ip",
        "createIngressClassResource": False,
        "enableServiceMutatorWebhook": False,
    }
