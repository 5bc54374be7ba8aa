"""How the policy engine grows: the pack over about 1,000 and 10,000 resources, time and memory a resource.

The resources are prod's, declared again and again under other names, each copy whole: its own keys, policies and
buckets, tied to each other and to no other copy. A rule that looks at every pair shows here. Copies are never cut, for
a resource costs more or less by what it is: both sizes are made of the same.
"""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from engine.offline import preview_offline
from graph.model import Graph, Resource, Secret
from policies.engine import Engine
from policies.levels import Settings
from policies.registry import all_rules

SIZES = (1_000, 10_000)
"""What the copies come near to."""
BOUND = 1.1
"""Times that a resource of the large stack may take of one of the small stack."""


@dataclass(frozen=True, slots=True)
class Size:
    """What the whole pack took for a stack of a size."""

    resources: int
    seconds: float
    """Median, of the processor's time."""
    kilobytes: float
    """Peak memory of one evaluation a resource, the graph itself apart."""


def main(rounds: int = 3) -> None:
    """Print both sizes and their ratio."""
    base = preview_offline("prod")
    small, large = (measured(copies(base, round(size / len(base))), rounds) for size in SIZES)
    for one in (small, large):
        print(  # noqa: T201  a benchmark prints
            f"scaling: {one.resources} resources, {len(all_rules())} rules: {one.seconds:.2f} s of CPU, "
            f"{one.seconds * 1000 / one.resources:.2f} ms and {one.kilobytes:.1f} kB a resource, median of {rounds}"
        )
    more, longer = large.resources / small.resources, large.seconds / small.seconds
    print(f"  {more:.1f} times as many take {longer:.1f} times as long (bound {BOUND * more:.1f})")  # noqa: T201


def measured(graph: Graph, rounds: int) -> Size:
    """Time and memory of the pack over a graph; memory is taken in a round of its own, for it slows the others."""
    engine = Engine(all_rules(), Settings.load("prod"), date.max)
    times = list[float]()
    for _ in range(rounds):
        start = time.process_time()
        engine.report(graph)
        times.append(time.process_time() - start)
    tracemalloc.start()
    engine.report(graph)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Size(len(graph), statistics.median(times), peak / 1024 / len(graph))


def copies(base: Graph, count: int) -> Graph:
    """A graph of so many copies of the base, each under its own names."""
    resources = {one.urn: one for number in range(count) for one in _copy(base, number)}
    return Graph(base.project, base.stack, resources)


def _copy(base: Graph, number: int) -> Iterator[Resource]:
    def urn(of: str) -> str:
        return f"{of}-{number}"

    for one in base:
        edges = {prop: tuple(map(urn, urns)) for prop, urns in one.property_dependencies.items()}
        yield replace(
            one,
            urn=urn(one.urn),
            name=f"{one.name}-{number}",
            properties=cast("Mapping[str, Any]", _renamed(dict(one.properties), number)),
            parent=urn(one.parent) if one.parent else None,
            provider=urn(one.provider) if one.provider else None,
            dependencies=tuple(map(urn, one.dependencies)),
            property_dependencies=edges,
        )


def _renamed(value: Any, number: int) -> Any:
    """A value in which every physical name is the copy's own."""
    if isinstance(value, str):
        return value.replace("lz-prod", f"lz{number}-prod").replace("/lz/prod", f"/lz{number}/prod")
    if isinstance(value, Secret):
        return Secret(_renamed(value.value, number))
    if isinstance(value, dict):
        return {key: _renamed(below, number) for key, below in cast("dict[str, Any]", value).items()}
    return [_renamed(below, number) for below in cast("list[Any]", value)] if isinstance(value, list) else value


if __name__ == "__main__":
    main()
