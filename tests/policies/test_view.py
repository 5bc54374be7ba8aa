"""Resources and stacks as rules see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph.model import UNKNOWN, Resource
from policies.verdict import Verdict
from policies.view import GraphNeeded, StackView, View
from tests.policies.sample import BUCKET, resource, stack, urn

POLICY = "aws:s3/bucketPolicy:BucketPolicy"
PROVIDER = "pulumi:providers:aws"


def view(one: Resource, *others: Resource) -> View:
    """A resource among others."""
    found = StackView(stack(*others, one)).find(one.urn)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("bucket", "edges", "name", "expected"),
    [
        (UNKNOWN, (urn("b"),), None, Verdict.PASS),
        (UNKNOWN, (urn("other"),), None, Verdict.FAIL),
        (UNKNOWN, (), None, Verdict.UNKNOWN),
        ("b-1", (), "b-1", Verdict.PASS),
        ("b-2", (), "b-1", Verdict.FAIL),
        ("b-1", (), UNKNOWN, Verdict.UNKNOWN),
        (["b-2", "b-1"], (), "b-1", Verdict.PASS),
        (["b-2", UNKNOWN], (), "b-1", Verdict.UNKNOWN),
        (None, (), "b-1", Verdict.FAIL),
        ("b-1", (), None, Verdict.FAIL),
    ],
)
def test_a_resource_refers_to_another_by_edge_or_by_name(
    bucket: object, edges: tuple[str, ...], name: object, expected: Verdict
) -> None:
    """At preview the edge is known where the value is not; with neither, nobody can say."""
    target = resource("b", properties={"bucket": name})
    policy = resource("p", POLICY, properties={"bucket": bucket}, property_dependencies={"bucket": edges})
    among = view(target, policy)

    assert expected == view(policy, target).refers_to("bucket", among, "bucket")


def test_what_is_attached_is_found_and_what_may_be_is_told() -> None:
    """The policies that name a bucket, and whether another might turn out to."""
    bucket = resource("b", properties={"bucket": "b-1"})
    ours = resource("ours", POLICY, properties={"bucket": "b-1"})
    foreign = resource("foreign", POLICY, properties={"bucket": "b-2"})
    later = resource("later", POLICY, properties={"bucket": UNKNOWN})

    seen = view(bucket, ours, foreign)
    unsure = view(bucket, ours, later)

    assert (["ours"], False) == ([v.name for v in seen.stack.attached(seen, "bucket", POLICY)[0]], False)
    assert unsure.stack.attached(unsure, "bucket", POLICY)[1]


def test_sources_are_known_while_the_value_is_not() -> None:
    """The type a value comes from can be judged at the first preview."""
    key = resource("k", "aws:kms/key:Key")
    bucket = resource("b", properties={"key": UNKNOWN}, property_dependencies={"key": (key.urn, urn("gone"))})

    found = view(bucket, key)

    assert ["k"] == [source.name for source in found.sources("key")]
    assert found.comes_from("key", "aws:kms/key:Key")
    assert not found.comes_from("other", "aws:kms/key:Key")


@pytest.mark.parametrize(
    ("own", "defaults", "expected"),
    [
        ({"a": "1"}, '{"tags": {"a": "0", "b": "2"}}', {"a": "1", "b": "2"}),
        (None, '{"tags": {"b": "2"}}', {"b": "2"}),
        ({"a": "1"}, {"tags": {"b": "2"}}, {"a": "1", "b": "2"}),
        ({"a": "1"}, None, {"a": "1"}),
        (UNKNOWN, '{"tags": {"b": "2"}}', UNKNOWN),
        ({"a": "1"}, UNKNOWN, UNKNOWN),
    ],
)
def test_tags_are_the_resources_over_the_providers(own: object, defaults: object, expected: object) -> None:
    """default_tags never reach a resource; they are on the provider, as a JSON text."""
    provider = resource("main", PROVIDER, properties={"defaultTags": defaults})

    assert expected == view(resource("b", properties={"tags": own}, provider=provider.urn), provider).tags.raw


def test_tags_of_nobody_are_missing() -> None:
    """No tags, no provider: missing, not an empty object."""
    assert view(resource("b")).tags.missing


@pytest.mark.parametrize(
    ("own", "providers", "expected"), [("eu-central-1", "eu-west-1", "eu-central-1"), (None, "eu-west-1", "eu-west-1")]
)
def test_a_resource_stands_in_its_own_region_else_its_providers(own: object, providers: object, expected: str) -> None:
    """pulumi-aws 7 lets every resource name its Region."""
    provider = resource("main", PROVIDER, properties={"region": providers})

    assert expected == view(resource("b", properties={"region": own}, provider=provider.urn), provider).region.raw


def test_a_v6_bucket_is_a_bucket() -> None:
    """pulumi-aws 6 called it bucketV2; a rule about buckets sees both."""
    old = resource("b", "aws:s3/bucketV2:BucketV2")

    seen = view(old)

    assert BUCKET == seen.type
    assert [seen.urn] == [found.urn for found in seen.stack.of_type(BUCKET)]


def test_nothing_is_known_of_an_external_resource() -> None:
    """It is there to be referred to; whatever a rule asks of it is unknown, and no rule is asked of it."""
    external = view(resource("shared", external=True))

    assert external["acl"].unknown
    assert [] == list(external.stack.of_type(BUCKET))


@pytest.mark.parametrize(
    "reach",
    [
        lambda one: list(one.stack.of_type(BUCKET)),
        lambda one: one.stack.find(urn("other")),
        lambda one: list(one.sources("key")),
        lambda one: one.refers_to("key", one, "bucket"),
        lambda one: one.stack.attached(one, "bucket", POLICY),
    ],
)
def test_while_the_stack_is_not_whole_nobody_may_conclude_from_it(reach: Callable[[View], Any]) -> None:
    """Absence of what has not come yet would be a false finding."""
    alone = View(resource("b", properties={"key": "k"}), StackView(stack(), complete=False))

    with pytest.raises(GraphNeeded):
        reach(alone)


@pytest.mark.parametrize(("name", "expected"), [("prod", "prod"), ("prod.network", "prod"), ("prod-dr", "prod-dr")])
def test_a_layers_stack_is_its_environments(name: str, expected: str) -> None:
    """prod.network is a layer of prod; prod-dr is an environment of its own."""
    graph = stack()

    assert expected == StackView(type(graph)("lz", name, {})).environment


def test_an_edge_may_lead_round_by_a_resource_that_names_the_target() -> None:
    """A policy that takes its bucket from the bucket's versioning is the bucket's policy, and no other bucket's."""
    versioning = "aws:s3/bucketVersioning:BucketVersioning"
    named = {"bucket": UNKNOWN}
    between = resource("v", versioning, properties=named, property_dependencies={"bucket": (urn("b"),)})
    policy = resource("p", POLICY, properties=named, property_dependencies={"bucket": (between.urn,)})
    whole = StackView(stack(resource("b"), resource("other", properties=named), between, policy))
    found = whole.find(policy.urn)
    assert found is not None

    said = [found.refers_to("bucket", target, "bucket") for target in whole.of_type(BUCKET)]

    assert [Verdict.PASS, Verdict.FAIL] == said
