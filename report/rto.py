"""The recovery time of systems in words: the sum of named terms, for each way an answer can come, and the promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from config.capacity import reserved_instances
from config.model import LandingZone
from config.rto import Rto, Term, Way, rto_terms

_MINUTE = timedelta(minutes=1)


def spelled(minutes: float | None) -> str:
    """18 min, 1 h 22 min, no bound; what is below a minute is rounded up, for a promise is not kept by rounding."""
    if minutes is None:
        return "no bound"
    whole = int(-(-minutes // 1))
    hours, rest = divmod(whole, 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


def rtos(zone: LandingZone) -> tuple[Rto, ...]:
    """Every system of an environment, in its order."""
    return tuple(rto_terms(system, zone) for system in zone.cards)


def serving(zone: LandingZone) -> str | None:
    """How long until every system answers again, for a row of a report: RTO serving 18 min (capacity reserved: 2 of 4).

    None where no system stands. Whoever has no bound is named, for a sum without it would be a lie.
    """
    found = rtos(zone)
    if not found:
        return None
    unbounded = [rto.system for rto in found if rto.minutes is None]
    longest = max((rto.minutes for rto in found if rto.minutes is not None), default=None)
    time = f"no bound for {', '.join(unbounded)}" if unbounded else spelled(longest)
    return f"RTO serving {time} ({_capacity(zone)})" if zone.pools else f"RTO serving {time}"


def _capacity(zone: LandingZone) -> str:
    held = sum(pool.recovery.reserved for pool in zone.pools.values())
    of = sum(reserved_instances(pool.capacity) for pool in zone.pools.values())
    return f"capacity reserved: {held} of {of}"


def to_json(zone: LandingZone) -> dict[str, Any]:
    """Everything, for a program."""
    return {
        "environment": zone.environment,
        "recovery_region": zone.recovery.region,
        "standby": zone.standby,
        "systems": [_system(rto) for rto in rtos(zone)],
    }


def _system(rto: Rto) -> dict[str, Any]:
    return {
        "system": rto.system,
        "promise_minutes": None if rto.promise is None else rto.promise / _MINUTE,
        "minutes": rto.minutes,
        "kept": rto.kept,
        "carrier": rto.carrier.target if rto.carrier else None,
        "ways": [
            {
                "target": way.target,
                "minutes": way.minutes,
                "terms": [
                    {"name": str(t.name), "minutes": t.minutes, "meaning": t.meaning, "source": t.source}
                    for t in way.terms
                ],
            }
            for way in rto.ways
        ],
    }


def overview(zone: LandingZone) -> Group:
    """The same for a person at a terminal."""
    side = zone.standby or "no environment"
    head = Text(f"  {zone.environment} → {zone.recovery.region}  ", "bold").append(f"{side} stands by", "default")
    return Group(head, *(part for rto in rtos(zone) for part in _parts(rto)))


def _parts(rto: Rto) -> Iterator[RenderableType]:
    promise = "nothing promised" if rto.promise is None else f"promised {spelled(rto.promise / _MINUTE)}"
    title = Text(f"\n  {rto.system}: {spelled(rto.minutes)}", "bold").append(f", {promise}", "default")
    if rto.carrier is not None:
        title.append(f", carried by {rto.carrier.target}", "green")
    elif rto.promise is not None:
        title.append(", carried by nothing", "bold red")
    yield title
    for way in rto.ways:
        yield Padding(_table(way), (1, 0, 0, 4))


def _table(way: Way) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(way.target)
    table.add_column("minutes", justify="right")
    table.add_column("what happens meanwhile")
    table.add_column("source", style="dim")
    for term in way.terms:
        table.add_row(str(term.name), _amount(term), term.meaning, term.source)
    table.add_row(Text("sum", "bold"), Text(spelled(way.minutes), "bold"), "", "")
    return table


def _amount(term: Term) -> str:
    return "no bound" if term.minutes is None else f"{term.minutes:.1f}"


def unkept(found: Sequence[Rto]) -> tuple[str, ...]:
    """The systems whose promise no way keeps."""
    return tuple(rto.system for rto in found if not rto.kept)
