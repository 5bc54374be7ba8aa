"""A cluster with its nodes, a registry, and the way in to a model."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, aws, document
from policies.rules.examples.storage import key_arn

CLUSTER: Final = "aws:eks/cluster:Cluster"
ADDON: Final = "aws:eks/addon:Addon"
NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
REPOSITORY: Final = "aws:ecr/repository:Repository"
INSPECTOR: Final = "aws:inspector2/enabler:Enabler"
REPOSITORY_POLICY: Final = "aws:ecr/repositoryPolicy:RepositoryPolicy"
CREATION_TEMPLATE: Final = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"
REGISTRY_REPLICATION: Final = "aws:ecr/replicationConfiguration:ReplicationConfiguration"
BALANCER: Final = "aws:lb/loadBalancer:LoadBalancer"
LISTENER: Final = "aws:lb/listener:Listener"
TARGETS: Final = "aws:lb/targetGroup:TargetGroup"

LOG_TYPES: Final = ("api", "audit", "authenticator", "controllerManager", "scheduler")


def endpoint(**changes: Any) -> dict[str, Any]:
    """Where the API of a cluster is reached from, with changes."""
    return {"subnetIds": ["subnet-1"], "endpointPrivateAccess": True, "endpointPublicAccess": False, **changes}


def access(**changes: Any) -> dict[str, Any]:
    """How access to a cluster is granted, with changes."""
    return {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False, **changes}


def secrets(key: str | None) -> dict[str, Any]:
    """How Kubernetes secrets are encrypted."""
    return {"provider": {"keyArn": key} if key else {}, "resources": ["secrets"]}


def volumes(**changes: Any) -> list[dict[str, Any]]:
    """The volume of a node, with changes."""
    ebs = {"encrypted": "true", "kmsKeyId": key_arn(REGION, "operations"), "volumeSize": 80, **changes}
    return [{"deviceName": "/dev/xvda", "ebs": {k: v for k, v in ebs.items() if v is not None}}]


def metadata(**changes: Any) -> dict[str, Any]:
    """How a node answers for its metadata, with changes."""
    return {"httpTokens": "required", "httpPutResponseHopLimit": 1, **changes}


def interface(*, public: str) -> list[dict[str, Any]]:
    """The network interface of a node."""
    return [{"deviceIndex": 0, "associatePublicIpAddress": public, "securityGroups": ["sg-1"]}]


NODES: Final[Examples] = (
    aws(
        CLUSTER,
        "cluster",
        name="lz-prod-cluster",
        version="1.34",
        accessConfig=access(),
        deletionProtection=True,
        enabledClusterLogTypes=list(LOG_TYPES),
        encryptionConfig=secrets(key_arn(REGION, "operations")),
        vpcConfig=endpoint(),
    ),
    aws(ADDON, "cni", {"clusterName": "cluster"}, addonName="vpc-cni", addonVersion="v1.21.2-eksbuild.2"),
    aws(
        TEMPLATE,
        "template",
        blockDeviceMappings=volumes(),
        metadataOptions=metadata(),
        networkInterfaces=interface(public="false"),
    ),
    aws(
        NODE_GROUP,
        "nodes",
        {"clusterName": "cluster"},
        nodeRepairConfig={"enabled": True},
        scalingConfig={"minSize": 2, "maxSize": 4, "desiredSize": 2},
        launchTemplate={"id": "lt-1", "version": "1"},
    ),
)


def images_policy(principal: Any, effect: str = "Allow") -> str:
    """A repository's policy about pulling, for a principal."""
    return document({"Effect": effect, "Principal": principal, "Action": ["ecr:BatchGetImage"]})


def destinations(*regions: str) -> dict[str, Any]:
    """A registry's replication into Regions of the account."""
    return {"rules": [{"destinations": [{"region": region, "registryId": ACCOUNT} for region in regions]}]}


REGISTRY: Final[Examples] = (
    aws(
        REPOSITORY,
        "images",
        name="lz-prod/vllm",
        imageTagMutability="IMMUTABLE",
        imageScanningConfiguration={"scanOnPush": True},
        encryptionConfigurations=[{"encryptionType": "KMS", "kmsKey": key_arn(REGION, "operations")}],
    ),
    aws(
        REPOSITORY_POLICY,
        "images-policy",
        {"repository": "images"},
        policy=images_policy({"AWS": f"arn:aws:iam::{ACCOUNT}:role/lz-prod-gpu-node"}),
    ),
    aws(INSPECTOR, "inspector", accountIds=[ACCOUNT], resourceTypes=["ECR", "LAMBDA"]),
    aws(REGISTRY_REPLICATION, "replication", replicationConfiguration=destinations(RECOVERY_REGION)),
)

WAY_IN: Final[Examples] = (
    aws(
        BALANCER,
        "balancer",
        internal=True,
        loadBalancerType="network",
        securityGroups=["sg-1"],
        enableDeletionProtection=True,
        accessLogs={"bucket": f"lz-prod-security-logs-{ACCOUNT}-{REGION}", "enabled": True},
    ),
    aws(
        TARGETS,
        "pods",
        targetType="ip",
        protocol="TCP",
        port=8000,
        healthCheck={"protocol": "HTTP", "path": "/health"},
    ),
    aws(
        LISTENER,
        "listener",
        {"loadBalancerArn": "balancer"},
        port=443,
        protocol="TLS",
        sslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        defaultActions=[{"type": "forward", "targetGroupArn": "arn:aws:elasticloadbalancing:::targetgroup/pods/1"}],
    ),
)
