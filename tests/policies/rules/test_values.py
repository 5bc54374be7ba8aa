"""What holds of every rule, whatever a program writes into a property: nothing breaks it, and no secret leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest

from graph.model import UNKNOWN, Secret
from policies.example import graph_of
from policies.registry import all_rules
from policies.rule import Example, Examples, Rule
from tests.policies.rules.judged import outcomes, single_unknowns

RULES = all_rules()
WRONG: tuple[Any, ...] = (17, True, "{not json", [[17]], {"": None})
"""One of each shape: whatever a property should be, most of these are something else."""
LONG = 'x"{*' * 25_000
"""100 KB that are no document, no number and no name."""
PLANTED = "planted-4711"

each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])


def _filled(value: Any, given: Any) -> Any:
    """The value with `given` where it is unknown."""
    if value is UNKNOWN:
        return given
    if isinstance(value, dict):
        return {key: _filled(below, given) for key, below in cast("dict[str, Any]", value).items()}
    return [_filled(below, given) for below in cast("list[Any]", value)] if isinstance(value, list) else value


def _stacks(stack: Examples, *values: Any) -> Iterator[Examples]:
    """The stack with each property at any depth, of a resource or of its provider, replaced by each of the values."""
    for _, unknown in single_unknowns(stack):
        for given in values:
            yield tuple(_replaced(example, given) for example in unknown)


def _replaced(example: Example, given: Any) -> Example:
    provider = None if example.provider is None else _filled(dict(example.provider), given)
    return replace(example, properties=_filled(dict(example.properties), given), provider=provider)


@each_rule
def test_no_value_of_a_wrong_type_breaks_a_rule(rule: Rule) -> None:
    """A program that was audited, or a provider that is newer: the rule speaks of it, or of nothing, and goes on."""
    for stack in _stacks(rule.bad, *WRONG):
        outcomes(rule, graph_of(stack))


@each_rule
def test_a_long_text_breaks_no_rule(rule: Rule) -> None:
    """100 KB where a policy document, a number or a name should stand."""
    name, _, path = rule.offending.partition(".")
    for stack in (rule.good, rule.bad):
        given = [
            replace(example, properties={**example.properties, path.split(".")[0].split("[")[0]: LONG})
            if example.name == name
            else example
            for example in stack
        ]
        outcomes(rule, graph_of(tuple(given)))


@each_rule
def test_no_planted_secret_is_in_a_message(rule: Rule) -> None:
    """A secret may stand in any property, and be what is wrong there; the message says where, and never what."""
    for stack in _stacks(rule.bad, Secret(PLANTED)):
        said = [outcome.message for outcome in outcomes(rule, graph_of(stack))]
        assert [] == [message for message in said if PLANTED in message]
