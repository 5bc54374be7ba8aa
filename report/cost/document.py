"""An estimate as JSON, for people's own tools and for a later comparison; the same estimate gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from report.cost.delta import Before, place_of
from report.cost.estimate import Estimate, Line
from report.escape import json_text

VERSION: Final = 1
"""Grows when a reader of this version would misread the document."""
_DIGITS: Final = 4
"""Decimals of an amount: hundredths of a cent."""


def to_json(estimates: Sequence[Estimate]) -> str:
    """The document of `lz cost --json`, with a final newline."""
    document = {"version": VERSION, "stacks": [{"stack": one.stack, "cost": cost(one)} for one in estimates]}
    return json_text(json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True)) + "\n"


def before(text: str) -> Mapping[str, Before]:
    """What each stack cost by an earlier document: of `lz cost --json`, or of findings; without those that say nothing.

    ValueError when it is something else.
    """
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise ValueError(f"is not a cost or findings document of version {VERSION}")
    try:
        known = {stack["stack"]: stack.get("cost") for stack in document["stacks"]}
        return {stack: _before(found) for stack, found in known.items() if found is not None}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"is not a cost document: {type(error).__name__} at {error}") from error


def _before(document: Mapping[str, Any]) -> Before:
    sums = dict[str, float]()
    for line in document["lines"]:
        if line["kind"] != "ceiling":
            sums[place_of(line["urn"])] = sums.get(place_of(line["urn"]), 0) + float(line["monthly"])
    return Before(float(document["monthly"]), sums, frozenset(place_of(one["urn"]) for one in document["unpriced"]))


def cost(found: Estimate) -> dict[str, Any]:
    """One estimate."""
    return {
        "currency": "USD",
        "monthly": _amount(found.monthly),
        "fixed": _amount(found.fixed),
        "assumed": _amount(found.assumed),
        "most": _amount(found.most),
        "services": {service: _amount(usd) for service, usd in found.by(lambda line: line.service).items()},
        "parts": {part: _amount(usd) for part, usd in found.by(lambda line: line.part).items()},
        "systems": {system: _amount(usd) for system, usd in found.by(lambda line: line.system).items() if system},
        "pools": {
            pool: {"always": _amount(always), "most": _amount(most), "budget": found.budgets.get(pool)}
            for pool, (always, most) in found.pools.items()
        },
        "confidence": {level: _amount(usd) for level, usd in found.by(lambda line: line.confidence).items()},
        "assumptions": found.assumptions,
        "lines": [_line(line) for line in sorted(found.lines, key=_place)],
        "unpriced": sorted(
            ({"urn": one.urn, "reason": one.reason} for one in found.unpriced),
            key=lambda one: (one["urn"], one["reason"]),
        ),
        "free": [{"type": type_, "reason": why, "count": count} for type_, (why, count) in found.free.items()],
    }


def _place(line: Line) -> tuple[str, str, str]:
    """Where a line stands: a program registers in any order, and two reports of one commit are the same bytes."""
    return line.urn, line.charge.key, line.charge.what


def _line(line: Line) -> dict[str, Any]:
    charge = line.charge
    return {
        "urn": line.urn,
        "region": line.region,
        "service": line.service,
        "part": line.part,
        "system": line.system or None,
        "pool": line.pool or None,
        "key": charge.key,
        "what": charge.what,
        "kind": str(charge.kind),
        "quantity": round(charge.quantity, 6),
        "unit": line.unit,
        "usd": line.usd,
        "monthly": _amount(line.monthly),
        "confidence": str(line.confidence),
        "assumes": list(charge.assumes),
        "note": charge.note or None,
    }


def _amount(usd: float) -> float:
    return round(usd, _DIGITS)
