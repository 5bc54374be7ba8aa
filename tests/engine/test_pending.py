from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.pending import Kind, pending_operations, repaired

PROVIDER = {
    "urn": "urn:pulumi:dev::lz::pulumi:providers:aws::main",
    "id": "p1",
    "type": "pulumi:providers:aws",
    "inputs": {"region": "eu-west-1"},
}


def _bucket(name: str, **more: Any) -> dict[str, Any]:
    return {
        "urn": f"urn:pulumi:dev::lz::aws:s3/bucket:Bucket::{name}",
        "type": "aws:s3/bucket:Bucket",
        "custom": True,
        "inputs": {"bucket": name},
        "provider": f"{PROVIDER['urn']}::p1",
        **more,
    }


def _pending(kind: str, resource: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "resource": resource}


def test_a_pending_create_tells_what_would_be_made_and_where() -> None:
    """Inputs and the provider's arguments are what it takes to ask AWS."""
    state = {"resources": [PROVIDER], "pending_operations": [_pending("creating", _bucket("a"))]}

    (found,) = pending_operations(state)

    assert (Kind.CREATING, "a", {"bucket": "a"}, {"region": "eu-west-1"}) == (
        found.kind,
        found.name,
        found.inputs,
        found.provider,
    )


def test_an_operation_begun_twice_is_one() -> None:
    """The engine carries a pending create along and begins it again: two entries, one resource."""
    state = {"resources": [PROVIDER], "pending_operations": [_pending("creating", _bucket("a"))] * 2}

    assert 1 == len(pending_operations(state))
    assert 2 == len(repaired(state, {_bucket("a")["urn"]: "a"})["resources"])


def test_an_adopted_create_becomes_a_resource_with_its_id() -> None:
    """Its inputs stand for its outputs until a refresh reads them."""
    state = {"resources": [PROVIDER], "pending_operations": [_pending("creating", _bucket("a"))]}

    found = repaired(state, {_bucket("a")["urn"]: "a"})

    assert [PROVIDER, _bucket("a", id="a", outputs={"bucket": "a"})] == found["resources"]
    assert "pending_operations" not in found


def test_a_replacement_that_happened_marks_the_old_resource_for_deletion() -> None:
    """As the engine would have done in its next step."""
    old = _bucket("a", id="old", outputs={})
    state = {"resources": [PROVIDER, old], "pending_operations": [_pending("creating", _bucket("a"))]}

    found = repaired(state, {old["urn"]: "new"})["resources"]

    assert [("old", True), ("new", None)] == [(r["id"], r.get("delete")) for r in found if r["urn"] == old["urn"]]


def test_a_replacement_whose_old_resource_is_deleted_already_leaves_no_trace_of_it() -> None:
    """pendingReplacement stands for something that is gone; the new one takes its place."""
    old = _bucket("a", id="old", pendingReplacement=True)
    state = {"resources": [PROVIDER, old], "pending_operations": [_pending("creating", _bucket("a"))]}

    assert ["p1", "new"] == [r["id"] for r in repaired(state, {old["urn"]: "new"})["resources"]]


def test_a_create_that_was_saved_after_all_is_not_doubled() -> None:
    """The state may hold the resource under this very id."""
    saved = _bucket("a", id="a", outputs={})
    state = {"resources": [PROVIDER, saved], "pending_operations": [_pending("creating", _bucket("a"))]}

    assert [PROVIDER, saved] == repaired(state, {saved["urn"]: "a"})["resources"]


names = st.sampled_from("abcdef")


@given(st.lists(st.tuples(st.sampled_from(list(Kind)), names), max_size=8), st.sets(names), st.sets(names))
def test_repair_adopts_exactly_what_it_was_told_and_loses_nothing(
    operations: list[tuple[Kind, str]], adopted: set[str], present: set[str]
) -> None:
    """What was in the state still is; only pending creates that were named are added; nothing stays pending."""
    state = {
        "resources": [PROVIDER, *(_bucket(name, id=f"old-{name}") for name in sorted(present))],
        "pending_operations": [_pending(kind, _bucket(name)) for kind, name in operations],
    }
    before = copy.deepcopy(state)
    creating = {name for kind, name in operations if kind is Kind.CREATING}

    found = repaired(state, {_bucket(name)["urn"]: f"new-{name}" for name in adopted})

    identifiers = [resource["id"] for resource in found["resources"]]
    assert {"p1", *(f"old-{n}" for n in present), *(f"new-{n}" for n in adopted & creating)} == set(identifiers)
    assert len(identifiers) == len(set(identifiers)), "nothing is there twice"
    assert () == pending_operations(found)
    assert before == state, "the export is not changed under its owner"
