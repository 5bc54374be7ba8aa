"""The price table: what AWS charges for (catalogue.yaml), and for how much in each Region (prices/*.yaml)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, unique
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).parent
PRICES: Final = HERE / "prices"
GLOBAL: Final = "global"
"""The file of prices that hold in every Region."""


@unique
class Confidence(StrEnum):
    """Where a price comes from, which is how far it can be trusted."""

    LISTED = "listed"
    """`lz cost refresh` read it from the AWS Price List API on the day it carries."""
    PUBLIC = "public"
    """Written down by hand from what AWS publishes; nobody has asked the Price List API."""
    ESTIMATED = "estimated"
    """Derived from another Region's price or a list that is older: right in its order of magnitude."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that AWS charges for, and where the Price List API has it."""

    key: str
    service: str
    """The line of a report it is summed under."""
    unit: str
    """What one price pays for."""
    page: str
    """AWS's page of this price."""
    per: float = 1
    """How many of AWS's own units that is: AWS lists a request, people speak of a million."""
    scope: str = "region"
    """region, or global where one price holds everywhere."""
    code: str = ""
    """The service code of the Price List API; empty where it cannot be asked."""
    filters: Mapping[str, str] = field(default_factory=dict[str, str])
    """Attributes that the product has, beside its Region."""
    usage: str = ""
    """A pattern of the usage type without the Region's prefix; empty where it cannot be asked."""

    @property
    def is_global(self) -> bool:
        return self.scope == GLOBAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What an item costs, in US dollars without tax, on a day."""

    usd: float | None
    """None where no price is known; the note says why."""
    as_of: date
    confidence: Confidence
    note: str = ""
    sku: str = ""
    """The product in the Price List, for a price that was read from there."""


@dataclass(frozen=True, slots=True)
class Table:
    """Items, and the prices of each Region by key."""

    items: Mapping[str, Item]
    regions: Mapping[str, Mapping[str, Price]]

    def item(self, key: str) -> Item:
        """The item of a key, or of the family it belongs to; KeyError for neither."""
        if key in self.items:
            return self.items[key]
        family, _, rest = key.partition(".")
        found = self.items[f"{family}.*"]
        return Item(
            key=key,
            service=found.service,
            unit=found.unit,
            page=found.page,
            per=found.per,
            scope=found.scope,
            code=found.code,
            filters={name: value.replace("{0}", rest) for name, value in found.filters.items()},
            usage=found.usage.replace("{0}", rest.replace(".", r"\.")),
        )

    def price(self, region: str, key: str) -> Price | None:
        """The price of a key in a Region; None where the table has none."""
        place = GLOBAL if self.item(key).is_global else region
        return self.regions.get(place, {}).get(key)


@cache
def load() -> Table:
    """The table of this project."""
    return read(HERE)


def read(folder: Path) -> Table:
    """The table of a folder: its catalogue, and every file of prices."""
    items = {key: Item(key=key, **entry) for key, entry in _yaml(folder / "catalogue.yaml").items()}
    regions = {path.stem: prices(path) for path in sorted((folder / "prices").glob("*.yaml"))}
    return Table(items, regions)


def prices(path: Path) -> dict[str, Price]:
    """The prices of one file."""
    return {key: Price(confidence=Confidence(entry.pop("confidence")), **entry) for key, entry in _yaml(path).items()}


def _yaml(path: Path) -> dict[str, dict[str, Any]]:
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def to_yaml(region: str, found: Mapping[str, Price]) -> str:
    """A file of prices as it is kept: a line a price, in the order of the keys."""
    where = "that hold in every Region" if region == GLOBAL else f"of {region}"
    head = [
        f"# On-demand prices {where}, US dollars without tax. `lz cost refresh` rewrites this file from the AWS Price",
        "# List; a row that is written by hand says how far it can be trusted (report/cost/table.py, Confidence).",
        "# Units, service codes and pages stand in ../catalogue.yaml under the same key.",
        "",
    ]
    return "\n".join([*head, *(f"{key}: {{{_row(found[key])}}}" for key in sorted(found))]) + "\n"


def _row(price: Price) -> str:
    cells = [f"usd: {'null' if price.usd is None else number(price.usd)}", f"as_of: {price.as_of.isoformat()}"]
    cells.append(f"confidence: {price.confidence}")
    if price.sku:
        cells.append(f"sku: {json.dumps(price.sku)}")
    if price.note:
        cells.append(f"note: {json.dumps(price.note)}")
    return ", ".join(cells)


def number(value: float) -> str:
    """A price without an exponent and without trailing zeros: AWS lists up to ten decimals."""
    return f"{value:.10f}".rstrip("0").rstrip(".")
