"""What the soundness suite cannot know of the rules about what is said of AI systems."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from policies.example import DAY, graph_of
from policies.rule import Rule
from policies.rules.examples.build import ai, aws, changed, optioned
from policies.rules.examples.governance import ANSWERING, THROUGHPUTS, said
from policies.systems import AGENT, AGENT_RUNTIME, AI_TYPES, ENDPOINT, FLOW
from policies.verdict import Verdict
from policies.view import StackView
from tests.policies.rules.judged import RULES, verdict


def _rule(number: str) -> Rule:
    return RULES[number]


@pytest.mark.parametrize("name", ["lz:system", "lz:owner", "lz:risk-tier", "lz:data-class", "lz:lifecycle"])
def test_each_of_the_five_tags_is_asked_for(name: str) -> None:
    """None of them stands in for another; the provider's own default tags may carry one."""
    without = changed(ANSWERING, "model", tags=said(**{name: None}))
    bare = optioned(without, "model", provider={"defaultTags": '{"tags": {}}'})
    default = optioned(without, "model", provider={"defaultTags": f'{{"tags": {{"{name}": "{said()[name]}"}}}}'})

    assert Verdict.FAIL is verdict(_rule("LZ-GOV-001"), bare)
    assert Verdict.PASS is verdict(_rule("LZ-GOV-001"), default)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("lz:data-class", "secrets", Verdict.FAIL),
        ("lz:data-class", "decisions", Verdict.PASS),
        ("lz:system", "", Verdict.FAIL),
        ("lz:owner", "", Verdict.FAIL),
        ("lz:risk-tier", "", Verdict.FAIL),
        *(("lz:lifecycle", stage, Verdict.PASS) for stage in ("development", "pilot", "production", "retiring")),
    ],
)
def test_a_tag_says_something(name: str, value: str, expected: Verdict) -> None:
    """A word of the organisation where there is a list of them, and more than nothing where there is none."""
    assert expected is verdict(_rule("LZ-GOV-001"), changed(ANSWERING, "model", tags=said(**{name: value})))


@pytest.mark.parametrize("type_", AI_TYPES)
def test_every_kind_of_ai_resource_is_held(type_: str) -> None:
    """One that says nothing is nobody's; one that is prohibited does not run."""
    assert Verdict.FAIL is verdict(_rule("LZ-GOV-001"), (aws(type_, "it"),))
    assert Verdict.FAIL is verdict(_rule("LZ-GOV-002"), (ai(type_, "it", tags={"lz:risk-tier": "prohibited"}),))


@pytest.mark.parametrize(
    ("tier", "expected"),
    [
        *((tier, Verdict.PASS) for tier in ("minimal", "limited", "high", "gpai", None)),
        ("High", Verdict.FAIL),
        ("prohibited", Verdict.FAIL),
        ("", Verdict.FAIL),
    ],
)
def test_four_tiers_may_run(tier: str | None, expected: Verdict) -> None:
    """A missing one is LZ-GOV-001's finding, and not this rule's."""
    stack = changed(ANSWERING, "endpoint", tags=said(**{"lz:risk-tier": tier}))

    assert expected is verdict(_rule("LZ-GOV-002"), stack)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (DAY.isoformat(), Verdict.PASS),
        ((DAY + timedelta(days=1)).isoformat(), Verdict.PASS),
        ((DAY - timedelta(days=1)).isoformat(), Verdict.FAIL),
        ("next year", Verdict.FAIL),
        (None, Verdict.FAIL),
        (20300630, Verdict.FAIL),
    ],
)
def test_a_review_is_due_on_its_day_and_late_after_it(day: Any, expected: Verdict) -> None:
    """What is no day is no promise."""
    tags = said(**{"lz:review-by": day})

    assert expected is verdict(_rule("LZ-GOV-003"), changed(ANSWERING, "endpoint", tags=tags))
    assert expected is verdict(
        _rule("LZ-CST-005"), changed(THROUGHPUTS, "units", tags={**tags, "lz:commitment": "OneMonth"})
    )


@pytest.mark.parametrize("type_", [AGENT, AGENT_RUNTIME, ENDPOINT, FLOW])
def test_whatever_answers_is_reviewed(type_: str) -> None:
    """An agent drifts as a model does."""
    assert Verdict.FAIL is verdict(_rule("LZ-GOV-003"), (aws(type_, "it"),))


def test_a_rule_that_asks_for_the_day_breaks_where_there_is_none() -> None:
    """It never takes a day of its own: the same arguments always give the same report."""
    rule, graph = _rule("LZ-GOV-003"), graph_of(ANSWERING)
    assert rule.resource_check is not None

    with pytest.raises(ValueError, match="without a day"):
        list(rule.resource_check(next(StackView(graph).of_type(ENDPOINT))))


@pytest.mark.parametrize(
    ("duration", "agreed", "expected"),
    [
        (None, None, Verdict.PASS),
        (None, "OneMonth", Verdict.PASS),
        ("OneMonth", None, Verdict.FAIL),
        ("SixMonths", "SixMonths", Verdict.PASS),
        ("SixMonths", "OneMonth", Verdict.FAIL),
    ],
)
def test_a_commitment_needs_somebodys_word(duration: str | None, agreed: str | None, expected: Verdict) -> None:
    """Throughput by the hour needs none."""
    stack = changed(THROUGHPUTS, "units", commitmentDuration=duration, tags=said(**{"lz:commitment": agreed}))

    assert expected is verdict(_rule("LZ-CST-006"), stack)
