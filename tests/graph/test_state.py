"""The graph of an exported state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph import state
from graph.decode import SECRET, SIGNATURE
from graph.errors import GraphError
from graph.model import UNKNOWN, Secret, SourcePosition

STACK = "urn:pulumi:prod.data::lz::pulumi:pulumi:Stack::lz-prod.data"
PROVIDER = "urn:pulumi:prod.data::lz::pulumi:providers:aws::main"
BUCKET = "aws:s3/bucket:Bucket"
URN = f"urn:pulumi:prod.data::lz::{BUCKET}::b"


def exported(*resources: dict[str, Any]) -> dict[str, Any]:
    """The document of `pulumi stack export`, with the root stack first."""
    root = {"urn": STACK, "custom": False, "type": "pulumi:pulumi:Stack"}
    return {"version": 3, "deployment": {"manifest": {}, "resources": [root, *resources]}}


def bucket(**more: Any) -> dict[str, Any]:
    """A bucket as a state keeps it."""
    return {"urn": URN, "custom": True, "id": "b-1", "type": BUCKET, "parent": STACK, **more}


def test_a_state_is_a_graph_of_inputs() -> None:
    """Inputs, edges, options, provider and position are there; outputs and the root stack are not."""
    document = exported(
        {
            "urn": PROVIDER, "custom": True, "type": "pulumi:providers:aws",
            "inputs": {"version": "7", "region": "eu-west-1"},
        },
        bucket(
            inputs={"days": 400.0, "key": {SIGNATURE: SECRET, "ciphertext": "v1:x"}}, outputs={"arn": "computed"},
            provider=f"{PROVIDER}::id", dependencies=[PROVIDER], propertyDependencies={"days": [PROVIDER], "key": None},
            protect=True, retainOnDelete=True, ignoreChanges=["tags"], sourcePosition="project:///stacks/data.py#12,4",
        ),
    )  # fmt: skip

    graph = state.from_export(document)

    assert ("lz", "prod.data", [PROVIDER, URN]) == (graph.project, graph.stack, list(graph.resources))
    found = graph.resources[URN]
    assert {"days": 400, "key": Secret(UNKNOWN)} == found.properties
    assert (PROVIDER, (PROVIDER,), {"days": (PROVIDER,)}) == (
        found.provider, found.dependencies, dict(found.property_dependencies),
    )  # fmt: skip
    assert (True, True, ("tags",), None) == (
        found.protect, found.retain_on_delete, found.ignore_changes, found.parent,
    )  # fmt: skip
    assert SourcePosition("stacks/data.py", 12) == found.source
    assert {"region": "eu-west-1"} == graph.resources[PROVIDER].properties


def test_what_waits_for_its_deletion_is_gone() -> None:
    """A state can hold two resources of one URN while the old one waits; the new one is the stack's."""
    old, new = bucket(delete=True, inputs={"acl": "public-read"}), bucket(inputs={"acl": "private"})

    assert {"acl": "private"} == state.from_export(exported(new, old)).resources[URN].properties


def test_what_is_only_read_is_external_when_somebody_refers_to_it() -> None:
    """As in the graph of a preview: a read resource is the URN of an edge and no more."""
    other = URN.replace("::b", "::other")
    read = bucket(external=True, inputs={"acl": "public-read"})
    copy = {**bucket(dependencies=[URN]), "urn": other}

    assert [(other, False), (URN, True)] == [
        (found.urn, found.external) for found in state.from_export(exported(read, copy))
    ]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([], "has no 'version'"),
        ({"version": 3}, "has no 'deployment'"),
        ({"version": 2, "deployment": {}}, r"version is 2, not one of \[3, 4\]"),
        ({"version": 3, "deployment": {"resources": None}}, "holds no resource"),
        (exported({"custom": True}), r"resources\[1\] has no urn"),
        (exported({"urn": "b", "type": BUCKET}), r"resources\[1\]\.urn is 'b', which is no URN"),
        (exported({"urn": URN}), r"resources\[1\] has no type"),
        (exported(bucket(inputs=[1])), r"resources\[1\]\.inputs is not an object"),
        (exported("text"), r"resources\[1\] is not an object"),  # pyright: ignore[reportArgumentType]  the wrong type is the test
    ],
)
def test_what_is_no_export_is_refused(document: Any, expected: str) -> None:
    """The message names what is missing or wrong, and what to give instead."""
    with pytest.raises(GraphError, match=expected) as caught:
        state.from_export(document)

    assert "pulumi stack export" in str(caught.value)


@pytest.mark.parametrize(("content", "expected"), [("{", "is not JSON"), ('{"version": 9}', "has no 'deployment'")])
def test_a_file_that_is_no_export_is_named(tmp_path: Path, content: str, expected: str) -> None:
    """Every refusal of a file begins with the file."""
    path = tmp_path / "state.json"
    path.write_text(content)

    with pytest.raises(GraphError, match=expected) as caught:
        state.from_file(path)

    assert str(caught.value).startswith(str(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """No traceback for a wrong path."""
    with pytest.raises(GraphError, match="cannot be read"):
        state.from_file(tmp_path / "none.json")


def test_a_file_that_is_an_export_is_read(tmp_path: Path) -> None:
    """The way a user takes: export to a file, judge the file."""
    path = tmp_path / "state.json"
    path.write_text(json.dumps(exported(bucket())))

    assert [URN] == list(state.from_file(path).resources)


def test_the_file_of_a_backend_is_read_too() -> None:
    """A folder or bucket of one's own holds a checkpoint; it is the same state under another name."""
    export = exported(bucket(inputs={"acl": "private"}))
    checkpoint = {"version": 3, "checkpoint": {"stack": "organization/lz/dev", "latest": export["deployment"]}}

    assert list(state.from_export(export)) == list(state.from_export(checkpoint))
