"""From a model's answer to who decides: what counts as an answer, rules, bands."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.bands import Band, band
from functions.models.answer import Answer, answer_schema, scored, spoken, token_probability
from functions.models.failure import Failure, ModelError
from functions.rules import Rules, RulesError
from functions.settings.errors import SettingsError
from functions.settings.system import Bands, Scoring

SHARES = st.floats(0, 1)
BANDS = st.tuples(SHARES, SHARES).map(lambda pair: Bands(act=max(pair), review=min(pair)))
SCORING = Scoring(positive="decline", negative="approve")
ANSWER = Answer(outcome="approve", explanation="", confidence=0.7, score=0.3)
ORDER = [Band.PERSON, Band.REVIEW, Band.ACT]
GOOD = json.dumps({"outcome": "a", "explanation": "e", "text": "t"})


@given(BANDS, SHARES, SHARES)
def test_more_confidence_never_needs_more_people(bands: Bands, one: float, other: float) -> None:
    """Bands are ordered as confidences are."""
    low, high = sorted((one, other))

    assert ORDER.index(band(low, bands)) <= ORDER.index(band(high, bands))


@given(BANDS)
def test_a_bound_belongs_to_the_band_above(bands: Bands) -> None:
    """Exactly as sure as asked is sure enough."""
    assert Band.ACT is band(bands.act, bands)


@given(BANDS)
def test_what_nobody_measured_is_never_acted_on(bands: Bands) -> None:
    """Whatever the bounds are."""
    assert Band.REVIEW is band(None, bands)


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "As an assistant, I",
        "[]",
        '{"outcome": "b", "explanation": "e", "text": "t"}',
        '{"outcome": ["a"], "explanation": "e", "text": "t"}',
        '{"outcome": "a", "explanation": "e"}',
        '{"outcome": "a", "explanation": 1, "text": "t"}',
    ],
)
def test_what_is_no_answer_is_a_failure(content: Any) -> None:
    """Not JSON, not an object, another outcome, a field missing or of another type."""
    with pytest.raises(ModelError) as failed:
        spoken(content, ["a"], 0.5)

    assert Failure.GARBAGE is failed.value.kind


@pytest.mark.parametrize(
    "held", [None, [], {}, {"score": "1"}, {"score": True}, {"score": -0.1}, {"score": 1.1}, {"score": float("nan")},
             {"score": 0.5, "reasons": "because"}, {"score": 0.5, "reasons": [1]}]
)  # fmt: skip
def test_what_is_no_score_is_a_failure(held: Any) -> None:
    """Missing, of another type, or no probability."""
    with pytest.raises(ModelError) as failed:
        scored(held, SCORING)

    assert Failure.GARBAGE is failed.value.kind


@given(SHARES)
def test_a_score_is_at_least_half_sure(score: float) -> None:
    """The outcome is the likelier one, and the confidence its probability."""
    answer = scored({"score": score}, SCORING)

    assert ("decline" if score >= 0.5 else "approve") == answer.outcome
    assert answer.confidence is not None
    assert 0.5 <= answer.confidence <= 1


@given(st.lists(st.floats(-20, 0), min_size=1, max_size=50))
def test_the_confidence_of_tokens_is_a_probability(logprobs: list[float]) -> None:
    """Between the least and the most likely token."""
    confidence = token_probability({"content": [{"logprob": value} for value in logprobs]})

    assert 0 <= confidence <= 1
    assert math.exp(min(logprobs)) - 1e-9 <= confidence <= math.exp(max(logprobs)) + 1e-9


@pytest.mark.parametrize(
    "logprobs", [None, {}, {"content": []}, {"content": [{}]}, {"content": [{"logprob": 0.1}]}, {"content": ["x"]},
                 {"content": [{"logprob": float("nan")}]}]
)  # fmt: skip
def test_without_log_probabilities_there_is_no_confidence(logprobs: Any) -> None:
    """A server that was asked for them and sends none, or impossible ones, has not answered."""
    with pytest.raises(ModelError):
        token_probability(logprobs)


def test_the_schema_of_an_answer_admits_what_we_read() -> None:
    """What the server is asked to enforce is what is checked here."""
    assert {"outcome", "explanation", "text"} == set(answer_schema(["a"])["required"])
    assert "a" == spoken(GOOD, ["a"], 0.5).outcome


def rules(*given_: dict[str, Any], version: str = "1") -> Rules:
    """A rule set."""
    return Rules({"version": version, "rules": list(given_)})


LARGE = {"id": "large", "when": "input.amount > `100`", "then": {"band": "person"}}
SURE = {"id": "sure", "when": "answer.confidence > `0.5`", "then": {"outcome": "decline", "explanation": "why"}}


def test_the_first_rule_that_matches_counts() -> None:
    """Order is meaning; the others are not looked at."""
    found = rules(LARGE, SURE).override({"amount": 200}, ANSWER)

    assert ("large", None, "person") == (found and found.rule, found and found.outcome, found and found.band)


def test_a_rule_sees_the_answer_too() -> None:
    """Outcome, confidence and score."""
    found = rules(LARGE, SURE).override({"amount": 1}, ANSWER)

    assert ("sure", "decline", "why") == (found and found.rule, found and found.outcome, found and found.explanation)


def test_a_field_that_is_not_there_matches_nothing() -> None:
    """null is neither true nor an error: optional fields are optional."""
    assert rules(LARGE).override({}, ANSWER) is None


@pytest.mark.parametrize("when", ["input.amount", "length(input.amount)"])
def test_a_rule_that_says_neither_is_not_passed_over(when: str) -> None:
    """A number, or a function that does not take it: nobody knows whether the rule holds, so a person decides."""
    with pytest.raises(RulesError):
        rules({**LARGE, "when": when}).override({"amount": 1}, ANSWER)


def test_a_rule_that_cannot_be_read_ends_the_start() -> None:
    """Not the first request."""
    with pytest.raises(SettingsError, match="rule large"):
        rules({**LARGE, "when": "input.("})


def test_a_changed_rule_is_another_version() -> None:
    """Even when nobody declared one."""
    one, other = rules(LARGE), rules({**LARGE, "when": "input.amount > `101`"})

    assert one.version.startswith("1/sha256:")
    assert one.version != other.version
