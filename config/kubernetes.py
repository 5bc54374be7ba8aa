"""What a Kubernetes version of EKS comes with: the add-ons on every node, and the image nodes start from.

All pinned: an add-on or an image that changes by itself changes production without a review. The versions were read on
2026-11-25 from what EKS gives as defaults (`aws eks describe-addon-versions --kubernetes-version 1.34`, as quoted on
2026-06-24) and from https://github.com/bottlerocket-os/bottlerocket/releases. Standard support of 1.34 ends on
2026-12-02; after it a cluster hour costs six times as much
(https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from config.vocabulary import Service

CALLED = frozenset(
    {
        Service.EC2,
        Service.ECR,
        Service.EKS,
        Service.EKS_AUTH,
        Service.ELASTIC_LOAD_BALANCING,
        Service.KMS,
        Service.S3,
        Service.SQS,
        Service.SSM,
        Service.STS,
    }
)
"""What nodes, and controllers on them, call of AWS: a cluster brings the endpoints that it needs.

Source: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html, and what Karpenter, vpc-cni and the load
balancers' controller add. Karpenter's price list has no endpoint in Europe, and goes by NAT.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One Kubernetes minor version as this program runs it."""

    addons: Mapping[str, str]
    """EKS add-on to its version."""

    bottlerocket: str
    """The release of Bottlerocket that nodes start from."""


RELEASES: Mapping[str, Release] = MappingProxyType(
    {
        "1.34": Release(
            addons={
                "coredns": "v1.12.4-eksbuild.17",
                "eks-node-monitoring-agent": "v1.4.2-eksbuild.1",
                "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
                "kube-proxy": "v1.34.6-eksbuild.11",
                "vpc-cni": "v1.21.2-eksbuild.2",
            },
            bottlerocket="v1.57.0",
        ),
        "1.35": Release(
            addons={
                "coredns": "v1.14.3-eksbuild.3",
                "eks-node-monitoring-agent": "v1.7.0-eksbuild.1",
                "eks-pod-identity-agent": "v1.4.0-eksbuild.1",
                "kube-proxy": "v1.35.3-eksbuild.18",
                "vpc-cni": "v1.23.0-eksbuild.1",
            },
            bottlerocket="v1.57.0",
        ),
    }
)
"""The minor versions this program pins, by name."""
