"""Names of a pair in a good and a bad account."""

from __future__ import annotations

from typing import Any

import pytest

from config.contracts.recovery import FailoverRecordContract
from ops.verification import failover
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, THERE, client, differing, kept

NAME = "assistant.prod.example.com"


def _set(zone: str, action: str, half: str, region: str, **more: Any) -> None:
    record = {
        "Name": NAME,
        "Type": "A",
        "SetIdentifier": region,
        "Failover": half,
        "AliasTarget": {
            "HostedZoneId": zone,
            "DNSName": f"assistant.{region}.prod.example.com",
            "EvaluateTargetHealth": True,
        },
        **more,
    }
    change = {"Action": action, "ResourceRecordSet": record}
    client("route53", HERE).change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})


@pytest.fixture
def contract(account: Account) -> FailoverRecordContract:
    """Both halves, and a name beside them that is not asked about."""
    del account
    route53 = client("route53", HERE)
    made = route53.create_hosted_zone(Name="prod.example.com", CallerReference="test")["HostedZone"]["Id"]
    zone = made.rpartition("/")[2]
    _set(zone, "CREATE", "PRIMARY", HERE, HealthCheckId="one")
    _set(zone, "CREATE", "SECONDARY", THERE, HealthCheckId="two")
    _set(zone, "CREATE", "PRIMARY", HERE, Name=f"z-{NAME}", HealthCheckId="three")
    return FailoverRecordContract(zone_id=zone, name=NAME, type="A", primary=HERE, secondary=THERE)


def test_a_good_pair_keeps_every_promise(contract: FailoverRecordContract, account: Account) -> None:
    """And moto shows all of it."""
    lines = list(failover.check(contract, THERE, account))

    assert {} == differing(lines)
    assert {f"leads to {HERE} as", f"leads to {THERE} as", "halves with a health check of their own"} == kept(lines)


def test_a_half_that_is_gone_differs(contract: FailoverRecordContract, account: Account) -> None:
    """The plan would move callers to nothing."""
    _set(contract.zone_id, "DELETE", "SECONDARY", THERE, HealthCheckId="two")

    assert {f"leads to {THERE} as": "nothing", "halves with a health check of their own": "1"} == differing(
        failover.check(contract, THERE, account)
    )


def test_halves_with_one_check_differ(contract: FailoverRecordContract, account: Account) -> None:
    """Both would be ill at once, and callers would stay."""
    _set(contract.zone_id, "UPSERT", "SECONDARY", THERE, HealthCheckId="one")

    assert {"halves with a health check of their own": "1"} == differing(failover.check(contract, THERE, account))


def test_halves_that_changed_places_differ(contract: FailoverRecordContract, account: Account) -> None:
    """Callers would go to the Region that stands by while nothing is lost."""
    _set(contract.zone_id, "DELETE", "PRIMARY", HERE, HealthCheckId="one")
    _set(contract.zone_id, "UPSERT", "PRIMARY", THERE, HealthCheckId="two")

    assert {f"leads to {HERE} as", f"leads to {THERE} as", "halves with a health check of their own"} == set(
        differing(failover.check(contract, THERE, account))
    )


def test_a_zone_that_is_gone_is_not_kept(contract: FailoverRecordContract, account: Account) -> None:
    """Nothing in it leads anywhere."""
    gone = contract.model_copy(update={"zone_id": "Z00000000000000NONE"})

    assert set() == kept(failover.check(gone, THERE, account))
