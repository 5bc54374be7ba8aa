"""How two IAM patterns stand to each other, held against what they cover."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.iam import matches
from policies.patterns import contains, overlap

TEXTS = ["".join(letters) for length in range(9) for letters in product("ab", repeat=length)]
patterns = st.text("ab*?", max_size=4)


@given(patterns, patterns)
def test_patterns_overlap_where_a_text_is_covered_by_both(one: str, other: str) -> None:
    """Neither a text too many nor one too few."""
    assert any(matches(one, text) and matches(other, text) for text in TEXTS) is overlap(one, other)


@given(patterns, patterns)
def test_what_is_contained_covers_nothing_else(outer: str, inner: str) -> None:
    """A deny that is said to cover a grant leaves nothing of it."""
    if contains(outer, inner):
        assert [] == [text for text in TEXTS if matches(inner, text) and not matches(outer, text)]


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/*", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/records/*", True),
        ("arn:aws:s3:::b/records/*", "arn:aws:s3:::b/*", False),
        ("arn:aws:s3:::?/*", "arn:aws:s3:::b/*", True),
        ("arn:aws:s3:::?/*", "arn:aws:s3:::*/*", False),
        ("*", "line\nbreak", True),
        ("a.c", "abc", False),
    ],
)
def test_a_wider_pattern_contains_a_narrower_one(outer: str, inner: str, expected: bool) -> None:  # noqa: FBT001
    """What only a star can cover is not taken for one character, and a dot is a dot."""
    assert expected is contains(outer, inner)
