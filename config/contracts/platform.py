"""What systems run on."""

from __future__ import annotations

from config.contracts.base import Contract, LayerContract
from config.contracts.cost import BudgetContract
from config.contracts.foundation import LogGroupContract
from config.vocabulary import Capacity, PoolKind


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
    """The id of the security group that EKS made for the control plane."""
    key_arn: str
    """The key that encrypts Kubernetes secrets, node volumes and the control plane's log."""
    log_group: str
    """Name of the log group that the control plane writes to."""
    log_days: int
    """How long it keeps."""
    deletion_protected: bool
    addons: dict[str, str]
    """EKS add-on to its version."""
    administrators: dict[str, str]
    """ARNs of the roles that may change any object, by their purpose: apply, break_glass."""
    node_groups: list[str]
    """Names of the managed node groups: system nodes, and pools of kind managed."""


class NodeSubnetContract(Contract):
    """Where nodes may stand in a zone."""

    id: str
    zone: str
    """The zone's id."""
    zone_name: str
    """This account's name of the zone, the value of the label topology.kubernetes.io/zone."""


class NodesContract(Contract):
    """What an EC2NodeClass needs: everything about nodes that Karpenter makes but their instance types."""

    instance_profile: str
    """Name of the instance profile; given, so that Karpenter needs no right over IAM."""
    security_group: str
    """The id of the only security group of nodes and pods."""
    subnets: list[NodeSubnetContract]
    """Private subnets, one a zone. Pods get addresses of the pod tier by themselves (vpc-cni)."""
    volume_key: str
    """ARN of the key for volumes."""
    image: str
    """The pinned image as an AMI alias of Karpenter: bottlerocket@v1.57.0."""
    max_pods: int
    """The most pods of a node."""
    tags: dict[str, str]
    """Tags that a node must carry: Karpenter's rights end at them."""


class ShareContract(Contract):
    """So many instances bought in one way."""

    buy: Capacity
    instances: int


class PoolContract(Contract):
    """A pool of GPU nodes."""

    name: str
    kind: PoolKind
    instances: list[str]
    """Instance types it may use, the preferred first."""
    gpus: int
    """Devices that one replica uses together."""
    capacity: list[ShareContract]
    """How instances are bought here, in this order; nothing where the pool stands by without any."""
    limit: int
    """The most devices of all shares together, if each instance has as many as one replica uses."""
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


class ServiceAccountContract(Contract):
    """A Kubernetes service account that gets an IAM role by EKS Pod Identity."""

    namespace: str
    name: str
    role: str
    """Name of the IAM role."""


class IngressContract(Contract):
    """The way to a self-hosted model of one system, from inside the VPC."""

    url: str
    """What the decision function calls, https where the balancer terminates TLS."""
    target_group: str
    """ARN; the workload binds its pods to it."""
    port: int
    """The port pods listen on."""


class InvocationLoggingContract(Contract):
    """Where every call of a foundation model in the Region is written down."""

    region: str
    bucket: str
    """The log archive of the Region."""
    log_group: LogGroupContract


class PlatformContract(LayerContract):
    """The cluster, its pools, the registries, the ways in, and what an account has once in a Region."""

    cluster: ClusterContract | None
    """None where no system of the environment runs on Kubernetes."""
    pools: list[PoolContract]
    repositories: list[RepositoryContract]
    nodes: NodesContract | None
    node_role: str | None
    """Name of the IAM role of nodes that Karpenter makes."""
    interruption_queue: str | None
    """Name of the SQS queue that Karpenter reads interruptions from."""
    controllers: dict[str, ServiceAccountContract]
    """Controllers in the cluster that call AWS: karpenter, load-balancer-controller."""
    weights: dict[str, ServiceAccountContract]
    """Who reads the weights of a self-hosted model, by the name of the system."""
    functions_security_group: str | None
    """The id of the group that decision functions stand in: the only one that reaches the ways in."""
    ingresses: dict[str, IngressContract]
    """By the name of the system."""
    key_arn: str
    """The key of what stands in this Region only: cluster secrets, volumes, logs, settings of functions."""
    api_logging_role: str
    """ARN of the role that API Gateway writes access logs with; a setting of the account in this Region."""
    invocation_logging: InvocationLoggingContract
    budgets: dict[str, BudgetContract]
    """Of the pools, by their names."""
