"""What a stack's graph costs, with the usage that its environment assumes."""

from __future__ import annotations

from config.load import load
from graph.model import Graph
from ops.target import environment_of
from report.cost import table
from report.cost.estimate import Estimate, estimate


def estimated(stack: str, graph: Graph) -> Estimate:
    """The estimate of an environment, or of one layer of it, by the price table of this project."""
    zone = load(environment_of(stack))
    return estimate(graph, table.load(), zone.usage, {name: pool.budget for name, pool in zone.pools.items()})
