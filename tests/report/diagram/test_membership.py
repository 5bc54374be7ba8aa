"""Which box a resource belongs to: each to exactly one, and none is lost."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from graph.model import Graph, Resource
from graph.urn import is_provider
from report.diagram.membership import OTHER, membership
from report.diagram.table import BUCKET
from tests.previews import previewed
from tests.report.diagram.graphs import AWAY, HOME, component, graph, resource

LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
ROLE = "aws:iam/role:Role"


@pytest.mark.parametrize("stack", ["dev", "prod", "prod-dr"])
def test_the_picture_adds_up(stack: str) -> None:
    """Every resource that stands in an account is in one box; components and providers are not counted."""
    graph = previewed(stack)
    found = membership(graph)
    drawn = Counter(one.urn for members in found.boxes.values() for one in members if one.custom)

    assert {r.urn: 1 for r in graph if r.custom and not is_provider(r.type)} == dict(drawn)


@pytest.mark.parametrize("stack", ["dev", "prod", "prod-dr"])
def test_every_type_of_the_real_environments_finds_a_box(stack: str) -> None:
    """What none of the table's rows covers is a row to be written: in report/diagram/table.py."""
    others = [key for key in membership(previewed(stack)).boxes if key.token == OTHER]

    assert [] == others


def test_the_order_of_registration_changes_nothing() -> None:
    """The engine registers in another order than the offline run."""
    graph = previewed("dev")
    shuffled = list(graph.resources.items())
    random.Random(7).shuffle(shuffled)  # noqa: S311  an order, not a secret

    assert membership(graph) == membership(Graph(graph.project, graph.stack, dict(shuffled)))


def a_store(name: str) -> list[Resource]:
    outer = component("lz:storage:ReplicatedBucket", name)
    inner = component("lz:storage:RetainedBucket", f"{name}-primary", outer)
    other = component("lz:storage:RetainedBucket", f"{name}-replica", outer)
    return [
        outer,
        inner,
        other,
        resource(BUCKET, f"{name}-primary", inner, region=HOME),
        resource(BUCKET, f"{name}-replica", other, region=AWAY),
        resource(LOCK, f"{name}-replica-lock", other, region=AWAY),
        resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", f"{name}-rules", outer, region=HOME),
        resource(ROLE, f"{name}-role", outer),
    ]


def test_a_resource_without_a_row_goes_with_its_component() -> None:
    """The nearest that has a box, and in its own Region where there are two."""
    store = a_store("records")
    found = membership(graph(*store))
    named = {r.name: found.owner[r.urn].apart for r in store if r.custom}

    assert named["records-replica"] == named["records-replica-lock"]
    assert named["records-primary"] == named["records-rules"] == named["records-role"]


def test_a_role_of_nobody_is_drawn_with_its_like() -> None:
    """One box for all of them, which belongs to no Region."""
    found = membership(graph(resource(ROLE, "one"), resource(ROLE, "two"), *a_store("records")))
    [key] = [key for key in found.boxes if key.token == ROLE]

    assert ["one", "two"] == [member.name for member in found.boxes[key]]
    assert "" == key.region


def test_what_no_row_covers_is_counted_all_the_same() -> None:
    """Nothing that stands in an account is missing from the picture."""
    found = membership(graph(resource("aws:swf/domain:Domain", "old")))

    assert [(OTHER, HOME)] == [(key.token, key.region) for key in found.boxes]


def test_what_is_only_read_is_not_drawn() -> None:
    """It stands in somebody else's picture."""
    read = Resource(
        urn="urn:pulumi:prod::zone::aws:s3/bucket:Bucket::theirs", type=BUCKET, name="theirs", external=True
    )

    assert {} == membership(graph(read)).boxes
