"""The examples of a rule as graphs: what must pass, what must fail, and what cannot be known yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from graph.model import UNKNOWN, Graph, Resource
from policies.rule import Example, Examples, Rule

PROJECT: Final = "example"
STACK: Final = "prod"
DAY: Final = date(2026, 1, 1)
"""The day on which examples are judged."""


def urn_of(example: Example, stack: str = STACK) -> str:
    """The URN an example's resource has in its graph."""
    return f"urn:pulumi:{stack}::{PROJECT}::{example.type}::{example.name}"


def graph_of(examples: Examples, *, stack: str = STACK) -> Graph:
    """A stack of the examples' resources and their explicit providers; ValueError when a ref names no example.

    A property that comes from another resource and has no value of its own is unknown, as at the first preview.
    """
    urns = {example.name: urn_of(example, stack) for example in examples}
    if len(urns) < len(examples):
        raise ValueError("two examples share a name; give each its own, refs and unknown paths use it")
    resources = dict[str, Resource]()
    for example in examples:
        provider = None
        if example.provider is not None:
            package = f"pulumi:providers:{example.type.partition(':')[0]}"
            provider = f"urn:pulumi:{stack}::{PROJECT}::{package}::{example.name}-provider"
            resources[provider] = Resource(
                urn=provider, type=package, name=f"{example.name}-provider", properties=dict(example.provider)
            )
        if lost := sorted(set(example.refs.values()) - set(urns)):
            raise ValueError(f"example {example.name!r} refers to {lost}; the examples are named {sorted(urns)}")
        edges = {prop: (urns[target],) for prop, target in example.refs.items()}
        resources[urns[example.name]] = Resource(
            urn=urns[example.name],
            type=example.type,
            name=example.name,
            properties={**dict.fromkeys(edges, UNKNOWN), **example.properties},
            provider=provider,
            dependencies=tuple(dict.fromkeys(urn for sources in edges.values() for urn in sources)),
            property_dependencies=edges,
            protect=example.protect,
            ignore_changes=example.ignore_changes,
        )
    return Graph(PROJECT, stack, resources)


def unknown_case(rule: Rule) -> Graph:
    """The bad example with its offending property unknown, as at the first preview: the rule must say unknown there."""
    names = {example.name for example in rule.bad}
    head, _, tail = rule.offending.partition(".")
    name, path = (head, tail) if head in names and tail else (rule.bad[0].name, rule.offending)
    return graph_of(
        tuple(
            replace(example, properties=unknown_at(example.properties, path)) if example.name == name else example
            for example in rule.bad
        )
    )


def unknown_at(properties: Mapping[str, Any], path: str) -> dict[str, Any]:
    """A copy of the properties with UNKNOWN at a dotted path (list elements by number); missing levels are made."""
    head, _, rest = path.replace("[", ".").replace("]", "").partition(".")
    return {**properties, head: _replaced(properties.get(head), rest)}


def _replaced(value: Any, path: str) -> Any:
    if not path:
        return UNKNOWN
    head, _, rest = path.partition(".")
    if isinstance(value, list):
        return [_replaced(element, rest) if str(index) == head else element for index, element in enumerate(value)]
    below = value if isinstance(value, dict) else {}
    return {**below, head: _replaced(below.get(head), rest)}
