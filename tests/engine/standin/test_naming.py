"""Auto-names: Pulumi's own form, stable for a seed, never too long."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from engine.standin.naming import auto_name, is_auto_named

LOGICAL = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=80)


@given(LOGICAL, st.binary(min_size=1), st.integers(min_value=20, max_value=255))
def test_a_name_is_the_logical_name_a_dash_and_seven_digits(logical: str, seed: bytes, limit: int) -> None:
    """People find a thing by its logical name; AWS refuses a name that is too long."""
    name = auto_name(logical, seed, limit=limit)

    assert len(name) <= limit
    assert re.fullmatch(r"(.+)-[0-9a-f]{7}", name)
    assert name == auto_name(logical, seed, limit=limit)
    assert is_auto_named(name, logical)


@given(LOGICAL, st.binary(min_size=1), st.binary(min_size=1))
def test_another_seed_is_another_name(logical: str, seed: bytes, other: bytes) -> None:
    """A replacement stands beside what it replaces."""
    if seed != other:
        assert auto_name(logical, seed) != auto_name(logical, other)


def test_a_name_the_program_gave_is_not_taken_for_an_auto_name() -> None:
    """Two things of a given name cannot exist at once, so the old one has to go first."""
    assert not is_auto_named("lz-dev-trail", "trail")
    assert not is_auto_named("other-0123abc", "trail")
    assert is_auto_named("alias/trail-0123abc", "trail", "alias/")
