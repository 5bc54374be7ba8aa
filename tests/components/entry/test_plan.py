"""The arithmetic of a way in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.entry import plan


@given(st.floats(min_value=0.001, max_value=900))
def test_the_api_waits_as_long_as_the_function_and_no_longer_than_aws_allows(seconds: float) -> None:
    """API Gateway refuses an integration that waits longer than 29 seconds."""
    waited = plan.wait_milliseconds(seconds)

    assert waited <= plan.LONGEST_MILLISECONDS
    assert abs(waited - seconds * 1000) <= 1 or waited == plan.LONGEST_MILLISECONDS


@given(st.integers(1, 10_000), st.floats(min_value=0.01, max_value=60))
def test_what_is_let_through_keeps_every_call_busy_and_starts_no_more(at_once: int, seconds: float) -> None:
    """By Little's law: the rate times the time is what is under way, to the tenth of a request a second."""
    throttle = plan.throttle(at_once, seconds)

    assert at_once == throttle.burst
    assert throttle.rate * seconds >= at_once * 0.999
    assert (throttle.rate - 0.1) * seconds <= at_once * 1.001


@pytest.mark.parametrize(("at_once", "seconds"), [(0, 1.0), (5, 0.0), (-1, 1.0)])
def test_a_throttle_of_nothing_is_refused(at_once: int, seconds: float) -> None:
    """It would close the way in without anybody having said so."""
    with pytest.raises(ValueError, match="at once"):
        plan.throttle(at_once, seconds)


@given(st.lists(st.floats(min_value=0.001, max_value=1_000), max_size=5))
def test_one_address_may_send_what_all_systems_keep_up_with(rates: list[float]) -> None:
    """Callers stand behind one gateway; whoever sends more than everything together is no caller."""
    limit = plan.address_limit(rates)

    assert limit >= max(plan.LEAST_LIMIT, sum(rates) * plan.WINDOW_SECONDS - 1e-6)


def test_a_model_names_the_draft_that_api_gateway_knows() -> None:
    """Without it the body is held against nothing at all."""
    schema: dict[str, Any] = {"type": "object", "required": ["if"], "properties": {"if": {"type": "string"}}}

    found = json.loads(plan.model("Decision", schema))

    assert (plan.DRAFT_4, "Decision", ["if"]) == (found["$schema"], found["title"], found["required"])


@pytest.mark.parametrize("strange", [{"const": 1}, {"if": {}}, {"$defs": {}}, {"propertyNames": {}}])
def test_a_word_that_the_draft_does_not_have_is_refused(strange: dict[str, Any]) -> None:
    """API Gateway would pass over it, and let through what the function refuses."""
    with pytest.raises(ValueError, match=next(iter(strange)).replace("$", r"\$")):
        plan.model("Decision", {"type": "object", "properties": {"field": {"anyOf": [{"not": strange}]}}})
