"""The price table read again: what the Price List says unmistakably is written, everything else stays and is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from ops.exits import UsageError
from ops.price_list import refresh
from report.cost.table import Confidence, prices, read

TODAY = date(2026, 12, 1)
CATALOGUE = """
nat.hour:
  {service: Amazon VPC, unit: hour, page: x, code: AmazonEC2, usage: NatGateway-Hours,
   filters: {productFamily: NAT Gateway}}
waf.request: {service: AWS WAF, unit: million, page: x, per: 1000000, code: awswaf, usage: RequestV2-Tier1}
byhand: {service: Amazon S3, unit: GB, page: x}
zone: {service: Amazon Route 53, unit: zone, page: x, scope: global, code: AmazonRoute53, usage: HostedZone}
"""
WEST = """
byhand: {usd: 0.015, as_of: 2025-06-30, confidence: public}
nat.hour: {usd: 0.048, as_of: 2025-06-30, confidence: public}
waf.request: {usd: 0.6, as_of: 2025-06-30, confidence: public}
"""
EVERYWHERE = "zone: {usd: 0.5, as_of: 2025-06-30, confidence: public}\n"

Answer = tuple[str, Mapping[str, str], list[str]]
"""A service code, the filters it is asked with, and the products that come back."""


def a_product(usage: str, *tiers: float, sku: str = "SKU1", terms: str = "OnDemand") -> str:
    dimensions = {
        f"d{place}": {"beginRange": str(place * 1000), "pricePerUnit": {"USD": str(usd)}}
        for place, usd in enumerate(tiers)
    }
    product = {"sku": sku, "attributes": {"usagetype": usage}}
    return json.dumps({"product": product, "terms": {terms: {"t": {"priceDimensions": dimensions}}}})


NAT: Answer = (
    "AmazonEC2",
    {"productFamily": "NAT Gateway", "regionCode": "eu-west-1"},
    [a_product("EU-NatGateway-Hours", 0.05)],
)
WAF: Answer = ("awswaf", {"regionCode": "eu-west-1"}, [a_product("EU-RequestV2-Tier1", 0.0000006, sku="SKU2")])
ZONE: Answer = ("AmazonRoute53", {}, [a_product("HostedZone", 0.5, 0.1, sku="SKU3")])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "prices").mkdir()
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "prices" / "eu-west-1.yaml").write_text(WEST, encoding="utf-8")
    (tmp_path / "prices" / "global.yaml").write_text(EVERYWHERE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def price_list() -> Callable[..., Any]:
    """A client of the Price List API that gives these answers in this order, and refuses every other question."""

    def client(*answers: Answer) -> Any:
        made = boto3.client("pricing", region_name="us-east-1")
        stub = Stubber(made)
        for code, terms, products in answers:
            filters = [{"Type": "TERM_MATCH", "Field": field, "Value": value} for field, value in sorted(terms.items())]
            stub.add_response("get_products", {"PriceList": products}, {"ServiceCode": code, "Filters": filters})
        stub.activate()
        return made

    return client


def test_a_price_that_changed_is_written_and_shown(folder: Path, price_list: Callable[..., Any]) -> None:
    """With the day, the product, and that AWS said so."""
    done = refresh(["eu-west-1"], folder=folder, today=TODAY, client=price_list(NAT, WAF))

    assert [("eu-west-1", "nat.hour", "0.048", "0.05")] == [(c.region, c.key, c.was, c.now) for c in done.changes]
    (nat, waf) = (prices(folder / "prices" / "eu-west-1.yaml")[key] for key in ("nat.hour", "waf.request"))
    assert (0.05, TODAY, Confidence.LISTED, "SKU1") == (nat.usd, nat.as_of, nat.confidence, nat.sku)
    assert (0.6, TODAY, "SKU2") == (waf.usd, waf.as_of, waf.sku), "AWS lists a request, the table a million"


def test_a_price_that_the_api_does_not_have_stays(folder: Path, price_list: Callable[..., Any]) -> None:
    """It is named, with the reason, and keeps its day and its confidence."""
    before = prices(folder / "prices" / "eu-west-1.yaml")["byhand"]

    done = refresh(["eu-west-1"], folder=folder, today=TODAY, client=price_list(NAT, WAF))

    assert ("eu-west-1 byhand: is kept by hand",) == done.kept
    assert before == prices(folder / "prices" / "eu-west-1.yaml")["byhand"]


@pytest.mark.parametrize(
    ("products", "reason"),
    [
        ([], "the Price List has no such product"),
        ([a_product("EU-NatGateway-Bytes", 0.05)], "the Price List has no such product"),
        ([a_product("EU-NatGateway-Hours", 0.05, terms="Reserved")], "the Price List has no such product"),
        ([a_product("EU-NatGateway-Hours", 0)], "the Price List has no such product"),
        ([a_product("EU-NatGateway-Hours", 0.05), a_product("EU-NatGateway-Hours", 0.06)], "2 prices fit"),
    ],
)
def test_an_answer_that_may_mean_several_things_changes_nothing(
    folder: Path, price_list: Callable[..., Any], products: list[str], reason: str
) -> None:
    """Another usage type, another kind of term, nothing, or two prices."""
    client = price_list((NAT[0], NAT[1], products), WAF)

    done = refresh(["eu-west-1"], folder=folder, today=TODAY, client=client)

    assert f"eu-west-1 nat.hour: {reason}" in done.kept
    assert 0.048 == prices(folder / "prices" / "eu-west-1.yaml")["nat.hour"].usd


def test_a_tier_that_is_free_is_not_the_price(folder: Path, price_list: Callable[..., Any]) -> None:
    """The first that costs is; a volume discount is left out."""
    answer: Answer = (NAT[0], NAT[1], [a_product("EU-NatGateway-Hours", 0, 0.07, 0.01)])

    refresh(["eu-west-1"], folder=folder, today=TODAY, client=price_list(answer, WAF))

    assert 0.07 == prices(folder / "prices" / "eu-west-1.yaml")["nat.hour"].usd


@pytest.mark.parametrize("usage", ["NatGateway-Hours", "EU-NatGateway-Hours", "eu-west-1-NatGateway-Hours"])
def test_a_usage_type_may_begin_with_its_region(folder: Path, price_list: Callable[..., Any], usage: str) -> None:
    """AWS writes it in three ways."""
    answer: Answer = (NAT[0], NAT[1], [a_product(usage, 0.09)])

    refresh(["eu-west-1"], folder=folder, today=TODAY, client=price_list(answer, WAF))

    assert 0.09 == prices(folder / "prices" / "eu-west-1.yaml")["nat.hour"].usd


def test_without_a_region_every_file_is_read_again(folder: Path, price_list: Callable[..., Any]) -> None:
    """A price of everywhere is asked for without a Region."""
    done = refresh(folder=folder, today=TODAY, client=price_list(NAT, WAF, ZONE))

    assert 3 == done.read
    assert TODAY == prices(folder / "prices" / "global.yaml")["zone"].as_of


def test_a_new_region_gets_a_file(folder: Path, price_list: Callable[..., Any]) -> None:
    """With everything the others have a price of."""
    there = {"regionCode": "eu-central-1"}
    nat: Answer = ("AmazonEC2", {"productFamily": "NAT Gateway", **there}, [a_product("EUC1-NatGateway-Hours", 0.052)])
    waf: Answer = ("awswaf", there, [a_product("EUC1-RequestV2-Tier1", 0.0000006)])

    done = refresh(["eu-central-1"], folder=folder, today=TODAY, client=price_list(nat, waf))

    assert ["none", "none"] == [change.was for change in done.changes]
    assert {"nat.hour", "waf.request"} == set(read(folder).regions["eu-central-1"])


def test_a_refusal_changes_no_file(folder: Path) -> None:
    """Whatever was read before it: a table is of one day, or the old one."""
    client = boto3.client("pricing", region_name="us-east-1")
    stub = Stubber(client)
    stub.add_response("get_products", {"PriceList": NAT[2]}, {"ServiceCode": ANY, "Filters": ANY})
    stub.add_client_error("get_products", "AccessDeniedException", "not authorized")
    stub.activate()

    with pytest.raises(UsageError, match="did not answer") as refused:
        refresh(["eu-west-1"], folder=folder, today=TODAY, client=client)

    assert "pricing:GetProducts" in refused.value.fix
    assert WEST == (folder / "prices" / "eu-west-1.yaml").read_text("utf-8")


def test_without_credentials_it_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is written, and without asking AWS anything."""
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "none"))

    with pytest.raises(UsageError, match="NoCredentialsError"):
        refresh(["eu-west-1"], folder=folder, today=TODAY)
