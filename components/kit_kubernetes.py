"""Kubernetes objects in their own spelling, and what every pod and namespace of the zone has in common.

The SDK's typed classes are not used: importing those of core and apps takes 1.7 s on two cores (pulumi-kubernetes
4.34.2, measured 2026-11-25), a third of what a whole check may take. An Object registers the same type and the same
inputs; tests hold every manifest against Kubernetes' published schemas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pulumi

Manifest = Mapping[str, Any]
"""An object as YAML would spell it; leaves may be Outputs."""

SYSTEM_LABEL = "lz/system"
"""Which AI system an object serves."""

POOL_LABEL = "lz/pool"
"""Which pool a node belongs to, and which a pod asks for."""

GPU = "nvidia.com/gpu"
"""The resource that NVIDIA's device plugin offers, and the taint that keeps other pods off its nodes."""

USER = 10001
"""A user that no image knows and no host gives rights to."""


RELEASE_TIME = timedelta(minutes=10)
"""How long a release may take until its pods are ready."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """An object and what is promised about it: a path in it to the value that is there."""

    api_version: str
    kind: str
    namespace: str | None
    name: str
    promises: Mapping[str, pulumi.Input[str]]


class Object(pulumi.CustomResource):
    """One object of a cluster."""

    manifest: Manifest

    def __init__(self, name: str, manifest: Manifest, opts: pulumi.ResourceOptions) -> None:
        self.manifest = manifest
        super().__init__(token(manifest["apiVersion"], manifest["kind"]), name, dict(manifest), opts)

    def kept(self, promises: Mapping[str, pulumi.Input[str]] | None = None) -> Kept:
        """The object, and what is promised about it."""
        metadata = self.manifest["metadata"]
        return Kept(
            api_version=self.manifest["apiVersion"],
            kind=self.manifest["kind"],
            namespace=metadata.get("namespace"),
            name=metadata["name"],
            promises=promises or {},
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A released Helm chart."""

    name: str
    """With oci:// where the registry is one of images."""
    version: str
    repository: str | None
    """URL; None for an OCI registry, which the name says."""


class Release(pulumi.CustomResource):
    """A Helm release: all of it or nothing, in a namespace that is there already."""

    name: str
    namespace: str
    chart: Chart

    def __init__(
        self, name: str, chart: Chart, namespace: str, values: Mapping[str, Any], opts: pulumi.ResourceOptions
    ) -> None:
        properties = {
            "chart": chart.name,
            "version": chart.version,
            "repositoryOpts": {"repo": chart.repository} if chart.repository else None,
            "name": name,
            "namespace": namespace,
            "values": dict(values),
            "atomic": True,
            "cleanupOnFail": True,
            "maxHistory": 10,
            "timeout": int(RELEASE_TIME.total_seconds()),
        }
        super().__init__("kubernetes:helm.sh/v3:Release", name, properties, opts)
        # After the base class, which takes these names for outputs.
        self.name, self.namespace, self.chart = name, namespace, chart


def token(api_version: str, kind: str) -> str:
    """Pulumi's type of a kind: kubernetes:apps/v1:Deployment, and core/v1 for what Kubernetes calls v1."""
    return f"kubernetes:{api_version if '/' in api_version else f'core/{api_version}'}:{kind}"


def metadata(name: str, namespace: str | None = None, /, **labels: str) -> dict[str, Any]:
    """An object's metadata; a keyword names the end of a label app.kubernetes.io/..."""
    placed = {"namespace": namespace} if namespace is not None else {}
    marks = {f"app.kubernetes.io/{key.replace('_', '-')}": value for key, value in labels.items()}
    return {"name": name, **placed, "labels": {**marks, "app.kubernetes.io/managed-by": "pulumi"}}


def restricted_namespace(name: str, system: str | None = None) -> Manifest:
    """A namespace that admits only pods of the Pod Security Standard `restricted`.

    https://kubernetes.io/docs/concepts/security/pod-security-standards/
    """
    standard = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
    held = metadata(name)
    labels = {**held["labels"], **standard, **({SYSTEM_LABEL: system} if system else {})}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {**held, "labels": labels}}


def network_policy(name: str, namespace: str, spec: Mapping[str, Any]) -> Manifest:
    """A network policy."""
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": metadata(name, namespace),
        "spec": dict(spec),
    }


def nothing_passes(namespace: str) -> Manifest:
    """The policy under all others of a namespace: no pod is reached, and none reaches out, unless another says so."""
    none: Mapping[str, Any] = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "ingress": [], "egress": []}
    return network_policy("default-deny", namespace, none)


def to_dns() -> dict[str, Any]:
    """An egress rule: names are resolved by the cluster's own DNS."""
    return {
        "to": [
            {
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
                "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
            }
        ],
        "ports": [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")],
    }


def pod_security() -> dict[str, Any]:
    """A pod's security context under the standard `restricted`."""
    return {
        "runAsNonRoot": True,
        "runAsUser": USER,
        "runAsGroup": USER,
        "fsGroup": USER,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def container_security() -> dict[str, Any]:
    """A container's security context under the standard `restricted`, with a root file system that nobody writes."""
    return {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "privileged": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
    }


def on_pool(pool: str) -> dict[str, Any]:
    """What a pod says to be put on a node of a GPU pool, and nowhere else."""
    return {
        "nodeSelector": {POOL_LABEL: pool},
        "tolerations": [{"key": GPU, "operator": "Exists", "effect": "NoSchedule"}],
    }


def go_duration(span: timedelta) -> str:
    """A span in Go's spelling, as Karpenter takes it: 1h30m, 45s."""
    seconds = round(span.total_seconds())
    parts = ((seconds // 3600, "h"), (seconds % 3600 // 60, "m"), (seconds % 60, "s"))
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"
