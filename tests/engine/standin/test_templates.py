"""Formats and JMESPath: what builds ids and reads answers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.standin.templates import fill, parse, search
from graph.model import UNKNOWN

PART = st.text(alphabet="abcdefghij-", min_size=1, max_size=10)


@given(PART, PART)
def test_an_id_is_read_back_to_what_it_was_made_from(role: str, name: str) -> None:
    """An import knows the id alone."""
    made = fill("{role}:{name}", {"role": role, "name": name})

    assert {"role": role, "name": name} == parse("{role}:{name}", made)


def test_the_first_of_several_fills_and_unknown_stays_unknown() -> None:
    """A route's destination is one of three properties."""
    assert "rtb_0.0.0.0/0" == fill("{t}_{a|b}", {"t": "rtb", "b": "0.0.0.0/0"})
    assert UNKNOWN is fill("{t}_{a|b}", {"t": UNKNOWN, "a": "x"})
    assert None is fill("{t}", {})
    assert {} == parse("{account}:{name}", "no-colon")


def test_a_value_inside_an_expression_is_quoted() -> None:
    """A name with a quote in it finds itself, and nothing else."""
    response = {"Items": [{"N": "it's"}, {"N": "its"}]}

    assert {"N": "it's"} == search("Items[?N=='$name'] | [0]", response, {"name": "it's"})
    assert None is search("Items[?N=='$name'] | [0]", response, {})
