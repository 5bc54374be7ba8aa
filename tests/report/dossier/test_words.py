"""Quantities as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from report.dossier.words import change, memory, minutes, spell


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (timedelta(milliseconds=800), "800 ms"),
        (timedelta(seconds=25.6968), "25.7 s"),
        (timedelta(minutes=15), "15 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(minutes=82), "1 h 22 min"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_a_span_is_told_in_the_unit_it_is_thought_in(span: timedelta, written: str) -> None:
    """And in no more than two."""
    assert written == spell(span)


def test_what_has_no_bound_is_not_called_zero() -> None:
    """AWS promises no capacity that is not reserved."""
    assert "no bound" == minutes(None)
    assert "7.43 min" == minutes(7.4283)


def test_memory_is_in_the_unit_of_devices() -> None:
    """GiB, and MiB for what is small."""
    assert "7.5 GiB" == memory(8_030_261_248)
    assert "1.5 MiB" == memory(1024 * 1536)


def test_a_change_is_of_what_was() -> None:
    """With its sign, and unsaid where there was nothing."""
    assert "+45%" == change(0.31, 0.45)
    assert "-37%" == change(1.9, 1.2)
    assert "" == change(0, 5)
