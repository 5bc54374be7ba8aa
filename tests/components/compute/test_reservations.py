"""Capacity that a pool has for itself."""

from __future__ import annotations

import pytest

from components.compute.reservations import Reservations, ReservationsArgs
from tests.components.compute.ground import ZONE_NAMES
from tests.synth import Declared, DeclaredResource, synth

RESERVATION = "aws:ec2/capacityReservation:CapacityReservation"


def declare(instances: int = 4, *, unknown: bool = False) -> Declared:
    args = ReservationsArgs(pool="inference", instance="g6.xlarge", instances=instances, zone_names=ZONE_NAMES)
    return synth(lambda: Reservations("reservations", args), unknown=unknown)


def all_of(**more: bool) -> list[DeclaredResource]:
    return declare(**more).of_type(RESERVATION)


@pytest.mark.parametrize("unknown", [False, True])
def test_instances_stand_in_all_zones(unknown: bool) -> None:  # noqa: FBT001  a parametrized value
    """By the account's own names of the zones: the API knows no other."""
    assert {"eu-west-1c": 2, "eu-west-1a": 1, "eu-west-1b": 1} == {
        r["availabilityZone"]: r["instanceCount"] for r in all_of(unknown=unknown)
    }


def test_only_who_names_a_reservation_runs_in_it() -> None:
    """An open one is taken by whatever starts first."""
    assert {"targeted"} == {r["instanceMatchCriteria"] for r in all_of()}


def test_no_reservation_ends_by_itself() -> None:
    """A forgotten date would be an outage."""
    assert {("unlimited", None)} == {(r["endDateType"], r.inputs.get("endDate")) for r in all_of()}


def test_a_reservation_says_whose_it_is() -> None:
    """It costs whether it is used or not, so somebody will ask."""
    assert {"inference"} == {r["tags"]["lz:pool"] for r in all_of()}


def test_a_zone_without_any_has_no_reservation() -> None:
    """AWS reserves one instance at least."""
    assert 2 == len(declare(2).of_type(RESERVATION))


def test_reservations_are_known_by_the_zones_id() -> None:
    """What a node group in that zone asks for."""
    assert {"euw1-az1", "euw1-az2", "euw1-az3"} == set(
        declare().outputs_of("lz:compute:Reservations")["reservation_ids"]
    )
