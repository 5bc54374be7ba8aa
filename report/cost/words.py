"""An estimate in words: the line of a check, the row of a pull request, and what a table says below itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from config.model.usage import Usage
from report.cost.delta import CENT, Delta, name_of
from report.cost.estimate import Estimate
from report.cost.table import Confidence

LEFT_OUT: Final = (
    "Not in it: data between zones and out to the internet, tokens of models that AWS hosts, support, tax, "
    "and every discount (Savings Plans, reserved instances, Spot, free tiers)."
)
_NAMED: Final = 2
"""How many resources a delta names on its line."""


def money(usd: float) -> str:
    """US dollars for reading: whole ones, but for what is below a hundred."""
    if 0 < abs(usd) < 0.005:
        return "less than 0.01"
    return f"{usd:,.0f}" if abs(usd) >= 99.995 else f"{usd:,.2f}"


def signed(usd: float) -> str:
    """A difference, with its sign."""
    return f"{'-' if usd < 0 else '+'}{money(abs(usd))}"


def short(found: Estimate) -> str:
    """The end of a check's line: 48,210 USD/month · 6 unpriced."""
    unpriced = found.unpriced_resources
    return f"{money(found.monthly)} USD/month" + (f" · {unpriced} unpriced" if unpriced else "")


def row(found: Estimate, delta: Delta | None) -> str:
    """The row of a pull request: 48,210 → 49,930 USD/month (+1,720: inference +1,500); 6 resources without a price."""
    text = f"{money(found.monthly)} USD/month"
    if delta:
        text = f"{money(delta.before.monthly)} → {text} ({difference(delta)})"
    parts = [text]
    if found.most - found.monthly >= 1:
        parts.append(f"up to {money(found.most)} with every pool at its limit")
    if number := found.unpriced_resources:
        parts.append(f"{number} resource{'' if number == 1 else 's'} without a price")
    return "; ".join(parts)


def difference(delta: Delta) -> str:
    """A delta's sum, and what it mostly comes from: +1,720: inference +1,500, egress +220."""
    named = [f"{name_of(place)} {signed(usd)}" for place, usd in delta.resources[:_NAMED]]
    more = len(delta.resources) - len(named)
    tail = f" and {more} more" if more else ""
    return f"{signed(delta.monthly)}: {', '.join(named)}{tail}" if named else "unchanged"


def assumptions(found: Estimate) -> Iterator[str]:
    """Each assumption that the estimate rests on: requests = 1,000,000: Requests a month to each entry point ..."""
    fields = {info.alias or name: info.description or "" for name, info in Usage.model_fields.items()}
    for name, amount in found.assumptions.items():
        yield f"{name} = {amount:,g}: {fields[name]}" if amount < 1e6 else f"{name} = {amount:,.0f}: {fields[name]}"


def trust(found: Estimate) -> str:
    """How far the prices can be trusted, by their share of the sum."""
    shares = {
        Confidence.LISTED: "read from AWS's Price List",
        Confidence.PUBLIC: "written down from AWS's pages",
        Confidence.ESTIMATED: "estimated",
    }
    parts = [f"{found.share(level):.0%} {words}" for level, words in shares.items() if found.share(level) >= 0.005]
    return f"Prices: {', '.join(parts)}." if parts else "Prices: none was needed."


def pools(found: Estimate) -> Iterator[str]:
    """Each pool: what it always costs, what it may cost, and whether its budget has room for that, by the hour."""
    for pool, (always, most) in found.pools.items():
        text = f"{pool}: {always:,.2f} USD/h always, {most:,.2f} USD/h at its limit"
        budget = found.budgets.get(pool)
        if budget is None:
            yield text
        elif most > budget + CENT:
            yield f"{text}: above its budget of {budget:,.2f} USD/h"
        else:
            yield f"{text}, within its budget of {budget:,.2f} USD/h"
