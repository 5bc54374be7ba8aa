"""Kubernetes' own published schemas, as the package kubernetes-validate ships them.

The strict set is read: an unknown property is refused, as a server refuses it in a server-side apply.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from engine.standin_kubernetes.closed import CLOSED

KUBERNETES: Final = "1.34.0"
"""The newest version whose schemas the package ships."""

_FOLDER = f"kubernetes-json-schema/v{KUBERNETES}-local-strict"
_GVK = "x-kubernetes-group-version-kind"


@cache
def named() -> Mapping[str, Mapping[str, Any]]:
    """Every schema by the name that a $ref ends in, its closed sets of values filled in."""
    # The package is found, not imported: it brings a whole validator with it that nobody here uses.
    spec = importlib.util.find_spec("kubernetes_validate")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package kubernetes-validate is not installed; run `make setup`")
    file = Path(spec.origin).parent / _FOLDER / "_definitions.json"
    schemas: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["$defs"]
    for name, closed in CLOSED.items():
        for property_, values in closed.items():
            schemas[name]["properties"][property_]["enum"] = values
    return schemas


@cache
def kinds() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """From apiVersion and kind to the schema of the object."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for schema in named().values():
        # A schema that many kinds share, DeleteOptions say, is no kind of its own.
        if len(schema.get(_GVK, ())) == 1 and "metadata" in schema.get("properties", {}):
            gvk = schema[_GVK][0]
            found[f"{gvk['group']}/{gvk['version']}".lstrip("/"), gvk["kind"]] = schema
    return found


def resolve(reference: str) -> Mapping[str, Any]:
    """The schema a $ref names."""
    return named()[reference.rpartition("/")[2]]


CLUSTER_SCOPED: Final = frozenset(
    {
        "APIService",
        "CSIDriver",
        "CSINode",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "ClusterTrustBundle",
        "ComponentStatus",
        "CustomResourceDefinition",
        "DeviceClass",
        "DeviceTaintRule",
        "FlowSchema",
        "IPAddress",
        "IngressClass",
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "ResourceSlice",
        "RuntimeClass",
        "SelfSubjectAccessReview",
        "SelfSubjectReview",
        "SelfSubjectRulesReview",
        "ServiceCIDR",
        "StorageClass",
        "StorageVersion",
        "StorageVersionMigration",
        "SubjectAccessReview",
        "TokenReview",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
        "VolumeAttributesClass",
    }
)
"""Kinds of Kubernetes itself that belong to no namespace; the schemas do not say it."""
