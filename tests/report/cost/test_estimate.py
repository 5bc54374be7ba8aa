"""An estimate: nothing is free because nobody thought of it, and a sum is the sum of its lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.load import environments
from graph.model import UNKNOWN, Graph, Resource
from report.cost.charge import Kind
from report.cost.estimate import Estimate, estimate, free_types, models, part_of
from report.cost.table import Confidence, Table, load
from tests.previews import previewed
from tests.report.cost.bills import ALARM, NAT, TABLE, USAGE, a_graph, a_provider, a_resource, an_estimate


def test_a_month_is_what_is_fixed_and_what_is_used() -> None:
    """73 by the hour, 50 by use, and an alarm."""
    found = an_estimate(a_resource(NAT), a_resource(ALARM, "late"))

    assert (75, 50, 125) == pytest.approx((found.fixed, found.assumed, found.monthly))
    assert {"Amazon VPC": 123, "Amazon CloudWatch": 2} == pytest.approx(found.by(lambda line: line.service))


def test_a_ceiling_is_beside_the_month_and_not_in_it() -> None:
    """A pool that may grow from one node to three."""
    pool = a_resource(
        "aws:eks/nodeGroup:NodeGroup",
        scalingConfig={"minSize": 1, "maxSize": 3},
        instanceTypes=["g5.xlarge"],
        launchTemplate={"id": "lt-1"},
    )
    found = an_estimate(pool)

    assert (730, 2190) == (found.monthly, found.most)
    assert {Kind.FIXED, Kind.CEILING} == {line.kind for line in found.lines}


def test_a_type_that_nobody_knows_is_listed() -> None:
    """It costs, or it does not: nobody here can say, so nobody says nothing."""
    strange = a_resource("aws:mystery/thing:Thing", "strange")

    (unpriced,) = an_estimate(strange).unpriced

    assert (strange.urn, "no pricing model for aws:mystery/thing:Thing") == (unpriced.urn, unpriced.reason)


def test_a_type_that_is_free_says_why() -> None:
    """Counted by type, with the reason; by its beginning where a whole service is."""
    found = an_estimate(a_resource("aws:iam/role:Role", "a"), a_resource("aws:iam/role:Role", "b"))

    assert {"aws:iam/role:Role": ("identities and policies are free", 2)} == found.free
    assert 0 == found.unpriced_resources


def test_a_price_that_the_table_lacks_is_listed() -> None:
    """Another Region's price is not taken for it."""
    graph = a_graph(a_resource(NAT), provider=a_provider("us-east-1"))

    found = estimate(graph, TABLE, USAGE)

    assert () == found.lines
    assert 1 == found.unpriced_resources
    assert [
        "gateway: the table has no price of nat.hour for us-east-1",
        "data through the gateway: the table has no price of nat.gb for us-east-1",
    ] == [one.reason for one in found.unpriced]


def test_a_price_that_nobody_knows_says_what_the_table_says() -> None:
    """An instance type that a Region sells by Capacity Block only."""
    (unpriced,) = an_estimate(a_resource("aws:ec2/instance:Instance", instanceType="p5.48xlarge")).unpriced

    assert unpriced.reason.endswith("no price of ec2.p5.48xlarge for eu-west-1: sold by Capacity Block")


def test_a_region_that_is_not_known_is_no_region() -> None:
    """A provider whose Region is a result of the deploy."""
    graph = a_graph(a_resource(ALARM), provider=replace(a_provider(), properties={"region": UNKNOWN}))

    (unpriced,) = estimate(graph, TABLE, USAGE).unpriced

    assert unpriced.reason.endswith("for a Region that is not known before the deploy")


def test_a_resource_is_priced_where_it_stands() -> None:
    """Its own Region goes before its provider's."""
    dear = replace(TABLE.regions["eu-west-1"]["cloudwatch.alarm"], usd=9)
    table = Table(TABLE.items, {**TABLE.regions, "eu-central-1": {"cloudwatch.alarm": dear}})

    found = an_estimate(a_resource(ALARM, "a", region="eu-central-1"), a_resource(ALARM, "b"), table=table)

    assert [9, 2] == [line.monthly for line in found.lines]


def test_components_providers_and_what_is_only_read_cost_nothing() -> None:
    """A component is its children, and what another owns is paid by the other."""
    component = replace(a_resource("lz:network:Egress"), custom=False)
    read = replace(a_resource(NAT, "elsewhere"), external=True)

    found = an_estimate(component, read)

    assert ((), (), {}) == (found.lines, found.unpriced, dict(found.free))


@pytest.mark.parametrize(
    ("urn", "part"),
    [
        ("urn:pulumi:s::p::lz:storage:DecisionStore$lz:storage:RetainedBucket$aws:s3/bucket:Bucket::b", "storage"),
        ("urn:pulumi:s::p::aws:s3/bucket:Bucket::b", "s3"),
    ],
)
def test_a_part_is_the_family_of_the_outermost_component(urn: str, part: str) -> None:
    """Or the service, for a resource that stands alone."""
    assert part == part_of(urn)


def test_a_system_is_what_a_tag_says() -> None:
    """Without the tag it is nobody's."""
    found = an_estimate(a_resource(ALARM, "a", tags={"lz:system": "fraud-scoring"}), a_resource(ALARM, "b"))

    assert {"fraud-scoring": 2, "": 2} == found.by(lambda line: line.system)


@pytest.mark.parametrize(
    "said",
    [
        {"tags": {"lz:pool": "inference"}},
        {"labels": {"lz/pool": "inference"}},
        {"spec": {"template": {"metadata": {"labels": {"lz/pool": "inference"}}}}},
    ],
)
def test_a_pool_is_told_by_tag_or_label(said: dict[str, Any]) -> None:
    """A reservation carries a tag, a node group and a node pool the label of their nodes."""
    reserved = a_resource("aws:ec2/instance:Instance", instanceType="g5.xlarge", **said)

    assert {"inference": (1, 1)} == an_estimate(reserved, a_resource(ALARM)).pools


def test_the_share_of_each_confidence_is_of_the_sum() -> None:
    """A reader knows how much of it was read, written down, or estimated."""
    found = an_estimate(a_resource(NAT), a_resource(ALARM))

    assert pytest.approx(2 / 125) == found.share(Confidence.LISTED)
    assert pytest.approx(1) == sum(found.share(level) for level in Confidence)
    assert 0 == an_estimate().share(Confidence.PUBLIC)


def test_only_the_assumptions_that_were_used_are_told() -> None:
    """By the name that a file spells them with."""
    assert {"nat-gb": 100} == an_estimate(a_resource(NAT), a_resource(ALARM)).assumptions


@given(st.lists(st.sampled_from([NAT, ALARM, "aws:iam/role:Role", "aws:mystery/thing:Thing"]), max_size=20))
def test_every_resource_is_priced_or_listed_or_free(types: list[str]) -> None:
    """And every way to sum the lines gives the same sum."""
    resources = [a_resource(type_, f"r{number}") for number, type_ in enumerate(types)]

    found = an_estimate(*resources)

    assert {one.urn for one in resources} == _seen(found, resources)
    for by in (lambda line: line.service, lambda line: line.part, lambda line: line.urn):
        assert pytest.approx(found.monthly) == sum(found.by(by).values())


def _seen(found: Estimate, resources: list[Resource]) -> set[str]:
    free = {one.urn for one in resources if one.type in found.free}
    return {line.urn for line in found.lines} | {one.urn for one in found.unpriced} | free


def test_no_type_is_free_and_priced() -> None:
    """One of the two would be wrong."""
    assert [] == [type_ for type_ in models() if type_ in free_types()]


@pytest.fixture(scope="module")
def graphs() -> list[Graph]:
    return [previewed(name) for name in environments()]


def test_every_type_of_the_environments_is_known(graphs: list[Graph]) -> None:
    """A new type comes with its price, with the reason it is free, or with a model that says why it has none."""
    found = [estimate(graph, load(), USAGE) for graph in graphs]

    assert [] == sorted({one.reason for each in found for one in each.unpriced if "no pricing model" in one.reason})
    assert all(each.monthly > 100 for each in found)
