from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.network import plan
from config.vocabulary import NatMode, Service, Tier

ZONES = tuple(f"euw1-az{n}" for n in range(1, 9))
PREFIXES = st.integers(min_value=16, max_value=20)


@st.composite
def blocks(draw: st.DrawFn) -> IPv4Network:
    prefix = draw(PREFIXES)
    slot = draw(st.integers(min_value=0, max_value=2 ** (prefix - 8) - 1))
    return IPv4Network((int(IPv4Network("10.0.0.0/8").network_address) + (slot << (32 - prefix)), prefix))


pod_blocks = st.integers(min_value=64, max_value=127).map(lambda n: IPv4Network(f"100.{n}.0.0/16"))
zone_lists = st.lists(st.sampled_from(ZONES), min_size=1, max_size=8, unique=True)


@given(blocks(), pod_blocks, zone_lists)
def test_no_two_subnets_overlap(cidr: IPv4Network, pods: IPv4Network, zones: list[str]) -> None:
    """An address belongs to at most one subnet."""
    planned = plan.subnets(cidr, pods, zones)

    assert [] == [(a.key, b.key) for a, b in combinations(planned, 2) if a.cidr.overlaps(b.cidr)]


@given(blocks(), pod_blocks, zone_lists)
def test_every_subnet_is_inside_its_block(cidr: IPv4Network, pods: IPv4Network, zones: list[str]) -> None:
    """Pods come from the pods' block, everything else from the routable one."""
    for subnet in plan.subnets(cidr, pods, zones):
        assert subnet.cidr.subnet_of(pods if subnet.tier is Tier.POD else cidr), subnet


@given(blocks(), pod_blocks, zone_lists)
def test_aws_accepts_every_size(cidr: IPv4Network, pods: IPv4Network, zones: list[str]) -> None:
    """A subnet is a /16 to a /28."""
    assert {True} == {16 <= s.cidr.prefixlen <= 28 for s in plan.subnets(cidr, pods, zones)}


@given(blocks(), pod_blocks, zone_lists, st.sampled_from(ZONES))
def test_adding_a_zone_moves_no_subnet(cidr: IPv4Network, pods: IPv4Network, zones: list[str], added: str) -> None:
    """A zone can be added to a VPC that is in use."""
    before = set(plan.subnets(cidr, pods, zones))
    after = set(plan.subnets(cidr, pods, {*zones, added}))

    assert before <= after


@given(blocks(), pod_blocks, zone_lists, st.sampled_from(sorted(plan.SHARES)))
def test_adding_a_tier_moves_no_subnet(cidr: IPv4Network, pods: IPv4Network, zones: list[str], added: Tier) -> None:
    """Every tier but one stands where it would stand if that one had never been thought of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "SHARES", {tier: share for tier, share in plan.SHARES.items() if tier is not added})
        before = {plan.subnet_cidr(cidr, pods, zone, tier) for zone in zones for tier in {*plan.SHARES, Tier.POD}}
    after = {s.cidr for s in plan.subnets(cidr, pods, zones)}

    assert before <= after
    assert len(zones) == len(after - before)


@given(blocks(), pod_blocks, st.permutations(ZONES))
def test_the_order_of_zones_does_not_matter(cidr: IPv4Network, pods: IPv4Network, zones: list[str]) -> None:
    """Sorting a list in a file changes nothing."""
    assert plan.subnets(cidr, pods, ZONES) == plan.subnets(cidr, pods, zones)


def test_the_plan_of_a_vpc_is_what_it_always_was() -> None:
    """These blocks are in use: a change of any line here replaces subnets with everything in them."""
    cidr, pods = IPv4Network("10.32.0.0/16"), IPv4Network("100.66.0.0/16")
    expected = {
        "public-euw1-az1": "10.32.20.0/23",
        "private-euw1-az1": "10.32.0.0/20",
        "pod-euw1-az1": "100.66.0.0/19",
        "data-euw1-az1": "10.32.16.0/22",
        "endpoints-euw1-az1": "10.32.22.0/24",
        "public-euw1-az3": "10.32.84.0/23",
        "private-euw1-az3": "10.32.64.0/20",
        "pod-euw1-az3": "100.66.64.0/19",
        "data-euw1-az3": "10.32.80.0/22",
        "endpoints-euw1-az3": "10.32.86.0/24",
    }

    assert expected == {s.key: str(s.cidr) for s in plan.subnets(cidr, pods, ["euw1-az3", "euw1-az1"])}


def test_a_zone_keeps_a_quarter_for_tiers_to_come() -> None:
    """A tier that is added later finds room in every zone, so no tier that exists has to move for it."""
    share = sum(1 / 2**s.bits for s in plan.SHARES.values())
    zone = IPv4Network("10.0.0.0/19")
    last_quarter = list(zone.subnets(prefixlen_diff=2))[3]
    taken = [
        plan.subnet_cidr(IPv4Network("10.0.0.0/16"), IPv4Network("100.64.0.0/16"), "x1-az1", t) for t in plan.SHARES
    ]

    assert share <= 0.75
    assert [] == [block for block in taken if block.overlaps(last_quarter)]


def test_every_tier_has_a_place() -> None:
    """A tier in the vocabulary cannot be forgotten in the plan."""
    assert set(Tier) == {*plan.SHARES, Tier.POD}


def test_only_public_private_and_pod_subnets_have_a_table_with_a_way_out() -> None:
    """Data and endpoints share the table that nobody adds an internet route to."""
    tables = {tier: plan.route_table(tier, "euw1-az2") for tier in Tier}

    assert {
        Tier.PUBLIC: "public",
        Tier.PRIVATE: "egress-euw1-az2",
        Tier.POD: "egress-euw1-az2",
        Tier.DATA: "isolated",
        Tier.ENDPOINTS: "isolated",
    } == tables


@given(zone_lists)
def test_each_zone_goes_out_through_its_own_gateway(zones: list[str]) -> None:
    """The loss of a zone costs only that zone its egress."""
    assert {zone: zone for zone in zones} == plan.nat_placement(zones, NatMode.PER_ZONE)


@given(zone_lists)
def test_a_single_gateway_serves_every_zone(zones: list[str]) -> None:
    """Single means one, and every zone has a way out."""
    placement = plan.nat_placement(zones, NatMode.SINGLE)

    assert set(zones) == set(placement)
    assert {zones[0]} == set(placement.values())


@given(zone_lists, st.sampled_from(NatMode), st.sampled_from(ZONES))
def test_a_zone_added_at_the_end_moves_no_gateway(zones: list[str], mode: NatMode, added: str) -> None:
    """Partners that allow our addresses by list are not cut off by a new zone."""
    before = plan.nat_placement(zones, mode)
    after = plan.nat_placement([*zones, *({added} - set(zones))], mode)

    assert before.items() <= after.items()


def test_s3_and_dynamodb_are_gateways_and_everything_else_an_interface() -> None:
    """Gateway endpoints exist for these two services, and cost nothing."""
    found = plan.endpoints([Service.KMS, Service.S3, Service.DYNAMODB, Service.STS])

    assert plan.EndpointPlan(gateway=("dynamodb", "s3"), interface=("kms", "sts")) == found


def test_ecr_needs_two_interfaces_and_the_bucket_of_its_layers() -> None:
    """An image can be pulled without a way to the internet."""
    assert plan.EndpointPlan(gateway=("s3",), interface=("ecr.api", "ecr.dkr")) == plan.endpoints([Service.ECR])


@given(st.sets(st.sampled_from(Service)), st.sampled_from(Service))
def test_adding_a_service_takes_no_endpoint_away(services: set[Service], added: Service) -> None:
    """Endpoints only come with services, in a stable order."""
    before, after = plan.endpoints(services), plan.endpoints({*services, added})

    assert set(before.gateway) <= set(after.gateway)
    assert set(before.interface) <= set(after.interface)
    assert list(after.interface) == sorted(after.interface)
