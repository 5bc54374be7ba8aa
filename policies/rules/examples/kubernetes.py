"""A served model on Kubernetes, the pool it runs on, and a namespace around it."""

from __future__ import annotations

from typing import Any, Final

from policies.pods import (
    BUDGET,
    DEPLOYMENT,
    GPU,
    NAMESPACE,
    NETWORK_POLICY,
    NODE_CLASS,
    NODE_POOL,
    RELEASE,
    SCALED_OBJECT,
    SERVICE,
)
from policies.rule import Examples
from policies.rules.examples.build import kubernetes, placed

_DIGEST: Final = "a" * 64
_LABELS: Final = {"app": "vllm"}
_PLACE: Final = {"name": "vllm", "namespace": "assistant"}
_AMOUNTS: Final = {"cpu": "3", "memory": "11Gi", GPU: "1"}
_HEALTH: Final = {"httpGet": {"path": "/health", "port": 8000}}

_CONTAINER: Final[dict[str, Any]] = {
    "name": "vllm",
    "image": f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/vllm@sha256:{_DIGEST}",
    "args": [
        f"s3://lz-prod-models-111122223333-eu-west-1/llama/sha256/{_DIGEST}",
        "--load-format=runai_streamer",
        "--max-model-len=16384",
        "--max-num-seqs=6",
    ],
    "env": [
        {"name": "HF_HUB_OFFLINE", "value": "1"},
        {"name": "VLLM_API_KEY", "valueFrom": {"secretKeyRef": {"name": "callers", "key": "key"}}},
    ],
    "resources": {"limits": _AMOUNTS, "requests": _AMOUNTS},
    "securityContext": {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "privileged": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
    },
    "startupProbe": _HEALTH,
    "readinessProbe": _HEALTH,
    "livenessProbe": _HEALTH,
}

CONTAINER: Final = ("spec", "template", "spec", "containers", 0)
"""The way to the container of the Deployment vllm, for `placed`."""

SERVED: Final[Examples] = (
    kubernetes(
        DEPLOYMENT,
        "vllm",
        metadata=_PLACE,
        spec={
            "replicas": 2,
            "selector": {"matchLabels": _LABELS},
            "template": {
                "metadata": {"labels": _LABELS, "annotations": {"karpenter.sh/do-not-disrupt": "true"}},
                "spec": {
                    "automountServiceAccountToken": False,
                    "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
                    "containers": [_CONTAINER],
                    "volumes": [{"name": "scratch", "emptyDir": {}}],
                },
            },
        },
    ),
    kubernetes(BUDGET, "budget", metadata=_PLACE, spec={"maxUnavailable": 1, "selector": {"matchLabels": _LABELS}}),
)
"""A Deployment and its budget of disruptions."""

WEB: Final[Examples] = tuple(
    placed(
        placed(SERVED, "vllm", (*CONTAINER, "resources"), {"limits": {"cpu": "1", "memory": "1Gi"}}),
        "vllm",
        (*CONTAINER, "args"),
        [],
    )
)
"""The same without a device and a model."""

MOUNTED: Final[Examples] = placed(
    placed(
        SERVED,
        "vllm",
        (*CONTAINER, "volumeMounts"),
        [
            {"name": "weights", "mountPath": "/weights", "readOnly": True},
            {"name": "scratch", "mountPath": "/scratch"},
        ],
    ),
    "vllm",
    ("spec", "template", "spec", "volumes"),
    [{"name": "scratch", "emptyDir": {}}, {"name": "weights", "persistentVolumeClaim": {"claimName": "llama"}}],
)
"""The same with its weights on a volume."""

SCALED: Final[Examples] = (
    *SERVED,
    kubernetes(
        SCALED_OBJECT,
        "scaler",
        metadata=_PLACE,
        spec={
            "scaleTargetRef": {"name": "vllm"},
            "minReplicaCount": 2,
            "maxReplicaCount": 8,
            "triggers": [{"type": "metrics-api", "metadata": {"valueLocation": "vllm:num_requests_waiting"}}],
        },
    ),
)

CLOSED: Final[Examples] = (
    kubernetes(
        NAMESPACE,
        "assistant",
        metadata={"name": "assistant", "labels": {"pod-security.kubernetes.io/enforce": "restricted"}},
    ),
    kubernetes(
        NETWORK_POLICY,
        "default-deny",
        metadata={"name": "default-deny", "namespace": "assistant"},
        spec={"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "ingress": [], "egress": []},
    ),
    kubernetes(
        SERVICE,
        "service",
        metadata=_PLACE,
        spec={"type": "ClusterIP", "selector": _LABELS, "ports": [{"port": 8000}]},
    ),
)
"""A namespace that nothing passes, and a service inside it."""

CHARTS: Final[Examples] = (
    kubernetes(
        RELEASE,
        "keda",
        chart="keda",
        version="2.19.0",
        repositoryOpts={"repo": "https://kedacore.github.io/charts"},
        namespace="keda",
    ),
)

ROLES: Final[Examples] = (
    kubernetes(
        "kubernetes:rbac.authorization.k8s.io/v1:Role",
        "reader",
        metadata={"name": "reader", "namespace": "assistant"},
        rules=[{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "list"]}],
    ),
)


def _pool(way: str, weight: int) -> dict[str, Any]:
    return {
        "weight": weight,
        "limits": {GPU: 4},
        "disruption": {"consolidationPolicy": "WhenEmpty", "consolidateAfter": "30m"},
        "template": {
            "spec": {
                "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "inference"},
                "taints": [{"key": GPU, "effect": "NoSchedule"}],
                "requirements": [
                    {"key": "karpenter.sh/capacity-type", "operator": "In", "values": [way]},
                    {"key": "node.kubernetes.io/instance-type", "operator": "In", "values": ["g6.xlarge"]},
                ],
            }
        },
    }


POOLS: Final[Examples] = (
    kubernetes(
        NODE_CLASS,
        "class",
        metadata={"name": "inference"},
        spec={
            "amiSelectorTerms": [{"alias": "bottlerocket@v1.57.0"}],
            "blockDeviceMappings": [{"deviceName": "/dev/xvdb", "ebs": {"encrypted": True, "volumeSize": "120Gi"}}],
            "metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1},
            "role": "lz-prod-inference-node",
            "securityGroupSelectorTerms": [{"id": "sg-0123456789abcdef0"}],
            "subnetSelectorTerms": [{"id": "subnet-0123456789abcdef0"}],
        },
    ),
    kubernetes(NODE_POOL, "reserved", metadata={"name": "inference-reserved"}, spec=_pool("reserved", 100)),
    kubernetes(NODE_POOL, "on-demand", metadata={"name": "inference-on-demand"}, spec=_pool("on-demand", 50)),
)
"""A pool of GPU nodes: what is reserved first."""
