"""What a refresh takes for drift, and what it does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.standin.drift import refreshed, says_the_same

JSON = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=4), JSON, max_size=4), st.integers(0, 4))
def test_a_document_is_compared_by_its_content(document: dict[str, Any], indent: int) -> None:
    """AWS answers policies with its own spacing and order."""
    mine = json.dumps(document)
    held = json.dumps(dict(reversed(document.items())), indent=indent)

    assert says_the_same(mine, held)
    assert {"policy": mine} == refreshed({"policy": mine}, {"policy": held})


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(), min_size=1),
    st.dictionaries(st.sampled_from("efg"), st.integers()),
)
def test_what_aws_filled_in_by_itself_is_no_drift(given_: dict[str, int], filled: dict[str, int]) -> None:
    """Only what the program gave is compared."""
    assert given_ == refreshed(given_, {**given_, **filled})


@pytest.mark.parametrize(
    ("mine", "held", "same"),
    [
        (["b", "a"], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        ([{"id": "1"}], [{"id": "1", "status": "Enabled"}], True),
        ("60", 60, True),
        (60, 61, False),
        ({"status": "Enabled"}, {"status": "Suspended"}, False),
        ('{"a": 1}', {"a": 1}, True),
        ("{not json", "{not json", True),
    ],
)
def test_the_same_in_another_spelling(mine: Any, held: Any, same: bool) -> None:  # noqa: FBT001  a table's column
    """Names in any order, numbers in strings, documents in structures."""
    assert same is says_the_same(mine, held)


def test_drift_takes_aws_s_value_and_leaves_the_rest() -> None:
    """The next preview shows exactly what somebody changed by hand."""
    inputs = {"versioningConfiguration": {"status": "Enabled", "mfaDelete": "Disabled"}, "bucket": "b"}

    found = refreshed(inputs, {"versioningConfiguration": {"status": "Suspended"}})

    assert {"versioningConfiguration": {"status": "Suspended", "mfaDelete": "Disabled"}, "bucket": "b"} == found
