from __future__ import annotations

from ipaddress import IPv4Network

import pytest

from components.network.vpc import Vpc, VpcArgs
from graph.model import UNKNOWN
from tests.synth import Declared, synth

ASSOCIATION = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
SUBNET = "aws:ec2/subnet:Subnet"


def a_vpc(zones: tuple[str, ...] = ("euw1-az1", "euw1-az2"), *, unknown: bool = False) -> Declared:
    args = VpcArgs(cidr=IPv4Network("10.32.0.0/16"), pods=IPv4Network("100.66.0.0/16"), zones=zones)
    return synth(lambda: Vpc("network", args), unknown=unknown)


def test_names_resolve_inside_the_vpc() -> None:
    """Interface endpoints answer under a service's own name only where the VPC resolves names."""
    vpc = a_vpc().only("aws:ec2/vpc:Vpc")

    assert vpc["enableDnsSupport"]
    assert vpc["enableDnsHostnames"]
    assert "10.32.0.0/16" == vpc["cidrBlock"]


def test_no_subnet_gives_a_public_address_on_launch() -> None:
    """Nothing becomes reachable from the internet by being started."""
    subnets = a_vpc().of_type(SUBNET)

    assert 10 == len(subnets), "five tiers in two zones"
    assert {False} == {s["mapPublicIpOnLaunch"] for s in subnets}


def test_subnets_are_placed_by_zone_id() -> None:
    """euw1-az1 is the same building in every account; eu-west-1a is not."""
    subnets = a_vpc().of_type(SUBNET)

    assert {"euw1-az1", "euw1-az2"} == {s["availabilityZoneId"] for s in subnets}
    assert {True} == {"availabilityZone" not in s.inputs for s in subnets}


@pytest.mark.parametrize("unknown", [False, True])
def test_a_pod_subnet_waits_for_the_pods_block(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """AWS refuses a subnet outside the VPC's blocks, and the pods' block is attached after the VPC is made."""
    declared = a_vpc(unknown=unknown)
    block = declared.only(ASSOCIATION)
    pod = declared.named("network-pod-euw1-az1", SUBNET)
    others = [s for s in declared.of_type(SUBNET) if s["tags"]["lz:tier"] != "pod"]

    assert "100.66.0.0/19" == pod["cidrBlock"]
    assert (block.urn,) == pod.property_dependencies["vpcId"]
    assert {False} == {block.urn in s.dependencies for s in others}


def test_the_default_security_group_lets_nothing_through() -> None:
    """What is started without a group of its own can talk to nobody."""
    group = a_vpc().only("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")

    assert [] == group["ingress"]
    assert [] == group["egress"]


def test_every_subnet_has_a_route_table_of_its_tier() -> None:
    """No subnet falls back to the VPC's main table."""
    declared = a_vpc()
    tables = {t.name for t in declared.of_type("aws:ec2/routeTable:RouteTable")}
    associations = declared.of_type("aws:ec2/routeTableAssociation:RouteTableAssociation")

    assert {"network-public", "network-isolated", "network-egress-euw1-az1", "network-egress-euw1-az2"} == tables
    assert {f"network-{t}-euw1-az{n}" for t in ("public", "private", "pod", "data", "endpoints") for n in (1, 2)} == {
        a.name for a in associations
    }
    isolated = {a.name for a in associations if any("isolated" in u for u in a.property_dependencies["routeTableId"])}
    assert {f"network-{t}-euw1-az{n}" for t in ("data", "endpoints") for n in (1, 2)} == isolated


def test_route_tables_start_without_a_route() -> None:
    """A way out is another component's decision."""
    declared = a_vpc()

    assert [] == declared.of_type("aws:ec2/route:Route")
    assert {True} == {"routes" not in t.inputs for t in declared.of_type("aws:ec2/routeTable:RouteTable")}


def test_adding_a_zone_changes_no_resource_that_exists() -> None:
    """The third zone is only added: no name, block or table of the first two changes."""
    before = {r.urn: r.inputs for r in a_vpc().all if r.custom}
    after = {r.urn: r.inputs for r in a_vpc(("euw1-az1", "euw1-az2", "euw1-az3")).all if r.custom}

    assert before.items() <= after.items()
    assert 11 == len(after) - len(before), "five subnets with their associations, and one route table"


def test_outputs_name_every_subnet_and_table() -> None:
    """The contract of the layer can be built from them."""
    outputs = a_vpc().outputs_of("lz:network:Vpc")

    assert outputs["vpc_id"].startswith("vpc-")
    assert 10 == len(outputs["subnet_ids"])
    assert outputs["subnet_ids"]["data-euw1-az2"].startswith("subnet-")
    assert {"public", "isolated", "egress-euw1-az1", "egress-euw1-az2"} == set(outputs["route_table_ids"])


def test_a_first_preview_knows_the_plan() -> None:
    """Blocks and zones can be judged before anything exists."""
    declared = a_vpc(unknown=True)

    assert {r.urn for r in a_vpc().all} == {r.urn for r in declared.all}
    assert "10.32.0.0/20" == declared.named("network-private-euw1-az1", SUBNET)["cidrBlock"]
    assert UNKNOWN is declared.outputs_of("lz:network:Vpc")["vpc_id"]
