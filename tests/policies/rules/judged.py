"""What a rule says of an example stack, and the stack with one value unknown: shared by the tests of the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from graph.model import UNKNOWN, Graph
from policies.example import DAY, graph_of, unknown_at
from policies.registry import all_rules
from policies.rule import Examples, Rule
from policies.value import Outcome
from policies.verdict import Verdict, every
from policies.view import StackView

RULES: Final[Mapping[str, Rule]] = {rule.id: rule for rule in all_rules()}
"""Every rule of the pack, by its id."""


def outcomes(rule: Rule, graph: Graph) -> tuple[Outcome, ...]:
    """Everything the rule says of the graph."""
    stack = StackView(graph, today=DAY)
    if rule.graph_check is not None:
        return tuple(rule.graph_check(stack))
    assert rule.resource_check is not None
    return tuple(outcome for view in stack.of_type(*rule.types) for outcome in rule.resource_check(view))


def verdict(rule: Rule, stack: Examples | Graph) -> Verdict:
    """What it comes to, all in all."""
    graph = stack if isinstance(stack, Graph) else graph_of(stack)
    return every(outcome.verdict for outcome in outcomes(rule, graph))


def said(rule: str, stack: Examples | Graph) -> Verdict:
    """What the rule with this id comes to, all in all."""
    return verdict(RULES[rule], stack)


def single_unknowns(stack: Examples) -> Iterator[tuple[str, Examples]]:
    """The stack once for each property at any depth, with that property unknown: (name.path, stack)."""
    for index, example in enumerate(stack):
        for path in _paths(example.properties):
            changed = replace(example, properties=unknown_at(example.properties, path))
            yield f"{example.name}.{path}", (*stack[:index], changed, *stack[index + 1 :])
        for path in example.provider or ():
            provider = {**(example.provider or {}), path: UNKNOWN}
            changed = replace(example, provider=provider)
            yield f"{example.name}-provider.{path}", (*stack[:index], changed, *stack[index + 1 :])


def _paths(value: Any, prefix: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            path = f"{prefix}.{key}" if prefix else key
            yield path
            yield from _paths(below, path)
    elif isinstance(value, list):
        for index, below in enumerate(value):
            path = f"{prefix}[{index}]"
            yield path
            yield from _paths(below, path)
