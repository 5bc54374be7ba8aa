"""Guardrails: which strengths, actions and thresholds are enough, and which languages the classic tier reads."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rule import Examples
from policies.rules.examples.build import changed, linked, placed
from policies.rules.examples.models import (
    GUARDRAIL_ARN,
    HARMFUL,
    MODELS,
    SPOKEN,
    filters,
    personal,
)
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def filtered(changes: dict[str, Any]) -> Examples:
    """The guardrail with changes to its content filters, by type."""
    return changed(MODELS, "guardrail", contentPolicyConfig=filters(changes))


@pytest.mark.parametrize(
    ("strength", "expected"), [("HIGH", PASS), ("MEDIUM", FAIL), ("LOW", FAIL), ("NONE", FAIL), (UNKNOWN, UNSURE)]
)
def test_attacks_are_filtered_at_the_highest_strength(strength: Any, expected: Verdict) -> None:
    """Whatever the other filters do; in an answer there is no attack to find."""
    assert expected is said("LZ-BR-001", filtered({"PROMPT_ATTACK": {"inputStrength": strength}}))


@pytest.mark.parametrize("kind", HARMFUL)
@pytest.mark.parametrize("way", ["inputStrength", "outputStrength"])
@pytest.mark.parametrize(
    ("strength", "expected"), [("HIGH", PASS), ("MEDIUM", PASS), ("LOW", FAIL), (None, FAIL), (UNKNOWN, UNSURE)]
)
def test_each_harm_is_filtered_both_ways(kind: str, way: str, strength: Any, expected: Verdict) -> None:
    """At medium or high."""
    assert expected is said("LZ-BR-002", filtered({kind: {way: strength}}))


def test_a_harm_that_no_filter_names_passes_it() -> None:
    """The others do not stand in for it."""
    without = [one for one in filters({})["filtersConfigs"] if one["type"] != "SEXUAL"]
    told = outcomes(
        RULES["LZ-BR-002"], graph_of(changed(MODELS, "guardrail", contentPolicyConfig={"filtersConfigs": without}))
    )

    assert [True] == ["SEXUAL" in outcome.message for outcome in told if outcome.verdict is FAIL]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (personal("ANONYMIZE"), PASS),
        (personal("BLOCK"), PASS),
        (personal("NONE"), FAIL),
        ({"piiEntitiesConfigs": [{"type": "EMAIL", "action": UNKNOWN}]}, UNSURE),
        ({"piiEntitiesConfigs": []}, FAIL),
        (None, FAIL),
        (UNKNOWN, UNSURE),
    ],
)
def test_personal_data_is_listed_and_treated(config: Any, expected: Verdict) -> None:
    """Anonymised or blocked; a guardrail without a list treats none."""
    assert expected is said("LZ-BR-003", changed(MODELS, "guardrail", sensitiveInformationPolicyConfig=config))


@pytest.mark.parametrize("place", [0, 1], ids=["grounding", "relevance"])
@pytest.mark.parametrize(("threshold", "expected"), [(0.5, PASS), (0.49, FAIL), (None, FAIL), (UNKNOWN, UNSURE)])
def test_an_answer_rests_on_sources_and_answers_the_question(place: int, threshold: Any, expected: Verdict) -> None:
    """Each at half or more."""
    way = ("contextualGroundingPolicyConfig", "filtersConfigs", place, "threshold")

    assert expected is said("LZ-BR-004", placed(MODELS, "guardrail", way, threshold))


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("LZ-BR-001", "contentPolicyConfig"),
        ("LZ-BR-002", "contentPolicyConfig"),
        ("LZ-BR-004", "contextualGroundingPolicyConfig"),
        ("LZ-BR-006", "kmsKeyArn"),
    ],
)
def test_a_finding_stands_at_the_setting_that_is_wrong(rule: str, path: str) -> None:
    """A guardrail has many of them."""
    assert {path} == {outcome.path for outcome in outcomes(RULES[rule], graph_of(MODELS))}


@pytest.mark.parametrize("way", ["input", "output"])
@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("Action", "BLOCK", PASS),
        ("Action", "ANONYMIZE", PASS),
        ("Action", None, PASS),
        ("Action", "NONE", FAIL),
        ("Action", UNKNOWN, UNSURE),
        ("Enabled", True, PASS),
        ("Enabled", None, PASS),
        ("Enabled", False, FAIL),
        ("Enabled", "false", FAIL),
        ("Enabled", UNKNOWN, UNSURE),
    ],
)
def test_what_finds_something_acts(way: str, setting: str, value: Any, expected: Verdict) -> None:
    """In a question and in an answer, filters and kinds of personal data alike; it does by itself."""
    entities = ("sensitiveInformationPolicyConfig", "piiEntitiesConfigs", 0, f"{way}{setting}")
    content = ("contentPolicyConfig", "filtersConfigs", 0, f"{way}{setting}")

    assert expected is said("LZ-BR-007", placed(MODELS, "guardrail", entities, value))
    assert expected is said("LZ-BR-007", placed(MODELS, "guardrail", content, value))


def test_a_filter_that_acts_one_way_only_is_told_which() -> None:
    """The finding stands at the action of the other."""
    stack = placed(MODELS, "guardrail", ("contentPolicyConfig", "filtersConfigs", 0, "inputEnabled"), False)
    told = [outcome.path for outcome in outcomes(RULES["LZ-BR-007"], graph_of(stack)) if outcome.verdict is FAIL]

    assert ["contentPolicyConfig.filtersConfigs[0].inputAction"] == told


def test_a_version_is_of_a_guardrail_by_edge_or_by_arn() -> None:
    """One of unknown guardrail may be of this one."""
    known = changed(MODELS, "guardrail", guardrailArn=GUARDRAIL_ARN)

    assert PASS is said("LZ-BR-008", changed(known, "version", guardrailArn=GUARDRAIL_ARN))
    assert FAIL is said("LZ-BR-008", changed(known, "version", guardrailArn=f"{GUARDRAIL_ARN}x"))
    assert UNSURE is said("LZ-BR-008", changed(known, "version", guardrailArn=UNKNOWN))
    assert PASS is said("LZ-BR-008", linked(MODELS, "version", guardrailArn="guardrail"))


@pytest.mark.parametrize(
    ("profile", "expected"),
    [(None, PASS), ("", PASS), ("eu.guardrail.v1:0", PASS), ("us.guardrail.v1:0", FAIL), (UNKNOWN, UNSURE)],
)
def test_a_guardrail_without_a_profile_stays_where_it_is(profile: Any, expected: Verdict) -> None:
    """One with a profile computes where that does."""
    config = {"guardrailProfileIdentifier": profile}
    stack = changed(MODELS, "guardrail", crossRegionConfig=None if profile is None else config)

    assert expected is said("LZ-BR-009", stack)


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ("en", PASS),
        ("EN fr es", PASS),
        ("", PASS),
        (None, PASS),
        ("en de", FAIL),
        ("de", FAIL),
        (UNKNOWN, UNSURE),
    ],
)
@pytest.mark.parametrize("policy", ["contentPolicyConfig", "topicPolicyConfig"])
def test_the_classic_tier_reads_three_languages(policy: str, languages: Any, expected: Verdict) -> None:
    """Content and topics each have a tier, classic where nothing is said; what is not filtered needs none."""
    classic = placed(SPOKEN, "guardrail", (policy, "tierConfigs"), None)
    without = changed(SPOKEN, "guardrail", **{policy: None})

    assert expected is said("LZ-BR-017", placed(classic, "guardrail", ("tags", "lz:languages"), languages))
    assert PASS is said("LZ-BR-017", placed(without, "guardrail", ("tags", "lz:languages"), languages))
