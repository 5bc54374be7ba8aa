"""The graph of a program's own requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.proto import resource_pb2

from graph.errors import GraphError
from graph.model import UNKNOWN, Graph, SourcePosition
from graph.registered import from_requests
from tests.graph.wire import struct

ROOT = Path("/project")
STACK = "urn:pulumi:dev::lz::pulumi:pulumi:Stack::lz-dev"
BUCKET = "aws:s3/bucket:Bucket"


def register(type_: str, name: str, parent: str = STACK, **more: Any) -> resource_pb2.RegisterResourceRequest:
    """A request as the SDK sends it."""
    properties, edges = more.pop("properties", {}), more.pop("edges", {})
    request = resource_pb2.RegisterResourceRequest(
        type=type_, name=name, parent=parent, custom=more.pop("custom", True), object=struct(properties), **more
    )
    for prop, urns in edges.items():
        request.propertyDependencies[prop].urns.extend(urns)
    return request


def stack() -> resource_pb2.RegisterResourceRequest:
    """The root stack's own request."""
    return register("pulumi:pulumi:Stack", "lz-dev", "", custom=False)


def graph_of(*requests: Any) -> Graph:
    """The graph of a program that sent these after its root stack."""
    return from_requests([stack(), *requests], project="lz", stack="dev", root=ROOT)


def mocked(chain: str, name: str) -> str:
    """A URN as the mock monitor writes it."""
    return f"urn:pulumi:dev::lz::{chain}::{name}"


def test_names_are_the_engines_however_deep_the_components() -> None:
    """The mock monitor keeps one parent type and writes the root stack; the graph has the whole chain and no stack."""
    outer = register("lz:a:Outer", "outer", custom=False)
    inner = register("lz:a:Inner", "inner", mocked("pulumi:pulumi:Stack$lz:a:Outer", "outer"), custom=False)
    leaf = register(BUCKET, "leaf", mocked("lz:a:Outer$lz:a:Inner", "inner"))

    graph = graph_of(outer, inner, leaf)

    name = f"urn:pulumi:dev::lz::lz:a:Outer$lz:a:Inner${BUCKET}::leaf"
    assert name in graph.resources
    assert "urn:pulumi:dev::lz::lz:a:Outer$lz:a:Inner::inner" == graph.resources[name].parent
    assert graph.resources["urn:pulumi:dev::lz::lz:a:Outer::outer"].parent is None, "the root stack is no resource"


def test_a_monitor_that_answers_with_the_engines_urns_gives_the_same_graph() -> None:
    """Whether the recorder fixed the URNs itself or not, edges and parents are the same."""
    outer = register("lz:a:Outer", "outer", custom=False)
    as_mocked = register(BUCKET, "leaf", mocked("pulumi:pulumi:Stack$lz:a:Outer", "outer"))
    as_engine = register(BUCKET, "leaf", mocked("lz:a:Outer", "outer"))

    assert graph_of(outer, as_mocked) == graph_of(outer, as_engine)


def test_edges_and_provider_are_named_as_the_resources_are() -> None:
    """Dependencies, property edges and the provider reference `URN::ID` all point into the graph."""
    provider = register("pulumi:providers:aws", "main")
    bucket = register(BUCKET, "b", provider=mocked("pulumi:pulumi:Stack$pulumi:providers:aws", "main") + "::id")
    given = mocked(f"pulumi:pulumi:Stack${BUCKET}", "b")
    policy = register(
        "aws:s3/bucketPolicy:BucketPolicy", "p", properties={"bucket": UNKNOWN, "policy": "{}"},
        dependencies=[given, given], edges={"bucket": [given], "policy": []},
    )  # fmt: skip

    graph = graph_of(provider, bucket, policy)

    name = f"urn:pulumi:dev::lz::{BUCKET}::b"
    found = graph.resources["urn:pulumi:dev::lz::aws:s3/bucketPolicy:BucketPolicy::p"]
    assert ((name,), {"bucket": (name,)}) == (found.dependencies, dict(found.property_dependencies))
    assert "urn:pulumi:dev::lz::pulumi:providers:aws::main" == graph.resources[name].provider


def test_depends_on_alone_is_an_edge_of_every_property() -> None:
    """A request without property edges: the engine lets each property depend on everything the resource waits for."""
    first = register(BUCKET, "first")
    given = mocked(f"pulumi:pulumi:Stack${BUCKET}", "first")
    second = register(BUCKET, "second", properties={"bucket": "x"}, dependencies=[given])

    graph = graph_of(first, second)

    name = f"urn:pulumi:dev::lz::{BUCKET}::first"
    assert {"bucket": (name,)} == graph.resources[f"urn:pulumi:dev::lz::{BUCKET}::second"].property_dependencies


def test_what_is_only_read_is_there_when_somebody_refers_to_it() -> None:
    """The engine shows a pack no resource that is read; the edge to one says its type and name."""
    reads = [
        resource_pb2.ReadResourceRequest(type="aws:ec2/vpc:Vpc", name=name, parent=STACK, id="vpc-1")
        for name in ("shared", "unused")
    ]
    given = mocked("pulumi:pulumi:Stack$aws:ec2/vpc:Vpc", "shared")
    subnet = register("aws:ec2/subnet:Subnet", "s", properties={"vpcId": UNKNOWN}, edges={"vpcId": [given]})

    graph = graph_of(*reads, subnet)

    assert [("s", False), ("shared", True)] == [(found.name, found.external) for found in graph]


def test_options_come_along() -> None:
    """Protection, retention and ignored changes are what some rules judge."""
    found = next(iter(graph_of(register(BUCKET, "b", protect=True, retainOnDelete=True, ignoreChanges=["tags"]))))

    assert (True, True, ("tags",)) == (found.protect, found.retain_on_delete, found.ignore_changes)


@pytest.mark.parametrize(
    ("uris", "expected"),
    [
        (["file:///project/stacks/data.py"], SourcePosition("stacks/data.py", 1)),
        (["file:///usr/lib/x.py", "file:///project/a%20b.py"], SourcePosition("a b.py", 2)),
        (["file:///project/.venv/lib/site-packages/x.py"], None),
        (["file:///projects/elsewhere.py"], None),
        ([], None),
    ],
)
def test_a_source_position_is_a_line_of_the_project(uris: list[str], expected: SourcePosition | None) -> None:
    """The innermost frame in the project; a library's line, its own environment included, helps nobody."""
    request = register(BUCKET, "b")
    for line, uri in enumerate(uris, start=1):
        request.stackTrace.frames.add().pc.uri = uri
        request.stackTrace.frames[-1].pc.line = line

    assert expected == next(iter(graph_of(request))).source


def test_two_resources_of_one_name_are_refused() -> None:
    """The engine refuses them too; here the URN says which."""
    with pytest.raises(GraphError, match=r"two resources share the URN .*::b"):
        graph_of(register(BUCKET, "b"), register(BUCKET, "b"))


def test_a_urn_the_mock_monitor_gave_twice_is_refused() -> None:
    """Two components whose short chains collide cannot be told apart; the message says how the recorder can."""
    outers = [register(f"lz:a:{kind}", kind, custom=False) for kind in ("One", "Two")]
    inners = [
        register("lz:a:Inner", "inner", mocked(f"pulumi:pulumi:Stack$lz:a:{kind}", kind), custom=False)
        for kind in ("One", "Two")
    ]
    leaves = [register(BUCKET, "leaf", mocked(f"lz:a:{kind}$lz:a:Inner", "inner")) for kind in ("One", "Two")]
    given = mocked(f"lz:a:Inner${BUCKET}", "leaf")

    with pytest.raises(GraphError, match=r"graph\.urn\.make"):
        graph_of(*outers, *inners, *leaves, register(BUCKET, "last", dependencies=[given]))


def test_a_parent_nobody_recorded_is_refused() -> None:
    """A recording that lost a request is no graph."""
    with pytest.raises(GraphError, match="was not recorded"):
        graph_of(register(BUCKET, "b", mocked("lz:a:Lost", "lost")))
