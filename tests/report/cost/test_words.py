"""An estimate in words, as a reader of a terminal and of a pull request meets it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report.cost import words
from report.cost.delta import Before, Delta
from report.cost.estimate import estimate
from tests.report.cost.bills import ALARM, NAT, TABLE, USAGE, a_graph, a_resource, an_estimate

EGRESS = a_resource(NAT, "egress")
STRANGE = a_resource("aws:mystery/thing:Thing", "strange")
POOL = a_resource(
    "aws:eks/nodeGroup:NodeGroup",
    "inference",
    scalingConfig={"minSize": 1, "maxSize": 3},
    instanceTypes=["g5.xlarge"],
    launchTemplate={"id": "lt-1"},
)


@pytest.mark.parametrize(
    ("usd", "text"),
    [(48210.4, "48,210"), (100, "100"), (99.9, "99.90"), (0.004, "less than 0.01"), (0, "0.00"), (-250.6, "-251")],
)
def test_money_is_as_exact_as_it_matters(usd: float, text: str) -> None:
    """Nobody reads the cents of a thousand; a thousandth of a cent is not nothing."""
    assert text == words.money(usd)


def test_the_line_of_a_check_ends_with_the_month_and_what_has_no_price() -> None:
    """An unpriced resource is never silent."""
    assert "123 USD/month" == words.short(an_estimate(EGRESS))
    assert "123 USD/month · 1 unpriced" == words.short(an_estimate(EGRESS, STRANGE))


def test_a_row_without_a_baseline_is_the_month() -> None:
    """With the ceiling of what scales, and what has no price."""
    assert "853 USD/month; up to 2,313 with every pool at its limit; 1 resource without a price" == words.row(
        an_estimate(EGRESS, POOL, STRANGE), None
    )


def test_a_row_with_a_baseline_says_what_changed() -> None:
    """Before, now, the difference, and its largest reasons."""
    before = Before.of(an_estimate(EGRESS, a_resource(ALARM, "a")))
    after = an_estimate(EGRESS, POOL, a_resource(ALARM, "b"))

    assert words.row(after, Delta(before, after)).startswith(
        "125 → 855 USD/month (+730: inference +730, a -2.00 and 1 more)"
    )


def test_a_row_of_the_same_says_unchanged() -> None:
    """Not a difference of nothing."""
    same = an_estimate(EGRESS)

    assert "123 → 123 USD/month (unchanged)" == words.row(same, Delta(Before.of(same), same))


def test_an_assumption_is_told_with_its_meaning() -> None:
    """The words of the configuration's own documentation."""
    assert ["nat-gb = 100: GB a month through each NAT gateway."] == list(words.assumptions(an_estimate(EGRESS)))


def test_a_pool_is_held_against_its_budget() -> None:
    """One node always, three at most, a dollar an hour each."""
    pool = replace(POOL, properties={**POOL.properties, "tags": {"lz:pool": "inference"}})

    def said(**budgets: float) -> list[str]:
        return list(words.pools(estimate(a_graph(pool), TABLE, USAGE, budgets)))

    assert ["inference: 1.00 USD/h always, 3.00 USD/h at its limit"] == said()
    assert said(inference=3)[0].endswith("at its limit, within its budget of 3.00 USD/h")
    assert said(inference=2.9)[0].endswith("at its limit: above its budget of 2.90 USD/h")


def test_trust_is_told_by_shares_of_the_sum() -> None:
    """What was only estimated is not hidden."""
    assert "Prices: 59% written down from AWS's pages, 41% estimated." == words.trust(an_estimate(EGRESS))
    assert "Prices: none was needed." == words.trust(an_estimate())
