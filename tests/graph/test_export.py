"""The graph as JSON."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import export
from graph.errors import GraphError
from graph.model import UNKNOWN, Graph, Resource, Secret, SourcePosition
from tests.graph.wire import PROPERTIES

SCHEMA = json.loads(export.SCHEMA.read_text(encoding="utf-8"))
URNS = [f"urn:pulumi:dev::lz::aws:s3/bucket:Bucket::{name}" for name in "abc"]
_URN = st.sampled_from(URNS)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Graphs of up to three resources with every kind of value and edge."""
    resources = dict[str, Resource]()
    for urn in draw(st.lists(_URN, unique=True)):
        targets = st.lists(_URN, unique=True, max_size=2).map(lambda found: tuple(sorted(found)))
        resources[urn] = Resource(
            urn=urn,
            type="aws:s3/bucket:Bucket",
            name=urn[-1],
            custom=draw(st.booleans()),
            external=draw(st.booleans()),
            properties=draw(PROPERTIES | st.just({"$lz": {"$lz": "unknown"}})),
            parent=draw(st.none() | _URN),
            provider=draw(st.none() | _URN),
            dependencies=draw(targets),
            property_dependencies=draw(st.dictionaries(st.text(max_size=3), targets.filter(bool), max_size=2)),
            protect=draw(st.booleans()),
            ignore_changes=tuple(draw(st.lists(st.text(max_size=3), max_size=2))),
            source=draw(st.none() | st.just(SourcePosition("stacks/data.py", 3))),
        )
    return Graph("lz", "dev", resources)


def hidden(value: Any) -> Any:
    """A value with the values of its secrets gone."""
    if isinstance(value, Secret):
        return Secret(UNKNOWN)
    if isinstance(value, dict):
        return {key: hidden(element) for key, element in value.items()}
    return [hidden(element) for element in value] if isinstance(value, list) else value


@settings(max_examples=40)
@given(graphs())
def test_an_exported_graph_is_read_back_whole_but_for_secrets(graph: Graph) -> None:
    """JSON text and back: every resource, value and edge is the same, and a secret is one of unknown value."""
    document = json.loads(json.dumps(export.to_json(graph)))
    back = export.from_json(document)

    assert document == export.to_json(back)
    assert {urn: hidden(dict(found.properties)) for urn, found in graph.resources.items()} == {
        urn: found.properties for urn, found in back.resources.items()
    }


@settings(max_examples=40)
@given(graphs())
def test_an_exported_graph_is_what_the_schema_promises(graph: Graph) -> None:
    """People write tools against schema.json; it holds whatever the values are."""
    jsonschema.Draft202012Validator(SCHEMA).validate(export.to_json(graph))


def test_the_schema_is_a_schema() -> None:
    """Draft 2020-12, as it says."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_secret_is_marked_and_never_written() -> None:
    """Not its value, not a part of it, however deep."""
    properties = {"a": Secret("hunter2"), "b": [{"c": Secret({"user": "hunter2"})}], "d": UNKNOWN}
    graph = Graph("lz", "dev", {URNS[0]: Resource(urn=URNS[0], type="t", name="a", properties=properties)})

    document = export.to_json(graph)

    assert {"a": {"$lz": "secret"}, "b": [{"c": {"$lz": "secret"}}], "d": {"$lz": "unknown"}} == document["resources"][
        0
    ]["properties"]
    assert "hunter2" not in json.dumps(document)


def test_the_order_of_registration_does_not_show() -> None:
    """A program registers in the order its threads run; the export is the same text each time."""
    one, two = (Resource(urn=urn, type="t", name=urn[-1], properties={"b": 1, "a": 2}) for urn in URNS[:2])
    other = Resource(urn=URNS[0], type="t", name="a", properties={"a": 2, "b": 1})

    texts = {
        json.dumps(export.to_json(Graph("lz", "dev", {found.urn: found for found in order})))
        for order in ([one, two], [two, one], [two, other])
    }

    assert 1 == len(texts)


def test_another_version_is_refused() -> None:
    """A document of a later version could mean something else."""
    with pytest.raises(GraphError, match="version is 2, not 1"):
        export.from_json({"version": 2})
