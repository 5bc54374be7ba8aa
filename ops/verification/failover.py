"""Names that a Region switch moves: both halves stand, each with a health check of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from config.contracts.recovery import FailoverRecordContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(record: FailoverRecordContract, region: str, account: Account) -> Iterator[Line]:
    """Route 53 is global; the Region only says where it is asked."""
    route53 = account.client("route53", region)
    thing = account.thing("record", f"{record.name} {record.type}")
    found = Once(lambda: _halves(route53, record))
    for half, of in (("PRIMARY", record.primary), ("SECONDARY", record.secondary)):
        yield thing.holds(f"leads to {of} as", half, lambda of=of: found().get(of, {}).get("Failover"))
    yield thing.holds("halves with a health check of their own", 2, lambda: len(_checks(found())))


def _halves(route53: Any, record: FailoverRecordContract) -> dict[str, dict[str, Any]]:
    """The sets of the name and type, by their identifier."""
    pages = route53.get_paginator("list_resource_record_sets").paginate(
        HostedZoneId=record.zone_id, StartRecordName=record.name, StartRecordType=record.type
    )
    found: dict[str, dict[str, Any]] = {}
    for page in pages:
        for one in page["ResourceRecordSets"]:
            if (one["Name"].rstrip("."), one["Type"]) != (record.name, record.type):
                return found
            found[one.get("SetIdentifier", "")] = one
    return found


def _checks(halves: dict[str, dict[str, Any]]) -> set[str]:
    return {half["HealthCheckId"] for half in halves.values() if half.get("HealthCheckId")}
