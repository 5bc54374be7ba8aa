"""FailoverRecords: the names of a pair, each a record for the Region that serves and one for the Region that stands by.

Guarantees: a plan decides which of the two answers, and nothing else does; all names of a pair go together, because all
carry the health checks of one record; that record says in words where callers go.

Each half carries a health check. While the one of the Region that stands by is ill, Route 53 answers with the other
half whatever its health, so that no failing target moves a caller before a person has approved.
`evaluate_target_health` is on, which AWS asks of failover aliases: it looks at the record of the one Region, which has
no health check, and so finds it well. Source, read 2026-11-26:
https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html (Failover)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique

import pulumi
from pulumi_aws import route53

from components import kit
from config.vocabulary import RegionName, SystemName


@unique
class Half(StrEnum):
    """Which of two records answers first; Route 53's words."""

    PRIMARY = "PRIMARY"
    SECONDARY = "SECONDARY"


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One half of every pair of records."""

    region: RegionName
    health_check: pulumi.Input[str]
    """Id of what the plan says of the Region."""

    targets: Mapping[SystemName, pulumi.Input[str]]
    """The names, in the same zone, that always lead to the Region."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FailoverRecordsArgs:
    """Which names lead where."""

    zone_id: str
    names: Mapping[SystemName, str]
    """What callers use."""

    region_name: str
    """The name that says which Region callers go to."""

    ttl: timedelta
    """How long callers may remember that; aliases are answered with the TTL of what they lead to."""

    primary: Side
    secondary: Side


class FailoverRecords(pulumi.ComponentResource):
    """A pair of records for each name, and the pair that says where they lead."""

    def __init__(self, name: str, args: FailoverRecordsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:recovery:FailoverRecords", name, None, opts)
        for half, side in ((Half.PRIMARY, args.primary), (Half.SECONDARY, args.secondary)):
            route53.Record(
                f"{name}-region-{side.region}",
                zone_id=args.zone_id,
                name=args.region_name,
                type="TXT",
                ttl=int(args.ttl.total_seconds()),
                records=[side.region],
                set_identifier=side.region,
                health_check_id=side.health_check,
                failover_routing_policies=[route53.RecordFailoverRoutingPolicyArgs(type=half)],
                opts=kit.child(self),
            )
            for system, callers in args.names.items():
                route53.Record(
                    f"{name}-{system}-{side.region}",
                    zone_id=args.zone_id,
                    name=callers,
                    type="A",
                    aliases=[
                        route53.RecordAliasArgs(
                            name=side.targets[system], zone_id=args.zone_id, evaluate_target_health=True
                        )
                    ],
                    set_identifier=side.region,
                    health_check_id=side.health_check,
                    failover_routing_policies=[route53.RecordFailoverRoutingPolicyArgs(type=half)],
                    opts=kit.child(self),
                )
        self.register_outputs({})
