"""Cards that are right, whatever their pattern, and cards in which several things are wrong at once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.load import resolve
from config.patterns import NEEDS
from config.system.decision import Bands
from config.vocabulary import ModelKind, Pattern
from tests.config.shipped import TODAY, Shipped

LANGUAGE, SCORER = "support-assistant", "fraud-scoring"


@pytest.mark.parametrize("pattern", list(Pattern))
def test_a_card_of_every_pattern_loads(shipped: Shipped, pattern: Pattern) -> None:
    """With a model that can do the work, and the rest as the shipped cards have it."""
    name = LANGUAGE if ModelKind.LLM in NEEDS[pattern].kinds else SCORER
    shipped.say(f"systems/{name}", "pattern", pattern.value)

    found = next(card for card in resolve("prod", shipped.root, today=TODAY).zone.cards if card.name == name)

    assert pattern is found.card.pattern


@pytest.mark.parametrize("pattern", list(Pattern))
def test_every_pattern_says_what_it_needs_and_why(pattern: Pattern) -> None:
    """Some model can do it; the reason ends a sentence."""
    assert NEEDS[pattern].kinds
    assert NEEDS[pattern].because[0].islower()


def test_one_mistake_does_not_hide_another(shipped: Shipped) -> None:
    """Wrong values, wrong together, wrong in the environment: all at once, each in its own file."""
    shipped.say(f"systems/{LANGUAGE}", "owner", "nobody")
    shipped.say(f"systems/{LANGUAGE}", "model/concurrency", 8)
    shipped.say(f"systems/{LANGUAGE}", "decision/subject", "who")
    shipped.say(f"systems/{SCORER}", "serve/replicas/min", 1)
    shipped.say(f"systems/{SCORER}", "recovery/rpo", "1m")
    shipped.say("environments/prod", "cluster/nodes/min", 10)
    shipped.say("models/fraud-xgboost", "licence", "")
    shipped.say("datasets/orders", "steward", "nobody")

    found = {(p.file.removeprefix("config/"), p.key) for p in shipped.problems()}

    assert {
        ("systems/support-assistant.yaml", "owner"),
        ("systems/support-assistant.yaml", "model.concurrency"),
        ("systems/support-assistant.yaml", "decision.subject"),
        ("systems/fraud-scoring.yaml", "serve.replicas.min"),
        ("systems/fraud-scoring.yaml", "recovery.rpo"),
        ("environments/prod.yaml", "cluster.nodes.min"),
        ("models/fraud-xgboost.yaml", "licence"),
        ("datasets/orders.yaml", "steward"),
    } == found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("decision", None),
        ("serve", "fast"),
        ("payload", []),
        ("targets", 3),
        ("data", {"dataset": "orders"}),
        ("decision/fallbacks", [None, 3, {}]),
        ("serve/rollout/steps", [[]]),
        ("model/context", "long"),
        ("payload/question", "text"),
        ("guardrail", []),
        ("recovery", "soon"),
        ("budget", 9000),
    ],
)
def test_a_value_of_the_wrong_shape_is_told_and_breaks_nothing(shipped: Shipped, key: str, value: Any) -> None:
    """Every check passes over what it cannot read."""
    shipped.say(f"systems/{LANGUAGE}", key, value)

    assert {"config/systems/support-assistant.yaml"} == {p.file for p in shipped.problems()}


def test_a_target_that_only_challenges_is_no_mistake(shipped: Shipped) -> None:
    """It need not be a fallback: whoever is asked for comparison alone answers nobody."""
    shipped.say(f"systems/{LANGUAGE}", "decision/fallbacks", ["human"])

    zone = resolve("prod", shipped.root, today=TODAY).zone

    card = next(system.card for system in zone.cards if system.name == LANGUAGE)
    assert card.shadow is not None
    assert card.shadow.target in set(card.targets) - set(card.decision.fallbacks)


@given(st.floats(0, 1), st.floats(0, 1))
def test_bands_never_overlap_and_leave_no_gap(act: float, review: float) -> None:
    """Every confidence is in exactly one of three bands, or the card is refused."""
    if review >= act:
        with pytest.raises(ValidationError, match="so the bands overlap"):
            Bands(act=act, review=review)
    else:
        bands = Bands(act=act, review=review)
        assert 0 <= bands.review < bands.act <= 1
