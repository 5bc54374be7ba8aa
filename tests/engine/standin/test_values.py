"""Values on Pulumi's wire: there and back without loss."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.standin.values import encode, has_unknown, reveal
from graph.decode import ARCHIVE, ASSET, SIGNATURE, properties
from graph.model import UNKNOWN, Secret

PLAIN = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8) | st.just(UNKNOWN),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(alphabet="abc", min_size=1), inner, max_size=3)
        | st.builds(Secret, inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(alphabet="xyz", min_size=1), PLAIN, max_size=4))
def test_values_come_back_as_they_went(plain: dict[str, object]) -> None:
    """Unknown and secret values, whole numbers and nesting survive the wire."""
    assert plain == properties(encode(plain))


def test_dates_are_text_and_absent_is_left_out() -> None:
    """AWS answers with dates; Pulumi's wire has none."""
    when = datetime(2026, 1, 2, tzinfo=UTC)

    assert {"createDate": "2026-01-02T00:00:00+00:00"} == properties(encode({"createDate": when, "gone": None}))
    with pytest.raises(TypeError, match="set"):
        encode({"bad": {1}})


def test_a_secret_is_revealed_only_when_asked() -> None:
    """Calls need the value, messages must not."""
    held = {"a": [Secret({"b": Secret("hunter2")})], "c": UNKNOWN}

    assert {"a": [{"b": "hunter2"}], "c": UNKNOWN} == reveal(held)
    assert "hunter2" not in repr(held)
    assert has_unknown(held)
    assert not has_unknown({"a": Secret([1])})


def test_an_archive_stays_one() -> None:
    """The SDK takes back an archive where it gave one, with the digest that the engine made of it."""
    asset = {SIGNATURE: ASSET, "text": "{}", "hash": "abc"}
    wire = encode({"code": {SIGNATURE: ARCHIVE, "assets": {"a.json": asset}, "hash": "def"}})

    assert wire == encode(properties(wire))
