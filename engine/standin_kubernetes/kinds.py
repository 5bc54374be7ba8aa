"""Kinds of objects: which there are, what they must look like, and what of them cannot be changed in place."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.standin.errors import Problem
from engine.standin_kubernetes import hold, names, pods, published
from engine.standin_kubernetes.definitions import definitions

Manifest = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind whose schema is known."""

    group: str
    """Empty for Kubernetes' core."""
    name: str
    namespaced: bool
    schema: hold.Schema
    custom: bool
    """Defined by a CustomResourceDefinition, not by Kubernetes itself."""


def find(api_version: Any, name: Any) -> Kind | None:
    """The kind that an object says it is; None for one that neither Kubernetes nor a known definition has."""
    schema = published.kinds().get((api_version, name))
    if schema is not None:
        group = api_version.rpartition("/")[0]
        return Kind(group, name, name not in published.CLUSTER_SCOPED, schema, custom=False)
    custom = definitions().get((api_version, name))
    if custom is not None:
        return Kind(custom.group, name, custom.namespaced, custom.schema, custom=True)
    return None


def problems(kind: Kind, manifest: Manifest) -> Iterator[Problem]:
    """What an API server would refuse, but for what only a CEL rule or another object can tell."""
    found = list(hold.problems(kind.schema, manifest, published.resolve))
    metadata = manifest.get("metadata")
    if kind.custom:
        # A definition says no more of metadata than that it is an object.
        found += hold.problems(published.resolve(_METADATA), metadata, published.resolve, "metadata")
    found += names.problems(kind.name, metadata, namespaced=kind.namespaced)
    if kind.custom:
        yield from found
        return
    if kind.name in pods.TEMPLATES:
        found += pods.problems(kind.name, manifest)
    if kind.name in _MORE:
        found += _MORE[kind.name](manifest)
    yield from found


_METADATA = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"


def _service(manifest: Manifest) -> Iterator[Problem]:
    ports = pods.mappings(pods.at(manifest, "spec.ports"))
    seen: set[Any] = set()
    for index, port in ports:
        if len(ports) > 1 and not port.get("name"):
            yield Problem(f"spec.ports[{index}].name", "is required where there is more than one port")
        if names.is_known(port.get("name")) and port["name"] in seen:
            yield Problem(f"spec.ports[{index}].name", "is taken by a port before it")
        seen.add(port.get("name"))


def _budget(manifest: Manifest) -> Iterator[Problem]:
    spec = pods.at(manifest, "spec")
    if pods.at(spec, "minAvailable") is not None and pods.at(spec, "maxUnavailable") is not None:
        yield Problem("spec.maxUnavailable", "may not stand beside minAvailable")


def _autoscaler(manifest: Manifest) -> Iterator[Problem]:
    low, high = pods.at(manifest, "spec.minReplicas"), pods.at(manifest, "spec.maxReplicas")
    if isinstance(low, int) and isinstance(high, int) and high < low:
        yield Problem("spec.maxReplicas", "must be at least minReplicas")


def _network_policy(manifest: Manifest) -> Iterator[Problem]:
    for direction, peers in (("ingress", "from"), ("egress", "to")):
        for index, rule in pods.mappings(pods.at(manifest, f"spec.{direction}")):
            for place, peer in pods.mappings(rule.get(peers)):
                path = f"spec.{direction}[{index}].{peers}[{place}]"
                block = peer.get("ipBlock")
                if block is not None and (peer.get("podSelector") or peer.get("namespaceSelector")):
                    yield Problem(f"{path}.ipBlock", "may not stand beside a selector")
                cidr = pods.at(block, "cidr")
                if isinstance(cidr, str) and not _is_cidr(cidr):
                    yield Problem(f"{path}.ipBlock.cidr", "must be an address block")


def _is_cidr(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return "/" in text


_MORE: Mapping[str, Callable[[Manifest], Iterator[Problem]]] = {
    "Service": _service,
    "PodDisruptionBudget": _budget,
    "HorizontalPodAutoscaler": _autoscaler,
    "NetworkPolicy": _network_policy,
}

_WORKLOAD = ("spec.selector",)
_BINDING = ("roleRef",)

IMMUTABLE: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("", "ConfigMap"): ("data", "binaryData"),
    ("", "Secret"): ("type", "data", "stringData"),
    ("", "Service"): ("spec.clusterIP",),
    ("", "PersistentVolumeClaim"): (
        "spec.accessModes",
        "spec.dataSource",
        "spec.selector",
        "spec.storageClassName",
        "spec.volumeMode",
        "spec.volumeName",
    ),
    ("", "Pod"): ("spec",),
    ("apps", "DaemonSet"): _WORKLOAD,
    ("apps", "Deployment"): _WORKLOAD,
    ("apps", "ReplicaSet"): _WORKLOAD,
    ("apps", "StatefulSet"): (
        *_WORKLOAD,
        "spec.podManagementPolicy",
        "spec.serviceName",
        "spec.volumeClaimTemplates",
    ),
    ("batch", "Job"): ("spec.completions", "spec.completionMode", "spec.selector", "spec.template"),
    ("networking.k8s.io", "IngressClass"): ("spec.controller",),
    ("node.k8s.io", "RuntimeClass"): ("handler",),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): _BINDING,
    ("rbac.authorization.k8s.io", "RoleBinding"): _BINDING,
    ("scheduling.k8s.io", "PriorityClass"): ("value", "preemptionPolicy"),
    ("storage.k8s.io", "StorageClass"): ("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"),
}
"""Group and kind to what an update cannot change. A server would let the contents of a ConfigMap or Secret change;
Pulumi's provider makes a new one, so that pods start anew (`enableConfigMapMutable`, `enableSecretMutable`)."""

_IDENTITY = ("metadata.name", "metadata.namespace")


def immutable(group: str, kind: str) -> tuple[str, ...]:
    """The paths whose change makes another object."""
    return (*_IDENTITY, *IMMUTABLE.get((group, kind), ()))
