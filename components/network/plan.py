"""The address plan and the plans derived from it: pure arithmetic, no resources.

The CIDR of a subnet is a function of the VPC's block, the number in its Availability Zone id and its tier, and of
nothing else. It depends on no order and no count, so adding a zone or a tier moves no subnet that exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from config.vocabulary import NatMode, Service, Tier

ZONE_BITS = 3
"""Eight slots a block. Zone ids end in az1 to az6 (us-east-1); two slots are left for zones AWS may add."""


AWS_NAMES = (
    "*.{region}.amazonaws.com",
    "*.{region}.api.aws",
    "*.{region}.compute.internal",
    "*.{region}.eks.amazonaws.com",
    "*.{region}.elb.amazonaws.com",
)
"""What AWS calls its services, our machines, clusters and balancers in a Region. A stranger's bucket has such a name
too: the policies of the endpoints refuse it."""

GLOBAL_NAMES = ("*.bottlerocket.aws", "api.pricing.us-east-1.amazonaws.com", "iam.amazonaws.com", "sts.amazonaws.com")
"""Services of AWS that stand in no Region of ours: the fixes of a node, what it costs, who may be one."""


def answered(regions: Iterable[str], beside: Iterable[str]) -> tuple[str, ...]:
    """The names that a VPC may ask for: AWS's own in these Regions, and those beside them."""
    own = (name.format(region=region) for region in regions for name in AWS_NAMES)
    return tuple(sorted({*own, *GLOBAL_NAMES, *beside}))


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A tier's part of a zone's block: slot number `slot` of the 2**`bits` equal slots the block divides into."""

    bits: int
    slot: int


SHARES: Mapping[Tier, Share] = {
    Tier.PRIVATE: Share(bits=1, slot=0),
    Tier.DATA: Share(bits=3, slot=4),
    Tier.PUBLIC: Share(bits=4, slot=10),
    Tier.ENDPOINTS: Share(bits=5, slot=22),
}
"""Private takes 0/2 of a zone's block, data 4/8, public 10/16, endpoints 22/32; the rest is free for tiers to come.

A new tier takes a slot in the free part; a slot that was ever used is never given to another tier. In a /20 VPC the
smallest subnet is a /28, the narrowest AWS accepts
(https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html). Pods have a block of their own and take a
zone's eighth of it whole.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedSubnet:
    """A subnet and its place in the plan."""

    tier: Tier
    zone: str
    cidr: IPv4Network

    @property
    def key(self) -> str:
        """What the subnet is called: private-euw1-az1."""
        return f"{self.tier}-{self.zone}"


def _slot(block: IPv4Network, bits: int, slot: int) -> IPv4Network:
    prefix = block.prefixlen + bits
    return IPv4Network((int(block.network_address) + (slot << (block.max_prefixlen - prefix)), prefix))


def subnet_cidr(cidr: IPv4Network, pods: IPv4Network, zone: str, tier: Tier) -> IPv4Network:
    """The block of a tier in a zone.

    `cidr` is the VPC's routable block, /16 to /20; `pods` a /16; `zone` an Availability Zone id such as euw1-az1.
    """
    number = int(zone.rsplit("-az", maxsplit=1)[1])
    if tier is Tier.POD:
        return _slot(pods, ZONE_BITS, number - 1)
    share = SHARES[tier]
    return _slot(_slot(cidr, ZONE_BITS, number - 1), share.bits, share.slot)


def subnets(cidr: IPv4Network, pods: IPv4Network, zones: Iterable[str]) -> tuple[PlannedSubnet, ...]:
    """A subnet of every tier in every zone, by zone and then tier, whatever the order of `zones`."""
    return tuple(
        PlannedSubnet(tier=tier, zone=zone, cidr=subnet_cidr(cidr, pods, zone, tier))
        for zone in sorted(zones)
        for tier in Tier
    )


PUBLIC_TABLE = "public"
ISOLATED_TABLE = "isolated"


def egress_table(zone: str) -> str:
    """The route table of a zone's way out, shared by its private and pod subnets."""
    return f"egress-{zone}"


def route_table(tier: Tier, zone: str) -> str:
    """Which route table a subnet uses.

    One for all public subnets, because they share the internet gateway. One a zone where the NAT gateway differs by
    zone. One without any internet route for data and endpoints.
    """
    match tier:
        case Tier.PUBLIC:
            return PUBLIC_TABLE
        case Tier.PRIVATE | Tier.POD:
            return egress_table(zone)
        case Tier.DATA | Tier.ENDPOINTS:
            return ISOLATED_TABLE


def nat_placement(zones: Sequence[str], mode: NatMode) -> dict[str, str]:
    """Each zone, and the zone whose NAT gateway it goes out through.

    Single puts the one gateway in the first zone of the list. A zone added at the end moves no gateway and no route.
    """
    return {zone: zone if mode is NatMode.PER_ZONE else zones[0] for zone in zones}


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointPlan:
    """Which VPC endpoints an environment needs, by the last part of their service name, sorted."""

    gateway: tuple[str, ...]
    """Entries in route tables: no charge."""

    interface: tuple[str, ...]
    """Network interfaces in the endpoints tier: charged by zone and hour."""


_GATEWAY = frozenset({Service.S3, Service.DYNAMODB})
_ECR = ("ecr.api", "ecr.dkr")


def endpoints(services: Iterable[Service]) -> EndpointPlan:
    """The endpoints that a set of services needs.

    ECR needs two interfaces, and S3: image layers are downloaded from a bucket of AWS
    (https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html).
    """
    wanted = set(services)
    interface = {str(s) for s in wanted - _GATEWAY - {Service.ECR}}
    gateway = {str(s) for s in wanted & _GATEWAY}
    if Service.ECR in wanted:
        interface.update(_ECR)
        gateway.add(str(Service.S3))
    return EndpointPlan(gateway=tuple(sorted(gateway)), interface=tuple(sorted(interface)))
