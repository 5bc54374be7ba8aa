"""A graph held against the rules of an environment: what `lz check` and `lz audit` share."""

from __future__ import annotations

from datetime import date

from graph.model import Graph
from policies.engine import evaluate
from policies.levels import Settings
from policies.registry import all_rules
from policies.rule import Rule
from report.assessment import Assessment, Baseline
from report.cost.estimate import Estimate


def judged(
    graph: Graph, settings: Settings, today: date, *, baseline: Baseline | None = None, cost: Estimate | None = None
) -> Assessment:
    """What the rules say of a graph on a day, on the levels of an environment."""
    rules = asked(settings)
    report = evaluate(graph, rules, settings, today=today)
    return Assessment(
        stack=graph.stack, graph=graph, report=report, rules=rules, today=today, baseline=baseline, cost=cost
    )


def asked(settings: Settings) -> tuple[Rule, ...]:
    """The rules that are not off in an environment."""
    return tuple(rule for rule in all_rules() if settings.asked(rule))
