"""A resource of Pulumi's JSON is read, or refused with its place; nothing else happens."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph import plan, state
from graph.errors import GraphError

URN = "urn:pulumi:dev::lz::aws:s3/bucket:Bucket::b"
FIELDS = (
    "urn",
    "type",
    "custom",
    "inputs",
    "parent",
    "provider",
    "dependencies",
    "propertyDependencies",
    "protect",
    "retainOnDelete",
    "ignoreChanges",
    "sourcePosition",
    "delete",
    "external",
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.just(URN)
    | st.just("project:///a#1"),
    lambda below: st.lists(below, max_size=2) | st.dictionaries(st.sampled_from(["bucket", "x"]), below, max_size=2),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES), st.sampled_from(["keep", "drop"]))
def test_whatever_stands_in_a_document_it_is_read_or_refused(changes: dict[str, Any], way: str) -> None:
    """Every kind of value at every field: a graph, or a GraphError that names the place."""
    entry = {"urn": URN, "type": "aws:s3/bucket:Bucket", "custom": True, **changes}
    entry = entry if way == "keep" else {k: v for k, v in entry.items() if v is not None}
    for read, document in (
        (state.from_export, {"version": 3, "deployment": {"resources": [entry]}}),
        (plan.from_preview, {"steps": [{"op": "create", "urn": URN, "newState": entry}]}),
    ):
        with suppress(GraphError):
            read(document)


def test_a_broken_plaintext_is_a_secret_nobody_knows() -> None:
    """What stands where a secret's JSON should be is not shown, and does not end the reading."""
    inputs = json.loads(
        '{"a": {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": "{"}}'
    )
    graph = state.from_export(
        {"version": 3, "deployment": {"resources": [{"urn": URN, "type": "aws:s3/bucket:Bucket", "inputs": inputs}]}}
    )

    assert "Secret(hidden)" == repr(graph.resources[URN].properties["a"])
