"""The comparison of a primary with its recovery side."""

from __future__ import annotations

from graph.model import Graph, Resource
from report.parity import Difference, compare

HERE, THERE = "eu-west-1", "eu-central-1"
SUBNET = "aws:ec2/subnet:Subnet"
BUCKET = "aws:s3/bucket:Bucket"


def _graph(stack: str, *resources: tuple[str, str, str | None]) -> Graph:
    made = [
        Resource(urn=f"urn:{type_}::{name}", type=type_, name=name, properties={"region": region} if region else {})
        for type_, name, region in resources
    ]
    return Graph("lz", stack, {r.urn: r for r in made})


def test_a_zone_of_the_other_region_is_the_same_place() -> None:
    """Subnets are compared by their number of zone, because zone ids carry the Region."""
    found = compare(
        _graph("prod", (SUBNET, "net-private-euw1-az2", None)),
        _graph("prod-dr", (SUBNET, "net-private-euc1-az2", None)),
        THERE,
        [],
    )

    assert found.holds


def test_a_replica_made_by_the_primary_counts() -> None:
    """Data stands in the recovery Region from the first deploy, made by the primary."""
    primary = _graph("prod", (BUCKET, "store-primary-bucket", HERE), (BUCKET, "store-replica-bucket", THERE))

    assert compare(primary, _graph("prod-dr"), THERE, []).holds


def test_a_replica_key_is_the_twin_of_a_key() -> None:
    """A multi-Region replica has a type of its own."""
    primary = _graph(
        "prod",
        ("aws:kms/key:Key", "key-models-key", HERE),
        ("aws:kms/replicaKey:ReplicaKey", "key-models-replica-key", THERE),
    )

    assert compare(primary, _graph("prod-dr"), THERE, []).holds


def test_what_the_recovery_side_lacks_is_named() -> None:
    """A resource added to the primary alone breaks parity until somebody explains it."""
    found = compare(_graph("prod", (BUCKET, "extra-bucket", HERE)), _graph("prod-dr"), THERE, [])

    assert ((BUCKET, "extra-bucket"),) == found.missing
    assert "extra-bucket" in str(found)


def test_what_only_the_recovery_side_has_is_named() -> None:
    """The recovery side is the same program; something of its own is a difference too."""
    found = compare(_graph("prod"), _graph("prod-dr", (BUCKET, "own-bucket", THERE)), THERE, [])

    assert ((BUCKET, "own-bucket"),) == found.surplus


def test_what_only_the_recovery_side_has_can_be_explained() -> None:
    """By an entry that says which side it is about; one about the primary explains nothing there."""
    primary, recovery = _graph("prod"), _graph("prod-dr", (BUCKET, "own-bucket", THERE))
    meant, other = Difference(BUCKET, "own-*", "its own", "recovery"), Difference(BUCKET, "own-*", "not here")

    assert compare(primary, recovery, THERE, [meant]).holds
    assert ((BUCKET, "own-bucket"),) == compare(primary, recovery, THERE, [other]).surplus


def test_an_explanation_that_nothing_needs_breaks_parity() -> None:
    """A written list that only grows says less each year."""
    found = compare(_graph("prod"), _graph("prod-dr"), THERE, [Difference(BUCKET, "gone-*", "was once")])

    assert not found.holds
    assert 1 == len(found.unused)


def test_an_explained_difference_does_not_break_parity() -> None:
    """What the list names may be missing, and is counted."""
    found = compare(
        _graph("prod", ("aws:cloudtrail/trail:Trail", "trail-trail", HERE)),
        _graph("prod-dr"),
        THERE,
        [Difference("aws:cloudtrail/*", "trail-*", "one trail records both Regions")],
    )

    assert found.holds
    assert 1 == found.explained
