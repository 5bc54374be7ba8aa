"""What the platform's things are called, so that policies and tools can name them before they exist.

A cluster belongs to its environment, not to the family: prod-dr has a cluster of its own, beside that of prod.
"""

from __future__ import annotations

from components import kit


def cluster_name(environment: str) -> str:
    """The EKS cluster."""
    return kit.resource_name(environment, "cluster")


def cluster_arn(environment: str, account: str, region: str) -> str:
    """The cluster's ARN."""
    return f"arn:aws:eks:{region}:{account}:cluster/{cluster_name(environment)}"


def cluster_log_group(environment: str) -> str:
    """The log group of the control plane, which EKS knows by no other name.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
    """
    return f"/aws/eks/{cluster_name(environment)}/cluster"


def ownership_tag(environment: str) -> str:
    """The tag, with the value `owned`, of everything that Karpenter makes for the cluster."""
    return f"kubernetes.io/cluster/{cluster_name(environment)}"


NODE_PURPOSE = "gpu-node"
"""The role and the instance profile of nodes that Karpenter makes."""
