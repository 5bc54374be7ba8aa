"""Names that lead to the Region a plan says, all of them together."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from components.recovery.failover_records import FailoverRecords, FailoverRecordsArgs, Side
from tests.components.recovery.pair import AWAY, HOME
from tests.synth import Declared, DeclaredResource, synth

RECORD = "aws:route53/record:Record"
ZONE, ZONE_ID = "prod.example.com", "Z0123456789"
SYSTEMS = ("assistant", "scoring")


def side(region: str) -> Side:
    return Side(
        region=region,
        health_check=f"check-{region}",
        targets={system: f"{system}.{region}.{ZONE}" for system in SYSTEMS},
    )


ARGS = FailoverRecordsArgs(
    zone_id=ZONE_ID,
    names={system: f"{system}.{ZONE}" for system in SYSTEMS},
    region_name=f"region.{ZONE}",
    ttl=timedelta(minutes=1),
    primary=side(HOME),
    secondary=side(AWAY),
)


def declare() -> Declared:
    return synth(lambda: FailoverRecords("records", ARGS))


def half(record: DeclaredResource) -> str:
    (policy,) = record["failoverRoutingPolicies"]
    return policy["type"]


def test_every_name_has_both_halves() -> None:
    """A half alone leads nowhere when it is needed."""
    found = Counter((r["name"], half(r), r["setIdentifier"]) for r in declare().of_type(RECORD))
    names = (f"region.{ZONE}", *ARGS.names.values())

    assert Counter({(n, h, r): 1 for n in names for h, r in (("PRIMARY", HOME), ("SECONDARY", AWAY))}) == found


def test_all_halves_of_a_region_carry_the_check_of_that_region() -> None:
    """So that names go together, and none is left behind."""
    found = {(r["setIdentifier"], r["healthCheckId"]) for r in declare().of_type(RECORD)}

    assert {(HOME, f"check-{HOME}"), (AWAY, f"check-{AWAY}")} == found


def test_a_system_leads_to_its_name_in_the_region() -> None:
    """An alias within the zone: it costs no query and has no TTL of its own."""
    (alias,) = declare().named(f"records-assistant-{AWAY}")["aliases"]

    assert {"name": f"assistant.{AWAY}.{ZONE}", "zoneId": ZONE_ID, "evaluateTargetHealth": True} == alias
    assert "ttl" not in declare().named(f"records-assistant-{AWAY}").inputs


def test_a_record_says_where_callers_go() -> None:
    """In words, to be read at 3 a.m., and forgotten as fast as the promise counts."""
    found = [r for r in declare().of_type(RECORD) if r["type"] == "TXT"]

    assert {HOME: [HOME], AWAY: [AWAY]} == {r["setIdentifier"]: r["records"] for r in found}
    assert {60} == {r["ttl"] for r in found}
