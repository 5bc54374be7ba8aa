"""The last guard before a message leaves."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.model import Secret
from policies.redaction import HIDDEN, hide, secrets_of
from tests.graph.wire import VALUES
from tests.policies.sample import resource

SECRET = st.text("abcdefghij", min_size=4, max_size=12)


@given(VALUES, SECRET)
def test_a_secret_is_found_wherever_it_lies(around: Any, secret: str) -> None:
    """Inside any structure, below another secret, as a key or as a value."""
    properties = {"a": [around, {"b": Secret({"c": [secret], f"{secret}-key": Secret(secret)})}]}

    assert {secret, f"{secret}-key"} <= secrets_of([resource("x", properties=properties)])


@given(st.text(max_size=10), SECRET, st.text(max_size=10))
def test_no_secret_of_four_letters_is_left_in_any_text(before: str, secret: str, after: str) -> None:
    """Wherever it stands in the text, also as a part of a word."""
    assert secret not in hide(f"{before}{secret}{after}", {secret, "x" * 20}).replace(HIDDEN, "")


def test_a_secret_inside_another_leaves_no_rest() -> None:
    """The longer one goes first."""
    assert f"is {HIDDEN}" == hide("is hunter2-admin", {"hunter2", "hunter2-admin"})


def test_a_short_secret_goes_as_a_word_only() -> None:
    """A one-letter secret must not blot out every message, and is hidden where it stands alone."""
    assert f"a bad {HIDDEN} in ab" == hide("a bad b in ab", {"b"})


def test_what_is_not_secret_stays() -> None:
    """True, False and nothing are no secrets, or every message would be full of holes."""
    hidden = {"a": Secret(value=True), "b": Secret(None), "c": "open", "d": Secret("")}

    assert "true open" == hide("true open", secrets_of([resource("x", properties=hidden)]))
