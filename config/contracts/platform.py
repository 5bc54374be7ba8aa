"""What systems run on."""

from __future__ import annotations

from config.contracts.base import Contract, LayerContract
from config.vocabulary import PoolKind


class ClusterContract(Contract):
    """The EKS cluster and how it is reached."""

    name: str
    arn: str
    endpoint: str
    """URL of the private API endpoint."""
    certificate_authority: str
    """PEM of the cluster's own authority, base64 as EKS gives it."""
    version: str
    """Kubernetes minor version, 1.34."""
    security_group: str
    """The id of the security group that EKS made for control plane and nodes."""


class PoolContract(Contract):
    """A pool of GPU nodes."""

    name: str
    kind: PoolKind
    instances: list[str]
    """Instance types it may use, the preferred first."""
    reservations: list[str]
    """Ids of its capacity reservations; empty where it reserves nothing."""


class RepositoryContract(Contract):
    """An image repository."""

    name: str
    arn: str
    url: str
    """Registry and name, without tag or digest."""
    replica_region: str | None
    """None where this environment is itself the recovery side."""


class IngressContract(Contract):
    """The way to a self-hosted model of one system, from inside the VPC."""

    url: str
    """What the decision function calls, https where the balancer terminates TLS."""
    target_group: str
    """ARN; the workload binds its pods to it."""
    port: int
    """The port pods listen on."""


class PlatformContract(LayerContract):
    """The cluster, its pools, the registries and the ways in."""

    cluster: ClusterContract | None
    """None where no system of the environment runs on Kubernetes."""
    pools: list[PoolContract]
    repositories: list[RepositoryContract]
    node_role: str | None
    """Name of the IAM role of nodes that Karpenter makes."""
    interruption_queue: str | None
    """Name of the SQS queue that Karpenter reads interruptions from."""
    ingresses: dict[str, IngressContract]
    """By the name of the system."""
