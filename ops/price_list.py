"""The price table read again from the AWS Price List API (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html).

The API stands in three Regions and answers for all of them. It lists a product by attributes that differ from service
to service, so each key of the catalogue says which product it means; a key that fits no product, or products of
different prices, keeps the price it has, and is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from engine.files import write_text
from ops.exits import UsageError
from report.cost.table import GLOBAL, HERE, Confidence, Item, Price, number, read, to_yaml

ENDPOINT: Final = "us-east-1"
"""Where the Price List API stands."""
_PREFIX: Final = re.compile(r"^(?:[A-Z]{2,4}\d{0,2}|[a-z]{2}-[a-z]+-\d)-")
"""A Region before a usage type: EUC1-NatGateway-Hours, eu-central-1-KMS-Keys; in us-east-1 there is none."""


@dataclass(frozen=True, slots=True)
class Change:
    """A price that is another one now."""

    region: str
    key: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did."""

    read: int
    changes: tuple[Change, ...]
    kept: tuple[str, ...]
    """Region, key and reason of each price that stayed as it was."""


def refresh(
    regions: Iterable[str] | None = None, *, folder: Path = HERE, today: date | None = None, client: Any = None
) -> Refreshed:
    """Ask for every price of these Regions (otherwise: of every file) and rewrite their files, all or none.

    A Region that has no file gets one, with the keys that the others have. UsageError without credentials.
    """
    table = read(folder)
    day = today or datetime.now(UTC).date()
    wanted = list(regions) if regions is not None else sorted(table.regions)
    keys = sorted({key for found in table.regions.values() for key in found})
    asked = client or boto3.client("pricing", region_name=ENDPOINT)
    files, changes, kept, count = dict[str, str](), list[Change](), list[str](), 0
    for region in wanted:
        known = dict(table.regions.get(region, {}))
        for key in (key for key in keys if table.item(key).is_global == (region == GLOBAL)):
            fresh, reason = _ask(asked, table.item(key), region, day)
            if fresh is None:
                kept.append(f"{region} {key}: {reason}")
                continue
            count += 1
            was = known.get(key)
            if was is None or was.usd != fresh.usd:
                changes.append(Change(region, key, _shown(was), _shown(fresh)))
            known[key] = fresh
        files[region] = to_yaml(region, known)
    for region, text in files.items():
        write_text(folder / "prices" / f"{region}.yaml", text)
    return Refreshed(count, tuple(changes), tuple(kept))


def _shown(price: Price | None) -> str:
    return "none" if price is None or price.usd is None else number(price.usd)


def _ask(client: Any, item: Item, region: str, day: date) -> tuple[Price | None, str]:
    """The price of an item, or why there is none."""
    if not item.usage:
        return None, "is kept by hand"
    place = {} if item.is_global else {"regionCode": region}
    terms = {**place, **item.filters}
    found = {
        (usd, sku)
        for product in _products(client, item.code, terms)
        if re.fullmatch(item.usage, _PREFIX.sub("", str(_attributes(product).get("usagetype", ""))))
        for usd, sku in _on_demand(product)
    }
    amounts = {usd for usd, _ in found}
    if len(amounts) != 1:
        return None, "the Price List has no such product" if not amounts else f"{len(amounts)} prices fit"
    sku = min(sku for _, sku in found)
    usd = round(amounts.pop() * item.per, 10)
    return Price(usd=usd, as_of=day, confidence=Confidence.LISTED, sku=sku), ""


def _products(client: Any, code: str, terms: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    filters = [{"Type": "TERM_MATCH", "Field": field, "Value": value} for field, value in sorted(terms.items())]
    try:
        for page in client.get_paginator("get_products").paginate(ServiceCode=code, Filters=filters):
            yield from (json.loads(product) for product in page["PriceList"])
    except (BotoCoreError, ClientError) as error:
        raise UsageError(
            f"lz cost refresh: the AWS Price List API did not answer ({type(error).__name__}: {error})",
            "sign in to an account, any one, with a role that may call pricing:GetProducts; no price was changed",
        ) from error


def _attributes(product: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = product.get("product", {}).get("attributes", {})
    return found


def _on_demand(product: Mapping[str, Any]) -> Iterator[tuple[float, str]]:
    """The price of each on-demand term, of its first tier that is not free, with the product's SKU."""
    sku = str(product.get("product", {}).get("sku", ""))
    for term in product.get("terms", {}).get("OnDemand", {}).values():
        tiers = sorted(term["priceDimensions"].values(), key=lambda tier: float(tier.get("beginRange") or 0))
        paid = [usd for tier in tiers if (usd := float(tier["pricePerUnit"].get("USD", 0))) > 0]
        if paid:
            yield paid[0], sku
