"""What the machines of an environment can be wrong about together: the cluster's nodes, and the pools of GPUs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from config.capacity import most_instances
from config.errors import Problem
from config.instances import instances_for, regions_with
from config.model.cluster import Gpu, Pool, SystemNodes
from config.subject import Subject
from config.vocabulary import Capacity, format_memory

_ORDER: Final = tuple(Capacity)

MOST: Final = 500
"""The most instances of a pool: the quotas of a Region are no larger before somebody asks."""


def machines(subject: Subject, _every: Mapping[str, Subject], _: date) -> Iterator[Problem]:
    """Nodes, and every pool."""
    nodes = subject.section(SystemNodes, "cluster", "nodes")
    if nodes is not None and nodes.min > nodes.max:
        yield subject.problem(("cluster", "nodes", "min"), f"is above max, {nodes.max}", f"write {nodes.max} or less")
    for index, instance in enumerate(subject.items("cluster", "nodes", "instances")):
        if instance is not None and instance.startswith("ml."):
            path = ("cluster", "nodes", "instances", index)
            yield subject.problem(path, "is a SageMaker instance type", f"write {instance.removeprefix('ml.')}")
    for name in subject.keys("pools"):
        pool = subject.section(Pool, "pools", name)
        if pool is not None:
            yield from _capacity(subject, name, pool)
            yield from _offered(subject, name, pool.gpu)


def _capacity(subject: Subject, name: str, pool: Pool) -> Iterator[Problem]:
    path = ("pools", name, "capacity")
    order = [_ORDER.index(share.buy) for share in pool.capacity]
    for index, (before, place) in enumerate(pairwise(order), 1):
        if place <= before:
            said = "is named twice" if place == before else f"comes after {_ORDER[before]}"
            fix = f"name each once, in the order {', '.join(_ORDER)}"
            yield subject.problem((*path, index, "buy"), said, fix)
    if (total := most_instances(pool.capacity)) > MOST:
        yield subject.problem(path, f"allows {total} instances, more than {MOST}", f"write {MOST} together or less")


def _offered(subject: Subject, name: str, gpu: Gpu) -> Iterator[Problem]:
    """An instance type in both Regions of the pair: a recovery Region without one recovers nothing."""
    for path, side in ((("region",), "its Region"), (("recovery", "region"), "its recovery Region")):
        region = subject.get(*path)
        if region is None or instances_for(gpu, region):
            continue
        need = f"{gpu.count} {'GPU' if gpu.count == 1 else 'GPUs'} of {format_memory(gpu.memory)}"
        reason = f"asks for {need}, and {region}, {side}, offers no such instance type (config/instances.yaml)"
        places = [place for place in regions_with(gpu) if place[:2] == region[:2]] or list(regions_with(gpu))
        choice = f", or a Region that offers it: {', '.join(places)}" if places else ""
        yield subject.problem(("pools", name, "gpu"), reason, f"ask for less{choice}")
