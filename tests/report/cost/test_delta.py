"""What a change costs: every resource that costs more or less now, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.cost.delta import Before, Delta, name_of, place_of, type_of
from tests.report.cost.bills import ALARM, NAT, a_resource, an_estimate

alarms = st.sets(st.integers(0, 30)).map(lambda numbers: [a_resource(ALARM, f"a{number}") for number in numbers])


def test_a_difference_names_what_it_comes_from() -> None:
    """The largest first, whether it came or went."""
    before = Before.of(an_estimate(a_resource(NAT, "egress"), a_resource(ALARM, "same")))
    delta = Delta(before, an_estimate(a_resource(ALARM, "same"), a_resource(ALARM, "new")))

    assert pytest.approx(-121) == delta.monthly
    assert [("egress", NAT, -123), ("new", ALARM, 2)] == [
        (name_of(place), type_of(place), round(usd, 2)) for place, usd in delta.resources
    ]


def test_environments_are_held_against_each_other_by_place() -> None:
    """A URN holds the stack; the same resource of another stack is the same place."""
    there = Before.of(an_estimate(a_resource(NAT, "egress", stack="dev"), stack="dev"))

    assert [] == Delta(there, an_estimate(a_resource(NAT, "egress"))).resources


def test_what_has_no_price_any_more_is_counted() -> None:
    """A cost that vanishes because its price did is no saving."""
    strange = a_resource("aws:mystery/thing:Thing")
    delta = Delta(Before.of(an_estimate()), an_estimate(strange))

    assert (1, 0) == (delta.newly_unpriced, Delta(Before.of(an_estimate(strange)), an_estimate(strange)).newly_unpriced)


@given(alarms, alarms)
def test_the_differences_add_up_to_the_difference(before: list[object], after: list[object]) -> None:
    """Nothing is counted twice, nothing is lost."""
    delta = Delta(Before.of(an_estimate(*before)), an_estimate(*after))  # pyright: ignore[reportArgumentType]

    assert pytest.approx(delta.monthly) == sum(usd for _, usd in delta.resources)


def test_a_place_is_a_urn_without_its_stack() -> None:
    """A name may hold the separator itself."""
    assert "aws:s3/bucket:Bucket::a::b" == place_of("urn:pulumi:prod::p::aws:s3/bucket:Bucket::a::b")
    assert "a::b" == name_of("lz:x:Y$aws:s3/bucket:Bucket::a::b")
    assert "aws:s3/bucket:Bucket" == type_of("lz:x:Y$aws:s3/bucket:Bucket::a::b")
