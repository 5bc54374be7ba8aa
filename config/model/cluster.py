"""The Kubernetes cluster and its pools of GPU nodes."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from config.kubernetes import RELEASES
from config.section import Section
from config.vocabulary import Capacity, Digest, InstanceType, Memory, PoolKind, UsdPerHour, spelled


class SystemNodes(Section):
    """The managed node group that system pods run on: Karpenter, KEDA, CoreDNS."""

    instances: Annotated[tuple[InstanceType, ...], Field(min_length=1)]
    """arm64 instance types, the preferred first."""

    min: int = Field(ge=2, le=50)
    """Nodes that are always there."""

    max: int = Field(ge=2, le=50)
    """The most nodes."""


class Images(Section):
    """What pods run from the environment's own registry: mirrored, scanned and approved by the pipeline."""

    vllm: Digest
    """The image of vLLM."""


class Cluster(Section):
    """An EKS cluster."""

    version: Annotated[str, spelled(r"^1\.\d\d$", "is not a Kubernetes minor version in quotes", "1.34")]
    """The Kubernetes minor version, in quotes; one whose add-ons and image config/kubernetes.py pins."""

    nodes: SystemNodes
    images: Images

    @field_validator("version")
    @classmethod
    def _pinned(cls, value: str) -> str:
        if value not in RELEASES:
            raise ValueError(
                f"has no pinned add-ons in config/kubernetes.py; choose {' or '.join(RELEASES)}, or pin it there"
            )
        return value


class Gpu(Section):
    """What the models of a pool need of one node; the instance types follow."""

    memory: Memory
    """Of one device."""

    count: int = Field(default=1, ge=1, le=8)
    """Devices that one replica uses together."""


class Share(Section):
    """So many instances bought in one way."""

    buy: Capacity
    """In which way."""

    instances: int = Field(ge=1, le=500)
    """The most of them; for reserved, exactly so many are reserved."""


class PoolRecovery(Section):
    """The capacity of the pool in the recovery Region."""

    reserved: int = Field(ge=0, le=500)
    """Instances reserved there."""

    then: Literal[Capacity.ON_DEMAND, Capacity.SPOT] | None = None
    """How the rest is bought at failover, without a promise of capacity; None for no more than is reserved."""

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.reserved and self.then is None:
            raise ValueError(
                "leaves the pool without any instance in the recovery Region; "
                "reserve some, or write then: on-demand and let a fallback carry the promise"
            )
        return self


class Pool(Section):
    """A pool of GPU nodes."""

    kind: PoolKind = PoolKind.KARPENTER
    gpu: Gpu
    capacity: Annotated[tuple[Share, ...], Field(min_length=1, max_length=3)]
    """How instances are bought, in this order."""

    recovery: PoolRecovery
    budget: UsdPerHour
    """What the pool may cost at its limits."""
