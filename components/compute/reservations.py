"""Reservations: GPU instances that a pool has for itself, whoever else wants them; paid for whether they run or not.

Guarantees: only who names a reservation runs in it; each says whose it is; none ends by itself, because a model server
that loses its capacity at midnight is an outage that was planned and forgotten.

An On-Demand Capacity Reservation is of one zone and one instance type
(https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from components import kit
from components.compute import plan
from config.vocabulary import InstanceType, PoolName, ZoneId

POOL_TAG = "lz:pool"
"""Whose a reservation is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReservationsArgs:
    """How many instances of which type, in which zones."""

    pool: PoolName

    instance: InstanceType
    """The pool's preferred type."""

    instances: int
    """How many, over all zones."""

    zone_names: Mapping[ZoneId, pulumi.Input[str]]
    """This account's names of the zones, by zone id."""


class Reservations(pulumi.ComponentResource):
    """A capacity reservation in each zone that gets any of the instances."""

    reservation_ids: Mapping[ZoneId, pulumi.Output[str]]
    """By zone id; zones without any are left out."""

    def __init__(self, name: str, args: ReservationsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:Reservations", name, None, opts)
        made = {
            zone: ec2.CapacityReservation(
                f"{name}-{zone}",
                instance_type=args.instance,
                instance_platform="Linux/UNIX",
                instance_count=count,
                availability_zone=args.zone_names[zone],
                tenancy="default",
                ebs_optimized=True,
                instance_match_criteria="targeted",
                end_date_type="unlimited",
                tags={"Name": f"{name}-{zone}", POOL_TAG: args.pool},
                opts=kit.child(self),
            )
            for zone, count in plan.spread(args.instances, args.zone_names).items()
        }
        self.reservation_ids = {zone: reservation.id for zone, reservation in made.items()}
        self.register_outputs({"reservation_ids": dict(self.reservation_ids)})
