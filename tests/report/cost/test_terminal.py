"""The table of `lz cost`: sums, what has no price, and what is taken for granted."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from report.cost.delta import Before, Delta
from report.cost.estimate import Estimate
from report.cost.terminal import overview
from tests.report.cost.bills import ALARM, NAT, a_resource, an_estimate


def shown(found: Estimate, delta: Delta | None = None) -> list[str]:
    console = Console(file=StringIO(), width=200, color_system=None)
    with console.capture() as captured:
        console.print(overview(found, delta))
    return [" ".join(line.split()) for line in captured.get().splitlines() if line.strip()]


def test_a_service_is_a_row_and_the_sum_is_the_last() -> None:
    """Fixed, by use, and both."""
    lines = shown(an_estimate(a_resource(NAT), a_resource(ALARM)))

    assert "Amazon VPC 73.00 50.00 123" in lines
    assert "Amazon CloudWatch 2.00 2.00" in lines
    assert "sum 75.00 50.00 125" in lines


def test_what_has_no_price_is_named() -> None:
    """With its type and the reason; a name steers no terminal."""
    lines = shown(an_estimate(a_resource("aws:mystery/thing:Thing", "\x1b[31mred")))

    assert r"\x1b[31mred (aws:mystery/thing:Thing): no pricing model for aws:mystery/thing:Thing" in lines


def test_a_comparison_names_at_most_twenty_resources() -> None:
    """And says how many more there are."""
    after = an_estimate(*(a_resource(ALARM, f"a{number}") for number in range(25)))

    lines = shown(after, Delta(Before.of(an_estimate()), after))

    assert 20 == sum(line.endswith(f"({ALARM}) +2.00") for line in lines)
    assert "and 5 more" in lines


def test_what_is_left_out_is_said() -> None:
    """An estimate that does not say what it is not, is read as a bill."""
    assert any("Not in it:" in line for line in shown(an_estimate()))
