"""The price table of this project: complete, dated, and honest about where a price comes from."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from config.regions import REGIONS
from report.cost.table import GLOBAL, PRICES, Confidence, Price, Table, load, number, prices, to_yaml
from tests.report.cost.bills import TABLE

FILES = sorted(PRICES.glob("*.yaml"))
WRITTEN = date(2026, 11, 25)
"""When the table was written by hand: nothing in it can have been known later, but what a refresh reads."""


def test_the_regions_of_the_environments_have_prices() -> None:
    """And what holds in every Region has a file of its own."""
    assert {"eu-west-1", "eu-central-1", GLOBAL} <= set(load().regions)
    assert set(load().regions) <= {*REGIONS, GLOBAL}


@pytest.mark.parametrize("region", load().regions)
def test_every_price_is_of_something_in_the_catalogue(region: str) -> None:
    """A key that nothing describes would be a number without a unit."""
    table = load()

    assert [] == [key for key in table.regions[region] if table.item(key).is_global != (region == GLOBAL)]


def test_two_regions_have_prices_of_the_same_things() -> None:
    """An environment and its recovery side can be compared."""
    table = load()

    assert set(table.regions["eu-west-1"]) == set(table.regions["eu-central-1"])


def test_every_item_has_a_price_somewhere() -> None:
    """The catalogue names nothing that nobody priced."""
    table = load()
    known = {key for found in table.regions.values() for key in found}

    assert [] == [key for key in table.items if not key.endswith("*") and key not in known]


def test_every_item_says_where_aws_publishes_its_price() -> None:
    """So that a reader can look it up."""
    assert [] == [item.key for item in load().items.values() if not item.page.startswith("https://aws.amazon.com/")]


def test_every_usage_type_is_a_pattern() -> None:
    """The Price List API is asked with it."""
    table = load()
    keys = [key for found in table.regions.values() for key in found]

    assert [] == [key for key in keys if table.item(key).usage and not re.compile(table.item(key).usage)]
    assert [] == [key for key in keys if bool(table.item(key).usage) != bool(table.item(key).code)]


def test_a_price_is_more_than_nothing_or_says_why_there_is_none() -> None:
    """Zero would hide a cost; an estimate that is derived says from what."""
    found = [(key, price) for table in load().regions.values() for key, price in table.items()]

    assert [] == [key for key, price in found if price.usd is not None and price.usd <= 0]
    assert [] == [key for key, price in found if price.usd is None and not price.note]
    assert [] == [key for key, price in found if price.confidence is Confidence.LISTED and not price.sku]
    assert [] == [k for k, price in found if price.confidence is not Confidence.LISTED and price.as_of > WRITTEN]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_written_as_it_is_kept(path: Path) -> None:
    """A refresh that finds nothing new changes no byte."""
    assert path.read_text("utf-8") == to_yaml(path.stem, prices(path))


def test_a_family_gives_each_of_its_members_an_item() -> None:
    """An instance type needs no entry of its own, and its dot is no wildcard."""
    item = load().item("ec2.g5.xlarge")

    assert "g5.xlarge" == item.filters["instanceType"]
    assert re.fullmatch(item.usage, "BoxUsage:g5.xlarge")
    assert not re.fullmatch(item.usage, "BoxUsage:g5-xlarge")


def test_a_price_of_everywhere_holds_in_every_region() -> None:
    """Whatever Region a resource names."""
    table = load()

    assert table.price("eu-west-1", "route53.zone") == table.price("ap-south-1", "route53.zone") is not None


def test_a_region_without_a_file_has_no_prices() -> None:
    """It is not taken for another."""
    assert TABLE.price("us-east-1", "nat.hour") is None


def test_a_key_that_nobody_described_is_refused() -> None:
    """A typing error in a pricer is no missing price."""
    with pytest.raises(KeyError):
        Table({}, {}).item("nat.hour")


@pytest.mark.parametrize(
    ("value", "text"), [(3, "3"), (0.048, "0.048"), (0.0000002, "0.0000002"), (1000000.5, "1000000.5")]
)
def test_a_number_is_written_without_an_exponent(value: float, text: str) -> None:
    """YAML 1.1 reads 2e-07 as a text."""
    assert text == number(value)


def test_a_price_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """With quotes, colons and braces in its note."""
    price = Price(usd=None, as_of=date(2026, 1, 1), confidence=Confidence.ESTIMATED, note='says "no": {none}', sku="A1")
    path = tmp_path / "eu-west-1.yaml"
    path.write_text(to_yaml("eu-west-1", {"nat.hour": price}), encoding="utf-8")

    assert {"nat.hour": price} == prices(path)
