"""KarpenterPool: a pool of GPU nodes that Karpenter makes as pods ask for them.

Guarantees: only pods that tolerate the taint nvidia.com/gpu run there; reserved instances are taken first, then
on-demand, then spot, each up to its own ceiling; nodes start from the pinned image, answer metadata only by IMDSv2 and
to no pod, and have encrypted volumes; a node with a pod on it is never consolidated away, and an empty one stays long
enough for the next replica to load; none grows older than two weeks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pulumi

from components import kit, kit_kubernetes
from components.compute import karpenter_plan as plan
from components.compute.reservations import POOL_TAG
from components.kit_kubernetes import GPU, POOL_LABEL, Kept, Object

GROUP = "karpenter.k8s.aws"
NODE_CLASS = "EC2NodeClass"

VOLUMES: Mapping[str, str] = {"/dev/xvda": "10Gi", "/dev/xvdb": "120Gi"}
"""Bottlerocket's volumes: the system's, and the one that holds images; an image of vLLM unpacks to some 30 GB."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NodePlace:
    """Where nodes stand, and as whom."""

    instance_profile: pulumi.Input[str]
    """Name; given, so that Karpenter needs no right over IAM."""
    security_group: pulumi.Input[str]
    subnets: Sequence[pulumi.Input[str]]
    """Private subnets, one a zone."""
    volume_key: pulumi.Input[str]
    """ARN of the key for volumes."""
    image: pulumi.Input[str]
    """The pinned image as an alias of Karpenter: bottlerocket@v1.57.0."""
    max_pods: pulumi.Input[int]
    tags: pulumi.Input[Mapping[str, str]]
    """Tags that a node must carry: Karpenter's rights end at them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KarpenterPoolArgs:
    """What a pool needs to know."""

    pool: str
    instances: tuple[str, ...]
    """Instance types it may use."""
    gpus: int
    """Devices that one replica uses together."""
    capacity: tuple[plan.Share, ...]
    reservations: Sequence[pulumi.Input[str]] | pulumi.Output[Any] | None
    """Ids of capacity reservations; None where nothing is reserved."""
    place: NodePlace
    load: timedelta
    """The longest that a replica on this pool needs from its start until it serves."""
    grace: timedelta
    """The longest that a replica on this pool needs to end."""
    after: Sequence[pulumi.Resource] = ()
    """What brings the kinds of a pool to the cluster. A component's own dependsOn does not reach its children."""


class KarpenterPool(pulumi.ComponentResource):
    """An EC2NodeClass, and a NodePool for each way of buying."""

    objects: tuple[Kept, ...]
    """What stands in the cluster, and what is promised about it."""

    def __init__(self, name: str, args: KarpenterPoolArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:KarpenterPool", name, None, opts)
        node_class = Object(f"{name}-class", _node_class(args), kit.child(self, depends_on=list(args.after)))
        claims = plan.claims(args.capacity, args.gpus)
        pools = {
            claim: Object(
                f"{name}-{claim.capacity_type}",
                _node_pool(args, claim),
                kit.child(self, depends_on=[node_class, *args.after]),
            )
            for claim in claims
        }
        self.objects = (
            node_class.kept({"spec.amiSelectorTerms[0].alias": args.place.image, **_METADATA_PROMISES}),
            *(
                pool.kept({"spec.weight": str(claim.weight), f'spec.limits["{GPU}"]': str(claim.gpus)})
                for claim, pool in pools.items()
            ),
        )
        self.register_outputs({})


_METADATA = {
    "httpEndpoint": "enabled",
    "httpProtocolIPv6": "disabled",
    "httpPutResponseHopLimit": 1,
    "httpTokens": "required",
}
"""One hop: a pod on its own network is one further away, and never gets the node's credentials."""

_METADATA_PROMISES = {f"spec.metadataOptions.{key}": str(value) for key, value in _METADATA.items()}


def _node_class(args: KarpenterPoolArgs) -> dict[str, Any]:
    place = args.place
    reserved = {} if args.reservations is None else {"capacityReservationSelectorTerms": _terms(args.reservations)}
    return {
        "apiVersion": f"{GROUP}/v1",
        "kind": NODE_CLASS,
        "metadata": kit_kubernetes.metadata(args.pool, component="gpu-nodes"),
        "spec": {
            "amiSelectorTerms": [{"alias": place.image}],
            "associatePublicIPAddress": False,
            "blockDeviceMappings": [
                {
                    "deviceName": device,
                    "ebs": {
                        "deleteOnTermination": True,
                        "encrypted": True,
                        "kmsKeyID": place.volume_key,
                        "volumeSize": size,
                        "volumeType": "gp3",
                    },
                }
                for device, size in VOLUMES.items()
            ],
            **reserved,
            "detailedMonitoring": True,
            "instanceProfile": place.instance_profile,
            "kubelet": {"maxPods": place.max_pods},
            "metadataOptions": dict(_METADATA),
            "securityGroupSelectorTerms": [{"id": place.security_group}],
            "subnetSelectorTerms": [{"id": subnet} for subnet in place.subnets],
            # The pool's budget counts what carries its tag.
            "tags": pulumi.Output.from_input(place.tags).apply(lambda tags: {**tags, POOL_TAG: args.pool}),
        },
    }


def _terms(reservations: Sequence[pulumi.Input[str]] | pulumi.Output[Any]) -> pulumi.Input[list[dict[str, Any]]]:
    """By id, never by open matching; from another stack the ids come all at once."""

    def each(ids: Sequence[Any]) -> list[dict[str, Any]]:
        return [{"id": one} for one in ids]

    return reservations.apply(each) if isinstance(reservations, pulumi.Output) else each(reservations)


def _node_pool(args: KarpenterPoolArgs, claim: plan.Claim) -> dict[str, Any]:
    return {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": kit_kubernetes.metadata(f"{args.pool}-{claim.capacity_type}", component="gpu-nodes"),
        "spec": {
            "weight": claim.weight,
            "limits": {GPU: claim.gpus},
            "disruption": {
                "consolidationPolicy": "WhenEmpty",
                "consolidateAfter": kit_kubernetes.go_duration(plan.rest(args.load)),
                "budgets": [{"nodes": "1"}],
            },
            "template": {
                "metadata": {"labels": {POOL_LABEL: args.pool}},
                "spec": {
                    "expireAfter": kit_kubernetes.go_duration(plan.LIFE),
                    "nodeClassRef": {"group": GROUP, "kind": NODE_CLASS, "name": args.pool},
                    "requirements": _requirements(args.instances, claim),
                    "taints": [{"key": GPU, "value": "true", "effect": "NoSchedule"}],
                    "terminationGracePeriod": kit_kubernetes.go_duration(plan.drain(args.grace)),
                },
            },
        },
    }


def _requirements(instances: tuple[str, ...], claim: plan.Claim) -> list[dict[str, Any]]:
    wanted = {
        "karpenter.sh/capacity-type": [claim.capacity_type],
        "kubernetes.io/arch": ["amd64"],
        "kubernetes.io/os": ["linux"],
        "node.kubernetes.io/instance-type": list(instances),
    }
    return [{"key": key, "operator": "In", "values": values} for key, values in wanted.items()]
