"""What is found without asking each is everything that would have been found by asking each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.model import UNKNOWN, Graph, Resource
from policies.value import Value
from policies.verdict import Verdict
from policies.view import StackView, View
from tests.policies.sample import BUCKET, resource, stack, urn

HOLDER = "aws:s3/bucketPolicy:BucketPolicy"
BETWEEN = "aws:s3/bucketVersioning:BucketVersioning"
NAMES = st.sampled_from(["a", "b", UNKNOWN, None, 7])
ENDS = st.sampled_from([urn("one"), urn("two"), urn("round", BETWEEN), urn("back", BETWEEN)])


def _edges(targets: list[str]) -> Mapping[str, Any]:
    return {"property_dependencies": {"bucket": tuple(dict.fromkeys(targets))}} if targets else {}


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Two buckets, holders that name them by value, by edge or not, and two that lie between, maybe in a ring."""
    buckets = [resource(name, properties={"bucket": draw(NAMES)}) for name in ("one", "two")]
    value = NAMES | st.lists(NAMES, max_size=2) | st.just({"deep": "a"})
    others = list[Resource]()
    for name, type_ in (("round", BETWEEN), ("back", BETWEEN), ("h1", HOLDER), ("h2", HOLDER), ("h3", HOLDER)):
        edges = _edges(draw(st.lists(ENDS, max_size=2)))
        others.append(resource(name, type_, properties={"bucket": draw(value)}, **edges))
    return stack(*buckets, *others)


def _related(graph: Graph) -> Iterator[tuple[View, View, Verdict, StackView]]:
    view = StackView(graph)
    for holder in view.of_type(HOLDER):
        for bucket in view.of_type(BUCKET):
            yield holder, bucket, holder.refers_to("bucket", bucket, "bucket"), view


@given(graphs())
def test_who_may_name_a_resource_is_found(graph: Graph) -> None:
    """Whoever names it, or may, is among those given; nobody is lost to the index."""
    for holder, bucket, verdict, view in _related(graph):
        given_ = {one.urn for one in view.naming(bucket, "bucket", HOLDER, identities=("bucket",))}
        assert verdict is Verdict.FAIL or holder.urn in given_


@given(graphs())
def test_what_a_resource_may_name_is_found(graph: Graph) -> None:
    """The same the other way round."""
    for holder, bucket, verdict, view in _related(graph):
        given_ = {one.urn for one in view.named(holder, "bucket", BUCKET, identities=("bucket",))}
        assert verdict is Verdict.FAIL or bucket.urn in given_


@given(graphs(), NAMES)
def test_who_may_say_a_value_is_found(graph: Graph, wanted: Any) -> None:
    """By path or by a function; an unknown, on either side, may be anything."""

    def said(view: View) -> Iterator[Value]:
        yield view["bucket"]

    view = StackView(graph)
    sought = Value("", "", wanted if wanted is not None else "a")
    expected = {
        one.urn
        for one in view.of_type(BUCKET)
        if not one["bucket"].missing and (one["bucket"].unknown or sought.unknown or one["bucket"].raw == sought.raw)
    }
    for way in ("bucket", said):
        assert expected <= {one.urn for one in view.where(way, sought, BUCKET)}


def test_only_those_that_may_are_given() -> None:
    """Ten thousand others are not looked at: that is what an index is for."""
    others = [resource(f"h{n}", HOLDER, properties={"bucket": f"name-{n}"}) for n in range(20)]
    view = StackView(stack(resource("b", properties={"bucket": "name-7"}), *others))
    bucket = next(view.of_type(BUCKET))

    assert ["h7"] == [one.name for one in view.naming(bucket, "bucket", HOLDER, identities=("bucket",))]
    assert ["h7"] == [one.name for one in view.where("bucket", bucket["bucket"], HOLDER)]
    holder = next(one for one in view.of_type(HOLDER) if one.name == "h7")
    assert ["b"] == [one.name for one in view.named(holder, "bucket", BUCKET, identities=("bucket",))]


def test_a_ring_of_references_ends() -> None:
    """A state that was written by hand may refer in circles; the question is answered, and not for ever."""
    ring = [
        resource("r1", BETWEEN, properties={"bucket": UNKNOWN}, **_edges([urn("r2", BETWEEN)])),
        resource("r2", BETWEEN, properties={"bucket": UNKNOWN}, **_edges([urn("r1", BETWEEN)])),
    ]
    view = StackView(stack(resource("b", properties={"bucket": "b"}), *ring))
    bucket = next(view.of_type(BUCKET))

    assert [Verdict.FAIL, Verdict.FAIL] == [one.refers_to("bucket", bucket, "bucket") for one in view.of_type(BETWEEN)]
    assert [] == list(view.naming(bucket, "bucket", BETWEEN, identities=("bucket",)))
