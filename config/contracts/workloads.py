"""Kubernetes objects."""

from __future__ import annotations

from config.contracts.base import Contract, LayerContract


class ObjectContract(Contract):
    """One object in the cluster."""

    api_version: str
    kind: str
    namespace: str | None
    """None for what belongs to no namespace."""
    name: str
    system: str | None
    """The system it serves; None for what serves all."""
    promises: dict[str, str]
    """A path in the object to the value that is there: spec.maxReplicaCount, metadata.labels["..."]."""


class ReleaseContract(Contract):
    """A Helm release."""

    name: str
    namespace: str
    chart: str
    version: str


class WorkloadsContract(LayerContract):
    """What runs in the cluster."""

    cluster: str | None
    """The cluster's name; None where there is none."""
    objects: list[ObjectContract]
    releases: list[ReleaseContract]
