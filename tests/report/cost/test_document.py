"""An estimate as JSON: stable, complete, and readable as what a later one is compared with."""

from __future__ import annotations

import json

import pytest

from report.cost.delta import Before
from report.cost.document import before, to_json
from report.json_report import to_json as findings_json
from tests.report.cost.bills import ALARM, NAT, a_resource, an_estimate
from tests.report.sample import an_assessment

FOUND = an_estimate(a_resource(NAT, "egress"), a_resource(ALARM, "late"), a_resource("aws:mystery/thing:Thing", "it"))


def test_the_same_estimate_gives_the_same_bytes() -> None:
    """Two runs can be compared with diff."""
    assert to_json([FOUND]) == to_json([FOUND])
    assert to_json([FOUND]).endswith("}\n")


def test_the_sums_of_a_document_are_those_of_its_lines() -> None:
    """A reader may add them up."""
    (stack,) = json.loads(to_json([FOUND]))["stacks"]
    lines = stack["cost"]["lines"]

    assert stack["cost"]["monthly"] == pytest.approx(sum(line["monthly"] for line in lines))
    assert {"fixed", "assumed"} == {line["kind"] for line in lines}


def test_what_it_cost_is_read_back() -> None:
    """By place, with what had no price."""
    read = before(to_json([FOUND]))["prod"]

    expected = Before.of(FOUND)
    assert (expected.monthly, expected.by_place, expected.unpriced) == (
        pytest.approx(read.monthly),
        pytest.approx(read.by_place),
        read.unpriced,
    )


def test_a_document_of_findings_will_do() -> None:
    """The pull request compares with one file; a stack without a cost says nothing."""
    text = findings_json([an_assessment(cost=FOUND), an_assessment(stack="dev")])

    assert ["prod"] == list(before(text))


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2, "stacks": []}', '{"version": 1, "stacks": [{"cost": {}}]}'])
def test_a_document_of_another_kind_is_refused(text: str) -> None:
    """With a ValueError, whatever it is."""
    with pytest.raises(ValueError, match=r"."):
        before(text)
