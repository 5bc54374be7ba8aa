"""The one merge rule, as properties."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from config.explain import leaves
from config.merge import merge

keys = st.sampled_from(["a", "b", "c", "d"])
scalars = st.none() | st.integers() | st.booleans() | st.text(max_size=3) | st.lists(st.integers(), max_size=3)
mappings: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    keys, st.recursive(scalars, lambda inner: st.dictionaries(keys, inner, max_size=3), max_leaves=8), max_size=4
)


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


@given(mappings, mappings)
def test_what_the_child_says_stands(parent: dict[str, Any], child: dict[str, Any]) -> None:
    """Every value of the child that is not a mapping is the merged value."""
    merged = merge(parent, child)

    for path, value in leaves(child):
        if not isinstance(value, Mapping):
            assert value == _at(merged, path)


@given(mappings, mappings)
def test_what_the_child_is_silent_about_stays(parent: dict[str, Any], child: dict[str, Any]) -> None:
    """A top-level key the child does not say is the parent's, and no key comes from nowhere."""
    merged = merge(parent, child)

    assert set(parent) | set(child) == set(merged)
    for key in set(parent) - set(child):
        assert parent[key] == merged[key]


@given(mappings, mappings, mappings)
def test_a_chain_may_be_folded_from_either_end_when_mappings_stay_mappings(
    one: dict[str, Any], two: dict[str, Any], three: dict[str, Any]
) -> None:
    """base < prod < prod-dr is the same whether prod is merged into base first or prod-dr into prod."""
    left, right = merge(merge(one, two), three), merge(one, merge(two, three))

    for path, value in leaves(three):
        if not isinstance(value, Mapping):
            assert value == _at(left, path) == _at(right, path)


@given(mappings, mappings)
def test_merging_changes_neither_side(parent: dict[str, Any], child: dict[str, Any]) -> None:
    """Files are read once and merged into several environments."""
    before = deepcopy((parent, child))

    merge(parent, child)

    assert before == (parent, child)


@given(mappings)
def test_merging_twice_changes_nothing(data: dict[str, Any]) -> None:
    """A file over itself, over nothing, or under nothing is itself."""
    assert data == merge(data, data) == merge({}, data) == merge(data, {})


def test_a_list_is_replaced_not_appended() -> None:
    """Zones said by an environment are all its zones."""
    assert {"zones": ["c"]} == merge({"zones": ["a", "b"]}, {"zones": ["c"]})


def test_null_takes_an_inherited_mapping_away() -> None:
    """Null is a value like any other."""
    assert {"lock": None} == merge({"lock": {"mode": "COMPLIANCE"}}, {"lock": None})
