"""What a message may show."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigurationError, Problem, dotted, shown


def test_a_path_is_written_as_people_write_it() -> None:
    """Dots between keys, brackets around positions."""
    assert "network.zones[1]" == dotted(("network", "zones", 1))


def test_a_date_is_shown_as_the_file_has_it() -> None:
    """Not as Python spells it."""
    assert "2027-03-31" == shown(date(2027, 3, 31))


@given(st.text(max_size=500) | st.lists(st.text(max_size=20), max_size=40) | st.integers())
def test_a_shown_value_is_short(value: object) -> None:
    """A message stays on a screen whatever was pasted."""
    assert len(shown(value)) <= 80


@pytest.mark.parametrize("key", ["password", "api_key", "clientSecret", "github-token"])
def test_a_key_that_names_a_secret_hides_its_value(key: str) -> None:
    """Whatever the value looks like."""
    assert "x" not in shown("xyzzy", ("identity", key)).replace("looks", "")


def test_the_same_problem_is_told_once() -> None:
    """Two environments inherit one mistake."""
    problem = Problem("base.yaml", "region", "'x'", "is not a Region", "choose one")

    assert (problem,) == ConfigurationError([problem, problem]).problems
