"""ScalingAccess: the plan of a Region switch may scale the models of both clusters, and see nothing else in them.

Guarantees: AWS's own policy for it, in the namespaces of the models only; no Kubernetes group. It is made in both
Regions by the side that stands by, because EKS takes no access entry for a role that is not there yet.

Source: https://docs.aws.amazon.com/r53recovery/latest/dg/eks-resource-scaling-block.html, read 2026-11-26
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import eks

from components import kit
from config.vocabulary import RegionName, SystemName

SCALER = "arn:aws:eks::aws:cluster-access-policy/AmazonARCRegionSwitchScalingPolicy"
"""Read status, change scale, and forbid an autoscaler to scale down."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScalingAccessArgs:
    """Who may scale what, where."""

    clusters: Mapping[RegionName, str]
    """Names by Region."""

    role_arn: pulumi.Input[str]
    """The role the plan runs with."""

    namespaces: Sequence[SystemName]


class ScalingAccess(pulumi.ComponentResource):
    """An access entry in each cluster, with its scope."""

    ready: tuple[pulumi.Resource, ...]
    """What a plan that scales waits for."""

    def __init__(self, name: str, args: ScalingAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:recovery:ScalingAccess", name, None, opts)
        self.ready = tuple(
            self._in(f"{name}-{region}", args, region, cluster) for region, cluster in sorted(args.clusters.items())
        )
        self.register_outputs({})

    def _in(self, name: str, args: ScalingAccessArgs, region: RegionName, cluster: str) -> pulumi.Resource:
        entry = eks.AccessEntry(
            name,
            cluster_name=cluster,
            principal_arn=args.role_arn,
            type="STANDARD",
            region=region,
            opts=kit.child(self),
        )
        return eks.AccessPolicyAssociation(
            f"{name}-policy",
            cluster_name=cluster,
            principal_arn=entry.principal_arn,
            policy_arn=SCALER,
            access_scope={"type": "namespace", "namespaces": sorted(args.namespaces)},
            region=region,
            opts=kit.child(self),
        )
