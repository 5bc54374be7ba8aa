"""Properties with a closed set of values, which the published schemas call any string and a server knows in code.

From the reference of Kubernetes 1.34, https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/, read
2026-11-25: "Possible enum values".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_PROTOCOL = ("SCTP", "TCP", "UDP")
_EFFECT = ("NoExecute", "NoSchedule", "PreferNoSchedule")
_OPERATOR = ("DoesNotExist", "Exists", "In", "NotIn")

CLOSED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "io.k8s.api.apps.v1.DeploymentStrategy": {"type": ("Recreate", "RollingUpdate")},
    "io.k8s.api.core.v1.Container": {
        "imagePullPolicy": ("Always", "IfNotPresent", "Never"),
        "terminationMessagePolicy": ("FallbackToLogsOnError", "File"),
    },
    "io.k8s.api.core.v1.ContainerPort": {"protocol": _PROTOCOL},
    "io.k8s.api.core.v1.HTTPGetAction": {"scheme": ("HTTP", "HTTPS")},
    "io.k8s.api.core.v1.NodeSelectorRequirement": {"operator": (*_OPERATOR, "Gt", "Lt")},
    "io.k8s.api.core.v1.PodSpec": {
        "dnsPolicy": ("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
        "preemptionPolicy": ("Never", "PreemptLowerPriority"),
        "restartPolicy": ("Always", "Never", "OnFailure"),
    },
    "io.k8s.api.core.v1.SeccompProfile": {"type": ("Localhost", "RuntimeDefault", "Unconfined")},
    "io.k8s.api.core.v1.ServicePort": {"protocol": _PROTOCOL},
    "io.k8s.api.core.v1.ServiceSpec": {
        "externalTrafficPolicy": ("Cluster", "Local"),
        "internalTrafficPolicy": ("Cluster", "Local"),
        "sessionAffinity": ("ClientIP", "None"),
        "type": ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"),
    },
    "io.k8s.api.core.v1.Taint": {"effect": _EFFECT},
    "io.k8s.api.core.v1.Toleration": {"effect": _EFFECT, "operator": ("Equal", "Exists")},
    "io.k8s.api.core.v1.TopologySpreadConstraint": {"whenUnsatisfiable": ("DoNotSchedule", "ScheduleAnyway")},
    "io.k8s.api.networking.v1.NetworkPolicyPort": {"protocol": _PROTOCOL},
    "io.k8s.api.policy.v1.PodDisruptionBudgetSpec": {
        "unhealthyPodEvictionPolicy": ("AlwaysAllow", "IfHealthyBudget"),
    },
    "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement": {"operator": _OPERATOR},
}
"""Name of a published schema, to its properties, to their values."""
