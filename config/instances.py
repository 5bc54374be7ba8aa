"""Which EC2 instance types meet a need of GPUs in a Region, the preferred first.

The table is config/instances.yaml: what AWS describes and offers, with its source and date. It is a part of the
program, like the list of Regions, and says nothing about what an environment wants.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from config.model.cluster import Gpu
from config.vocabulary import RegionName

FILE: Final = Path(__file__).with_name("instances.yaml")

MIB: Final = 1024**2

_BEFORE_AMPERE: Final = frozenset({"T4", "T4g", "V100"})
"""GPUs that vLLM can serve neither BF16 nor FP8 weights on: both need compute capability 8.0.

Source: https://docs.vllm.ai/en/stable/features/quantization/ and https://developer.nvidia.com/cuda-gpus, 2026-11-25.
"""

_GENEROUS: Final = 2
"""Up to so many times the memory that is needed a type is a substitute; beyond, it is another budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceFacts:
    """What AWS says of an instance type with GPUs."""

    name: str
    gpu: str
    """The name of its GPU, L4."""
    count: int
    """Whole GPUs; 0 for a share of one."""
    memory: int
    """Bytes of one device."""
    vcpus: int
    host: int
    """Bytes of the machine's own memory."""
    arch: str
    """x86_64 or arm64."""
    bandwidth: int
    """Bytes a second of the network that always hold."""
    metal: bool

    @property
    def total(self) -> int:
        """Bytes of all its devices."""
        return self.memory * self.count

    @property
    def serves(self) -> bool:
        """Whether the images of this house run on it: x86_64, virtual, whole GPUs of Ampere or later."""
        return self.arch == "x86_64" and not self.metal and self.count > 0 and self.gpu not in _BEFORE_AMPERE


@dataclass(frozen=True, slots=True)
class InstanceTable:
    """The types by name, and their names by the Region that offers them."""

    types: Mapping[str, InstanceFacts]
    regions: Mapping[str, frozenset[str]]
    source: str
    """Whose word it is, and when it was read."""


@cache
def instance_table() -> InstanceTable:
    """The table of the file."""
    data: Any = yaml.load(FILE.read_bytes(), yaml.CSafeLoader)
    return InstanceTable(
        types={name: _facts(name, row) for name, row in data["types"].items()},
        regions={region: frozenset(names) for region, names in data["regions"].items()},
        source=f"{data['source']}, {data['read']}",
    )


def _facts(name: str, row: Mapping[str, Any]) -> InstanceFacts:
    return InstanceFacts(
        name=name,
        gpu=row["gpu"],
        count=row["count"],
        memory=row["memory"] * MIB,
        vcpus=row["vcpus"],
        host=row["host"] * MIB,
        arch=row["arch"],
        bandwidth=int(row["gbps"] * 1e9 / 8),
        metal=row["metal"],
    )


def preferred(offered: Iterable[InstanceFacts], gpu: Gpu) -> tuple[InstanceFacts, ...]:
    """Those of the types that meet the need: the smallest first, by what they have and never by what they cost.

    Substitutes have up to twice the memory that is needed; where there is none, the smallest that meets the need stands
    alone, whatever its size.
    """
    enough = sorted(
        (t for t in offered if t.serves and t.count >= gpu.count and t.memory >= gpu.memory),
        key=lambda t: (t.total, t.count, t.vcpus, t.host, t.name),
    )
    near = [t for t in enough if t.total <= _GENEROUS * gpu.memory * gpu.count]
    return tuple(near or enough[:1])


def facts_for(gpu: Gpu, region: RegionName) -> tuple[InstanceFacts, ...]:
    """The instance types that meet the need in a Region, the preferred first; empty where none does."""
    table = instance_table()
    return preferred((table.types[name] for name in table.regions.get(region, frozenset())), gpu)


def instances_for(gpu: Gpu, region: RegionName) -> tuple[str, ...]:
    """The names of the instance types that meet the need in a Region, the preferred first; empty where none does."""
    return tuple(facts.name for facts in facts_for(gpu, region))


def regions_with(gpu: Gpu) -> tuple[RegionName, ...]:
    """The Regions where an instance type meets the need, sorted."""
    return tuple(region for region in sorted(instance_table().regions) if facts_for(gpu, region))
