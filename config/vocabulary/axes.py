"""The axes of the landing zone: enums whose docstrings say what the axis is and how it differs from its neighbour."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Layer(StrEnum):
    """How deep in the foundation a resource stands; a layer may read only the contracts of the layers before it."""

    FOUNDATION = "foundation"
    """Who may do what, which keys exist, and where evidence goes: everything else needs it."""
    NETWORK = "network"
    """Where packets may go."""
    DATA = "data"
    """What must survive: stores, tables, vaults and their replicas."""
    PLATFORM = "platform"
    """What systems run on: the cluster, its nodes and reservations, registries, the ways in to a model."""
    WORKLOADS = "workloads"
    """Every Kubernetes object, so that an unreachable cluster blocks neither data nor recovery."""
    SYSTEMS = "systems"
    """The AI systems: endpoints, guardrails, decision functions, their records and their alarms."""
    RECOVERY = "recovery"
    """How traffic and data go to the other Region and come back: plans, health checks, experiments."""


@unique
class Role(StrEnum):
    """Which side of a Region pair an environment is; not to be confused with an IAM role."""

    PRIMARY = "primary"
    """Serves, and owns every data replica, so that the recovery point starts with the first deploy."""
    RECOVERY = "recovery"
    """Stands by in the second Region and finds the replicas by name, without the primary's state."""


@unique
class DataClass(StrEnum):
    """Why data is kept, which decides its key, its retention and its lock; how secret it is, is another axis."""

    DECISIONS = "decisions"
    """Records of automated decisions: what was asked, answered, by which model, reviewed by whom."""
    MODELS = "models"
    """Weights, adapters and evaluation sets: what a decision can be reproduced from."""
    SECURITY_LOGS = "security-logs"
    """Trails, flow logs, query logs: who did what to the zone."""
    OPERATIONS = "operations"
    """Application logs, alarms and tables that run the service."""


@unique
class Tier(StrEnum):
    """What a subnet is for; the position in the address plan belongs to the tier, not to the order of a list."""

    PUBLIC = "public"
    """Load balancers and NAT gateways; nothing that computes."""
    PRIVATE = "private"
    """Nodes and functions."""
    POD = "pod"
    """Pods, from the shared address space 100.64.0.0/10 (RFC 6598), so that they never exhaust routable addresses."""
    DATA = "data"
    """Databases and caches: no route to the internet at all."""
    ENDPOINTS = "endpoints"
    """Interface endpoints to AWS services."""


@unique
class NatMode(StrEnum):
    """How private subnets reach the internet."""

    PER_ZONE = "per-zone"
    """One gateway a zone: the loss of a zone costs only that zone."""
    SINGLE = "single"
    """One gateway in the first zone: cheaper, and a zone's loss may cost all egress."""


@unique
class Service(StrEnum):
    """An AWS service that workloads of the environment call; its VPC endpoints are derived from it."""

    S3 = "s3"
    DYNAMODB = "dynamodb"
    KMS = "kms"
    LOGS = "logs"
    MONITORING = "monitoring"
    STS = "sts"
    ECR = "ecr"
    SNS = "sns"
    SQS = "sqs"
    FIREHOSE = "kinesis-firehose"
    XRAY = "xray"
    SECRETS_MANAGER = "secretsmanager"
    SSM = "ssm"
    BEDROCK_RUNTIME = "bedrock-runtime"
    SAGEMAKER_RUNTIME = "sagemaker.runtime"
    EC2 = "ec2"
    EKS = "eks"
    EKS_AUTH = "eks-auth"
    ELASTIC_LOAD_BALANCING = "elasticloadbalancing"


@unique
class LockMode(StrEnum):
    """Who may shorten an S3 Object Lock retention (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html)."""

    GOVERNANCE = "GOVERNANCE"
    """Principals with s3:BypassGovernanceRetention."""
    COMPLIANCE = "COMPLIANCE"
    """Nobody, the root user included, until the retention ends."""


@unique
class Deletion(StrEnum):
    """Whether `lz down` may take stateful resources away: experiments differ from evidence."""

    PROTECTED = "protected"
    """Pulumi's protect and AWS's own deletion protection are on."""
    ALLOWED = "allowed"
    """The environment can be torn down; locks and retention still hold what was written."""


@unique
class HeldService(StrEnum):
    """A security service that an organisation may run for all its accounts, from its security account."""

    CONFIG = "config"
    """The recorder of AWS Config, as AWS Control Tower makes it."""
    GUARDDUTY = "guardduty"
    """Detectors and their features, set by a delegated administrator."""
    INSPECTOR = "inspector"
    """Scans of images and functions, set by a delegated administrator."""
    MACIE = "macie"
    """Looks for personal data in buckets, set by a delegated administrator."""
