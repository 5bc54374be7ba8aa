"""Findings about the systems of a risk tier."""

from __future__ import annotations

import json
from typing import Any

import pytest

from config.vocabulary import RiskTier
from graph.model import UNKNOWN, Resource
from policies.engine import Engine, evaluate
from policies.finding import Finding
from policies.levels import Level, Tier, UnknownMode
from policies.rule import Severity
from policies.session import Session
from policies.systems import TIERS
from policies.tiers import Tiers
from policies.value import Outcome
from policies.verdict import Verdict
from policies.view import StackView, View
from tests.policies.sample import BUCKET, TODAY, a_graph_rule, a_rule, resource, settings, stack, urn

HIGH = {"high": Tier(severities={Severity.LOW: Level.MANDATORY}, unknown=UnknownMode.STRICT)}
PERMISSION = "aws:lambda/permission:Permission"


def bucket(name: str, tags: Any = None, acl: Any = "public-read", **more: Any) -> Resource:
    """A public bucket with tags."""
    return resource(name, properties={"acl": acl, **({} if tags is None else {"tags": tags})}, **more)


def judged(*resources: Resource, unknown: UnknownMode = UnknownMode.ADVISORY, **over: Any) -> dict[str, Finding]:
    """The findings of a rule of low severity by resource."""
    over = {"severity": Severity.LOW, **over}
    report = evaluate(stack(*resources), [a_rule(**over)], settings(unknown=unknown, tiers=HIGH), today=TODAY)
    return {finding.resource_name: finding for finding in report.findings}


def test_a_resources_own_tag_says_its_tier() -> None:
    """What is shown elsewhere stops the run here; the finding says why."""
    found = judged(bucket("a", {"lz:risk-tier": "high"}), bucket("b", {"lz:risk-tier": "limited"}), bucket("c"))

    assert [("mandatory", "high"), ("advisory", ""), ("advisory", "")] == [
        (found[name].level, found[name].tier) for name in "abc"
    ]


def test_a_resource_is_of_the_tier_of_its_system() -> None:
    """Most parts of a system name the system alone; of several tiers the strictest counts."""
    said = bucket("a", {"lz:system": "fraud", "lz:risk-tier": "high"}, acl="private")
    other = bucket("b", {"lz:system": "support", "lz:risk-tier": "limited"}, acl="private")

    found = judged(said, other, bucket("c", {"lz:system": "fraud"}), bucket("d", {"lz:system": "support"}))

    assert [Level.MANDATORY, Level.ADVISORY] == [found[name].level for name in "cd"]


def test_what_cannot_carry_a_tag_goes_with_its_component() -> None:
    """A function's permission is as grave as the function."""
    whole = resource("fraud", "lz:decision:Function", custom=False)
    function = resource("f", parent=whole.urn, properties={"tags": {"lz:system": "fraud", "lz:risk-tier": "high"}})
    found = judged(whole, function, bucket("p", parent=whole.urn), types=(BUCKET,))

    assert Level.MANDATORY is found["p"].level


def test_default_tags_of_the_provider_count() -> None:
    """A stack of one system need not say it on each resource."""
    defaults = json.dumps({"tags": {"lz:risk-tier": "high"}})
    provider = resource("main", "pulumi:providers:aws", properties={"defaultTags": defaults})

    assert Level.MANDATORY is judged(provider, bucket("a", provider=provider.urn))["a"].level


@pytest.mark.parametrize("tags", [UNKNOWN, {"lz:risk-tier": UNKNOWN}])
def test_a_tier_that_is_not_known_yet_may_be_any(tags: object) -> None:
    """The strictest counts."""
    assert Level.MANDATORY is judged(bucket("a", tags))["a"].level


@pytest.mark.parametrize("tags", ["high", ["high"], {"lz:risk-tier": 7}, {"lz:risk-tier": ["high"]}, {"lz:system": 7}])
def test_tags_of_the_wrong_type_say_nothing(tags: object) -> None:
    """And break nothing."""
    assert Level.ADVISORY is judged(bucket("a", tags))["a"].level


def test_default_tags_that_are_no_json_say_nothing() -> None:
    """That they are none is for the rules to say."""
    provider = resource("main", "pulumi:providers:aws", properties={"defaultTags": "{"})

    assert Level.ADVISORY is judged(provider, bucket("a", provider=provider.urn))["a"].level


def test_the_stricter_of_environment_and_tier_wins() -> None:
    """A tier can only make stricter: what an environment stops, it stops for every tier."""
    lenient = {"high": Tier(severities={Severity.HIGH: Level.ADVISORY}, unknown=UnknownMode.ADVISORY)}
    levels = settings(tiers=lenient)

    assert Level.MANDATORY is levels.level(a_rule(), ["high"])
    assert Level.MANDATORY is levels.unknown_level(a_rule(), ["high"])
    assert Level.MANDATORY is levels.error_level(["high"])


def test_what_is_unknown_is_strict_where_the_tier_says_so() -> None:
    """It has the level that a violation would have; elsewhere it is shown."""
    tags = {"lz:risk-tier": "high"}
    found = judged(bucket("a", tags, acl=UNKNOWN), bucket("b", acl=UNKNOWN), severity=Severity.HIGH)

    assert [Level.MANDATORY, Level.ADVISORY] == [found[name].level for name in "ab"]
    assert ["high", ""] == [found[name].tier for name in "ab"]


def test_a_rule_that_breaks_blocks_where_the_tier_is_strict() -> None:
    """It has looked at nothing."""

    def breaks(_: View) -> list[Outcome]:
        raise ZeroDivisionError

    rule = a_rule(breaks, severity=Severity.LOW)
    graph = stack(bucket("a", {"lz:risk-tier": "high"}), bucket("b"))
    report = evaluate(graph, [rule], settings(unknown=UnknownMode.ADVISORY, tiers=HIGH), today=TODAY)

    assert {"a": True, "b": False} == {one.resource_name: one.blocking for one in report.findings}


def test_a_rule_may_be_off_but_for_a_tier() -> None:
    """It is asked, and what it says of anything else is not shown."""
    tiers = {"high": Tier(rules={"LZ-T-001": Level.ADVISORY})}
    levels = settings(rules={"LZ-T-001": Level.OFF}, tiers=tiers)
    graph = stack(bucket("a", {"lz:risk-tier": "high"}), bucket("b"), bucket("c", acl=UNKNOWN))

    report = evaluate(graph, [a_rule()], levels, today=TODAY)

    assert [("a", Level.ADVISORY)] == [(one.resource_name, one.level) for one in report.findings]
    assert 1 == report.rules
    assert not settings(rules={"LZ-T-001": Level.OFF}).asked(a_rule())


def test_a_finding_about_the_stack_as_a_whole_has_the_environments_level() -> None:
    """It is about no system."""

    def whole(_: StackView) -> list[Outcome]:
        return [Outcome(Verdict.FAIL, "", "", "something is not there")]

    graph = stack(bucket("a", {"lz:risk-tier": "high"}))
    levels = settings(tiers=HIGH)

    assert [Level.ADVISORY] == [
        one.level for one in evaluate(graph, [a_graph_rule(whole, severity=Severity.LOW)], levels, today=TODAY).findings
    ]


def test_a_resource_that_is_only_read_says_no_tier() -> None:
    """Nothing is known of it."""
    view = StackView(stack(bucket("a", {"lz:risk-tier": "high"}, external=True)), today=TODAY)

    assert frozenset() == Tiers(view).of(urn("a"))
    assert frozenset() == Tiers(view).of(urn("nobody"))


def test_the_whole_stack_says_once_more_what_it_makes_stricter() -> None:
    """Of one resource alone the tier of its system may not show: it was told as advisory, and then it blocks."""
    engine = Engine([a_rule(severity=Severity.LOW)], settings(tiers=HIGH), TODAY)
    session = Session(engine, project="lz", stack="dev")
    said = bucket("a", {"lz:system": "fraud", "lz:risk-tier": "high"}, acl="private")
    part, alike = bucket("b", {"lz:system": "fraud"}), bucket("c", {"lz:system": "fraud", "lz:risk-tier": "high"})

    first = [one.level for each in (said, part, alike) for one in session.resource(each, None)]
    then = [(one.resource_name, one.level) for one in session.whole(stack(said, part, alike))]

    assert [Level.ADVISORY, Level.MANDATORY] == first
    assert [("b", Level.MANDATORY)] == then


def test_the_packs_tiers_are_those_of_the_cards() -> None:
    """A card's tier can have a section in levels.yaml."""
    assert set(RiskTier) <= TIERS
