"""The parity of an environment pair: which environments are one, and what the comparison of their graphs says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from config.load import load, load_all
from config.model import LandingZone
from engine.offline import preview_offline
from graph.model import Graph
from report.parity import Difference, Parity, compare
from report.rto import serving

WRITTEN = Path(__file__).resolve().parent.parent / "config" / "parity.yaml"


def parity(stack: str, graph: Graph) -> Parity | None:
    """The parity of the pair this stack belongs to; None for a layer of an environment, and where there is no pair."""
    pair = _pair(load(stack)) if "." not in stack else None
    if pair is None:
        return None
    primary, recovery = pair
    graphs = {stack: graph}
    for zone in pair:
        if zone.environment not in graphs:
            graphs[zone.environment] = preview_offline(zone.environment)
    return compare(graphs[primary.environment], graphs[recovery.environment], recovery.region, written())


def recovery(stack: str, graph: Graph) -> str | None:
    """What a report says of recovery: that the pair is one, and how long a lost Region takes; None without a pair."""
    found = parity(stack, graph)
    if found is None:
        return None
    return "; ".join(filter(None, (str(found), serving(load(found.primary)))))


@cache
def written() -> tuple[Difference, ...]:
    """The differences somebody wrote down, with their reasons."""
    return tuple(Difference(**entry) for entry in yaml.safe_load(WRITTEN.read_text(encoding="utf-8")))


def _pair(zone: LandingZone) -> tuple[LandingZone, LandingZone] | None:
    if zone.recovers:
        return load(zone.recovers), zone
    for other in load_all().values():
        if other.recovers == zone.environment:
            return zone, other
    return None
