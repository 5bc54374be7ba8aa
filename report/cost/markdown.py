"""What the Markdown report says of a stack's cost, as the template asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from report.cost import words
from report.cost.delta import Delta, name_of, type_of
from report.cost.estimate import Estimate


def view(found: Estimate, delta: Delta | None, shown: int) -> Mapping[str, Any]:
    """The values of templates/cost.md.jinja; at most `shown` resources of a list."""
    parts, systems = found.by(lambda line: line.part), found.by(lambda line: line.system)
    systems.pop("", None)
    return {
        "row": words.row(found, delta),
        "apart": f"{found.unpriced_resources or 'none'} without a price",
        "services": [(service, words.money(usd)) for service, usd in found.by(lambda line: line.service).items()],
        "sum": words.money(found.monthly),
        "parts": ", ".join(f"{part} {words.money(usd)}" for part, usd in parts.items()) or "none",
        "systems": ", ".join(f"{system} {words.money(usd)}" for system, usd in systems.items()),
        "pools": list(words.pools(found)),
        "fixed": words.money(found.fixed),
        "assumed": words.money(found.assumed),
        "trust": words.trust(found),
        "left_out": words.LEFT_OUT,
        "changed": [_changed(place, usd) for place, usd in delta.resources[:shown]] if delta else [],
        "unpriced": found.unpriced[:shown],
        "assumptions": list(words.assumptions(found)),
    }


def _changed(place: str, usd: float) -> tuple[str, str, str]:
    return name_of(place), type_of(place), words.signed(usd)
