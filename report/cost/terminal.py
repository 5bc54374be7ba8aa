"""An estimate for a person at a terminal: a table by service, what has no price, and what is assumed."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from report.cost import words
from report.cost.charge import Kind
from report.cost.delta import Delta, name_of, type_of
from report.cost.estimate import Estimate
from report.escape import printable

_CHANGES = 20
"""How many resources a comparison names."""


def overview(found: Estimate, delta: Delta | None = None) -> Group:
    """Everything of one stack."""
    head = Text(f"  {found.stack}  ", "bold").append(words.row(found, delta))
    parts: list[RenderableType] = [head, Padding(_services(found), (1, 0, 0, 4))]
    if delta and delta.resources:
        parts.append(Padding(_changes(delta), (1, 0, 0, 4)))
    if found.unpriced:
        parts.append(Padding(_unpriced(found), (1, 0, 0, 4)))
    if pools := list(words.pools(found)):
        parts.append(Padding(Text("\n".join(["pools of nodes", *(f"  {line}" for line in pools)])), (1, 0, 0, 4)))
    notes = [f"{words.trust(found)} {words.LEFT_OUT}", "Assumed a month (config, usage):"]
    notes += [f"  {line}" for line in words.assumptions(found)]
    parts.append(Padding(Text("\n".join(notes), "dim"), (1, 0, 1, 4)))
    return Group(*parts)


def _services(found: Estimate) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("service")
    for title in ("fixed", "by use", "USD a month", "at the limit"):
        table.add_column(title, justify="right")
    limits = {line.service: 0.0 for line in found.lines}
    fixed, used = dict(limits), dict(limits)
    for line in found.lines:
        column = {Kind.FIXED: fixed, Kind.ASSUMED: used, Kind.CEILING: limits}[line.kind]
        column[line.service] += line.monthly
    for service in sorted(limits, key=lambda name: (-fixed[name] - used[name], name)):
        amounts = (fixed[service], used[service], fixed[service] + used[service])
        most = sum(amounts[:2]) + limits[service] if limits[service] else 0
        table.add_row(service, *(words.money(one) if one else "" for one in (*amounts, most)))
    table.add_row(
        Text("sum", "bold"),
        words.money(found.fixed),
        words.money(found.assumed),
        Text(words.money(found.monthly), "bold"),
        words.money(found.most) if found.most > found.monthly else "",
    )
    return table


def _changes(delta: Delta) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("costs more or less")
    table.add_column("USD a month", justify="right")
    for place, usd in delta.resources[:_CHANGES]:
        table.add_row(f"{printable(name_of(place))} ({type_of(place)})", words.signed(usd))
    if (more := len(delta.resources) - _CHANGES) > 0:
        table.add_row(f"and {more} more", "")
    return table


def _unpriced(found: Estimate) -> Text:
    text = Text("without a price, and not in the sum", "yellow")
    for one in found.unpriced:
        text.append(f"\n  {printable(one.name)} ({one.type}): {printable(one.reason)}", "")
    return text
