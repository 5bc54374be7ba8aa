"""What holds of every rule, whatever it is about."""

from __future__ import annotations

import re
import statistics
from dataclasses import replace

import pytest

from graph.model import Graph
from policies.example import graph_of, unknown_case
from policies.registry import all_rules
from policies.rule import Example, Examples, Rule
from policies.rules.examples.build import PROVIDER
from policies.verdict import Verdict
from tests.policies.rules.judged import outcomes, single_unknowns, verdict

RULES = all_rules()

OF_OPTIONS = {"LZ-CHG-001", "LZ-CHG-002", "LZ-CHG-003", "LZ-K8S-015"}
"""Rules about resource options: Pulumi knows those before anything else, they are never unknown."""

OF_TWO_PROPERTIES = {"LZ-DAT-011"}
"""Rules about what two properties of one resource come to together: a finding may point at the other one."""

_SPOKEN = dict[int, tuple[Examples, dict[str, Verdict]]]()
"""What all rules say of a stack, by its identity: rules of a theme share their good stack, which is judged once."""


def _not_passed(stack: Examples) -> dict[str, Verdict]:
    if id(stack) not in _SPOKEN:
        graph = graph_of(stack)
        said = {rule.id: found for rule in RULES if (found := verdict(rule, graph)) is not Verdict.PASS}
        _SPOKEN[id(stack)] = stack, said
    return _SPOKEN[id(stack)][1]


each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])


def _related(path: str, offending: str) -> bool:
    return path == offending or path.startswith((f"{offending}.", f"{offending}[")) or offending.startswith(path)


def _decides(rule: Rule, path: str) -> bool:
    return any(_related(path, one) for one in rule.decides)


@each_rule
def test_a_good_example_passes_every_rule(rule: Rule) -> None:
    """The good example is whole: no rule finds anything in it, known or unknown."""
    assert {} == _not_passed(rule.good)


@each_rule
def test_a_good_example_is_looked_at(rule: Rule) -> None:
    """A rule that says nothing of its own example would pass everything."""
    assert outcomes(rule, graph_of(rule.good))


@each_rule
def test_a_bad_example_fails_exactly_its_rule(rule: Rule) -> None:
    """A bad example violates one thought."""
    graph = graph_of(rule.bad)
    failed = [other.id for other in RULES if verdict(other, graph) is Verdict.FAIL]

    assert [rule.id] == failed


def _steps(path: str) -> list[str]:
    """The names along a path, without the places in lists: version 6 wrapped single objects in one."""
    return re.sub(r"\[\d+\]", "", path).split(".")


@each_rule
def test_a_finding_points_at_what_is_wrong(rule: Rule) -> None:
    """Of the resource that was changed it names the offending property, something above or below it, or nothing."""
    name, _, offending = rule.offending.partition(".")
    found = [
        outcome.path
        for outcome in outcomes(rule, graph_of(rule.bad))
        if outcome.verdict is Verdict.FAIL and outcome.path and outcome.urn.endswith(f"::{name}")
    ]

    if rule.id in OF_TWO_PROPERTIES:
        assert found, "it points somewhere"
        return
    assert [] == [path for path in found if any(a != b for a, b in zip(_steps(path), _steps(offending), strict=False))]


@each_rule
def test_the_bad_example_is_the_good_one_with_one_resource_changed(rule: Rule) -> None:
    """What the documentation shows side by side differs in one place."""
    good = {example.name: example for example in rule.good}
    differing = [example.name for example in rule.bad if example != good.get(example.name)]

    assert 1 == len(differing)
    assert len(rule.good) == len(rule.bad)
    assert len(rule.bad) == 1 or rule.offending.startswith(f"{differing[0]}.")


@each_rule
def test_the_offending_property_unknown_is_unknown(rule: Rule) -> None:
    """What cannot be known yet is said to be so: neither passed nor failed."""
    if rule.id in OF_OPTIONS:
        assert rule.offending.split(".")[1] not in rule.bad[0].properties, "an option is no property"
        return

    assert Verdict.UNKNOWN is verdict(rule, unknown_case(rule))


@each_rule
def test_an_unknown_elsewhere_hides_no_violation(rule: Rule) -> None:
    """Whatever other single value is unknown, a known violation stays one."""
    hidden = {
        path: said
        for path, stack in single_unknowns(rule.bad)
        if (said := verdict(rule, stack)) is not Verdict.FAIL
        and not _related(path, rule.offending)
        and not _decides(rule, path)
    }

    assert {} == hidden


@each_rule
def test_an_unknown_never_turns_a_violation_into_a_pass(rule: Rule) -> None:
    """Also where the unknown value is the one that decides."""
    passed = [path for path, stack in single_unknowns(rule.bad) if verdict(rule, stack) is Verdict.PASS]

    assert [] == passed


@each_rule
def test_an_unknown_makes_no_good_stack_fail(rule: Rule) -> None:
    """A first preview of a correct program is not blocked by what is not there yet."""
    failed = [path for path, stack in single_unknowns(rule.good) if verdict(rule, stack) is Verdict.FAIL]

    assert [] == failed


@each_rule
def test_the_order_of_resources_does_not_matter(rule: Rule) -> None:
    """A program declares in any order; the same things are said of it."""
    for stack in (rule.good, rule.bad):
        forth = graph_of(stack)
        back = Graph(forth.project, forth.stack, dict(reversed(list(forth.resources.items()))))

        assert set(outcomes(rule, forth)) == set(outcomes(rule, back))


@each_rule
def test_an_unrelated_resource_changes_nothing(rule: Rule) -> None:
    """A resource no rule is about leaves every verdict as it was."""
    parameter = Example("aws:ssm/parameter:Parameter", {"type": "String"}, "unrelated", provider=PROVIDER)

    for stack in (rule.good, rule.bad):
        before = [outcome for outcome in outcomes(rule, graph_of(stack)) if outcome.verdict is not Verdict.PASS]
        after = [
            outcome for outcome in outcomes(rule, graph_of((*stack, parameter))) if outcome.verdict is not Verdict.PASS
        ]

        assert before == after


@each_rule
def test_what_is_only_read_is_not_judged(rule: Rule) -> None:
    """A resource the program reads is not the program's to fix."""
    graph = graph_of(rule.bad)
    read = {urn: replace(resource, external=True) for urn, resource in graph.resources.items()}

    assert Verdict.PASS is verdict(rule, Graph(graph.project, graph.stack, read))


def test_no_rule_can_be_escaped_by_ignoring_changes() -> None:
    """What a rule's bad example has wrong, LZ-CHG-002 lets nobody ignore."""
    ignoring = next(rule for rule in RULES if rule.id == "LZ-CHG-002")
    escaped = list[str]()
    for rule in RULES:
        name, _, path = rule.offending.partition(".")
        stack = tuple(replace(e, ignore_changes=(path,) if e.name == name else ()) for e in rule.bad)
        judged = any(e.name == name and e.type.startswith("aws:") for e in rule.bad)
        if judged and rule.id not in OF_OPTIONS and verdict(ignoring, stack) is not Verdict.FAIL:
            escaped.append(rule.offending)

    assert [] == escaped


def test_what_decides_is_really_undecided() -> None:
    """The list of deciding properties has no stale entry."""
    stale = [
        f"{rule.id} {path}"
        for rule in RULES
        for path in rule.decides
        if Verdict.UNKNOWN is not verdict(rule, dict(single_unknowns(rule.bad))[path])
    ]

    assert [] == stale


def _lines(rule: Rule) -> int:
    check = rule.resource_check or rule.graph_check
    assert check is not None
    code = check.__code__  # begins at the decorator
    return max(line for *_, line in code.co_lines() if line is not None) - code.co_firstlineno + 1


def test_a_rule_is_one_thought() -> None:
    """Metadata and check together fit a screen of forty lines, and half of the rules fit twenty-five."""
    lengths = {rule.id: _lines(rule) for rule in RULES}

    assert {} == {id_: length for id_, length in lengths.items() if length > 40}
    assert 25 >= statistics.median(lengths.values())
