"""Autoscaler: KEDA, which gives a model as many replicas as its queue asks for.

Guarantees: from a pinned chart, in a namespace that admits only restricted pods and whose network lets through what the
API server and the queues need; two of each part, one at a time disturbed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from components import kit, kit_kubernetes
from components.kit_kubernetes import SYSTEM_LABEL, Chart, Kept, Object, Release
from components.serving.vllm_service import SCALER_NAMESPACE

CHART = Chart(name="keda", version="2.19.0", repository="https://kedacore.github.io/charts")
"""Released 2026-02-02 (proxy.golang.org, github.com/kedacore/keda/v2, v2.19.0)."""

_PARTS = {"cpu": "100m", "memory": "256Mi"}
_RESOURCES = {"requests": _PARTS, "limits": {"cpu": "1", "memory": "1Gi"}}


@dataclass(frozen=True, kw_only=True, slots=True)
class AutoscalerArgs:
    """What the autoscaler needs to know."""

    control_plane: Sequence[pulumi.Input[str]]
    """Address blocks of the API server's network interfaces."""
    port: int
    """Where models tell the length of their queues."""


class Autoscaler(pulumi.ComponentResource):
    """KEDA in a closed namespace."""

    ready: tuple[pulumi.Resource, ...]
    """What objects of the kinds it defines wait for."""
    releases: tuple[Release, ...]
    objects: tuple[Kept, ...]
    """What stands in the cluster, and what is promised about it."""

    def __init__(self, name: str, args: AutoscalerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:Autoscaler", name, None, opts)
        space = Object(f"{name}-namespace", kit_kubernetes.restricted_namespace(SCALER_NAMESPACE), kit.child(self))
        closed = Object(
            f"{name}-default-deny",
            kit_kubernetes.nothing_passes(SCALER_NAMESPACE),
            kit.child(self, depends_on=[space]),
        )
        ways = Object(
            f"{name}-ways",
            kit_kubernetes.network_policy("ways", SCALER_NAMESPACE, _ways(args)),
            kit.child(self, depends_on=[space, closed]),
        )
        release = Release("keda", CHART, SCALER_NAMESPACE, _values(), kit.child(self, depends_on=[ways]))
        self.ready = self.releases = (release,)
        self.objects = (
            space.kept({'metadata.labels["pod-security.kubernetes.io/enforce"]': "restricted"}),
            closed.kept(),
            ways.kept(),
        )
        self.register_outputs({})


def _ways(args: AutoscalerArgs) -> dict[str, Any]:
    """The API server asks for metrics (6443) and admission (9443); the parts speak to each other; queues are read."""
    api_server = [{"ipBlock": {"cidr": block}} for block in args.control_plane]
    among = {"podSelector": {}}
    systems = {"namespaceSelector": {"matchExpressions": [{"key": SYSTEM_LABEL, "operator": "Exists"}]}}
    return {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [
            {"from": api_server, "ports": [{"protocol": "TCP", "port": port} for port in (6443, 9443)]},
            {"from": [among]},
        ],
        "egress": [
            kit_kubernetes.to_dns(),
            {"to": api_server, "ports": [{"protocol": "TCP", "port": 443}]},
            {"to": [among]},
            {"to": [systems], "ports": [{"protocol": "TCP", "port": args.port}]},
        ],
    }


def _values() -> dict[str, Any]:
    parts = ("operator", "metricServer", "webhooks")
    return {
        **{part: {"replicaCount": 2} for part in ("operator", "metricsServer", "webhooks")},
        "resources": dict.fromkeys(parts, _RESOURCES),
        "podDisruptionBudget": {part: {"maxUnavailable": 1} for part in parts},
    }
