"""What a guardrail is made of."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.guardrail import content
from config.vocabulary import DeniedTopic, PiiAction


def entities(action: PiiAction) -> dict[str, dict[str, Any]]:
    listed = cast("list[dict[str, Any]]", content.personal_data(action)["pii_entities_configs"])  # pyright: ignore[reportTypedDictNotRequiredAccess]
    return {entity["type"]: entity for entity in listed}


@pytest.mark.parametrize(("action", "said"), [(PiiAction.REDACT, "ANONYMIZE"), (PiiAction.BLOCK, "BLOCK")])
def test_personal_data_is_treated_as_the_card_says_both_ways(action: PiiAction, said: str) -> None:
    """What a person types reaches the model as little as what the model says reaches a person."""
    found = entities(action)

    assert {said} == {
        found[kind][key] for kind in content.PERSONAL for key in ("action", "input_action", "output_action")
    }


@pytest.mark.parametrize("action", PiiAction)
def test_a_secret_is_blocked_whatever_the_card_says(action: PiiAction) -> None:
    """A password that was masked was still typed into the wrong place."""
    found = entities(action)

    assert {"BLOCK"} == {found[kind]["action"] for kind in content.SECRET}


def test_every_filter_is_at_its_strongest() -> None:
    """Bedrock has no filter of attacks in answers: there its strength must be NONE."""
    listed = cast("list[dict[str, Any]]", content.filters()["filters_configs"])  # pyright: ignore[reportTypedDictNotRequiredAccess]
    found = {f["type"]: (f["input_strength"], f["output_strength"]) for f in listed}

    assert {**dict.fromkeys(content.HARMFUL, ("HIGH", "HIGH")), "PROMPT_ATTACK": ("HIGH", "NONE")} == found


@given(st.lists(st.sampled_from(DeniedTopic), min_size=1))
def test_the_order_of_topics_in_a_card_makes_no_new_version(denied: list[DeniedTopic]) -> None:
    """The same topics are the same content, however often and in whatever order they are listed."""
    assert content.digest(content.topics(sorted(set(denied)))) == content.digest(content.topics(denied))


@given(st.floats(0, 0.99), st.floats(0, 0.99))
def test_another_threshold_is_another_content(one: float, other: float) -> None:
    """A version whose content changed under its number would make records lie."""
    same = content.digest(content.grounding(one)) == content.digest(content.grounding(other))

    assert (one == other) == same
