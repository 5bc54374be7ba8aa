from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.cost import plan

spelled = st.builds(plan.Threshold, percent=st.integers(min_value=1, max_value=999), forecast=st.booleans())


@given(spelled)
def test_a_threshold_survives_being_written_down(threshold: plan.Threshold) -> None:
    """Reading what was written gives the same threshold."""
    assert threshold == plan.parse_threshold(plan.format_threshold(threshold))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80%", plan.Threshold(percent=80)),
        ("forecast 110%", plan.Threshold(percent=110, forecast=True)),
    ],
)
def test_the_words_of_the_configuration_are_understood(text: str, expected: plan.Threshold) -> None:
    """These two spellings, and nothing else."""
    assert expected == plan.parse_threshold(text)


@pytest.mark.parametrize(
    "text", ["80", "0%", "080%", "1000%", "forecast110%", "Forecast 110%", "80 %", "", "actual 80%"]
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    """The message quotes what was written and shows how to write it."""
    with pytest.raises(ValueError, match="write for example 80% or forecast 110%") as caught:
        plan.parse_threshold(text)

    assert repr(text) in str(caught.value)


@given(st.lists(spelled, max_size=5).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_order_and_repetition_change_nothing(lists: tuple[list[plan.Threshold], list[plan.Threshold]]) -> None:
    """Sorting a list in a file is no change of the budget."""
    one, other = ([plan.format_threshold(t) for t in found] for found in lists)

    assert plan.thresholds(one) == plan.thresholds([*other, *other])


def test_a_forecast_is_another_notification_than_the_same_share_spent() -> None:
    """100% forecast and 100% actual are two warnings."""
    assert ("ACTUAL", "FORECASTED") == tuple(t.notification_type for t in plan.thresholds(["forecast 100%", "100%"]))


@given(st.floats(0.01, 1e9))
def test_an_anomaly_is_told_before_it_is_a_tenth_of_the_month(monthly: float) -> None:
    """And never for less than a mail is worth."""
    threshold = plan.anomaly_threshold(monthly)

    assert threshold >= plan.ANOMALY_LEAST
    assert threshold <= max(plan.ANOMALY_LEAST, monthly / 10)


@given(st.floats(0.01, 1e5))
def test_a_month_is_as_many_hours_as_aws_counts(hourly: float) -> None:
    """Within a cent of rounding."""
    assert abs(plan.monthly_of(hourly) - hourly * 730) <= 0.0051
