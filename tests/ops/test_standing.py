"""What an environment finds in an account, somebody makes in the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from config.load import load
from engine.standin import corrections
from ops.standing import stand_up


class Clients:
    """moto within this process."""

    def client(self, service: str, region: str, account: str) -> Any:
        del account
        return boto3.Session("test", "test", region_name=region).client(service)


@pytest.fixture
def clients() -> Iterator[Any]:
    corrections.apply()
    with mock_aws():
        yield Clients()


def test_the_hosted_zone_stands_once_for_a_pair(clients: Any) -> None:
    """Under the id that the environments name: both put records into it."""
    zone = load("prod")
    assert zone.recovery.dns is not None

    assert zone.recovery.dns.zone == stand_up(zone, clients)
    assert stand_up(load("prod-dr"), clients) is None

    (held,) = clients.client("route53", zone.region, zone.account).list_hosted_zones()["HostedZones"]
    assert (f"/hostedzone/{zone.recovery.dns.id}", f"{zone.recovery.dns.zone}.") == (held["Id"], held["Name"])


def test_an_environment_that_names_no_zone_gets_none(clients: Any) -> None:
    """Its callers bring their own."""
    zone = load("dev")

    assert zone.recovery.dns is None
    assert stand_up(zone, clients) is None
    assert [] == clients.client("route53", zone.region, zone.account).list_hosted_zones()["HostedZones"]
