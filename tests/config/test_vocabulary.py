"""The scalars of the vocabulary."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from config.vocabulary import Duration, Usd, format_duration, parse_duration


@given(st.integers(1, 10_000), st.sampled_from("mhd"))
def test_a_duration_survives_being_written_and_read(amount: int, unit: str) -> None:
    """Its spelling may become shorter, its length stays."""
    value = parse_duration(f"{amount}{unit}")

    assert isinstance(value, timedelta)
    assert value == parse_duration(format_duration(value))


@pytest.mark.parametrize("text", ["15", "15s", "1.5h", "-1h", "", "h"])
def test_a_span_without_a_whole_number_and_a_unit_is_refused(text: str) -> None:
    """The message shows the form."""
    with pytest.raises(ValidationError, match="write a whole number and m, h or d"):
        TypeAdapter(Duration).validate_python(text)


@given(st.decimals(min_value=1, max_value=10**6, places=2))
def test_an_amount_survives_being_written_and_read(amount: object) -> None:
    """Cents included; whole dollars are written without them."""
    adapter = TypeAdapter(Usd)

    value = adapter.validate_python(f"{amount} USD")

    assert value == adapter.validate_python(adapter.dump_python(value))
    assert "6000 USD" == adapter.dump_python(adapter.validate_python("6000.00 USD"))
