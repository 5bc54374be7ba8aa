"""The VPC: which blocks are the whole internet, what belongs to a VPC, and what an endpoint lets through."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, aws, changed, document
from policies.rules.examples.network import (
    DEFAULT_GROUP,
    EGRESS_RULE,
    GROUP,
    GROUP_RULE,
    INGRESS_RULE,
    NETWORK,
    endpoint_access,
)
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ENDPOINT_POLICY = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"


def without(*names: str) -> Examples:
    return tuple(example for example in NETWORK if example.name not in names)


@pytest.mark.parametrize(
    ("vpc", "expected"), [("vpc-of-another", FAIL), (UNKNOWN, UNSURE), (None, FAIL)], ids=["other", "unknown", "none"]
)
def test_a_flow_log_is_of_one_vpc(vpc: Any, expected: Verdict) -> None:
    """Of which, an id may say only after the deploy."""
    assert expected is said("LZ-LOG-011", changed(NETWORK, "flow-log", vpcId=vpc))


def test_a_whole_flow_log_beside_one_that_may_be_of_the_vpc_is_enough() -> None:
    """The other one takes nothing away."""
    perhaps = aws("aws:ec2/flowLog:FlowLog", "another", vpcId=UNKNOWN, trafficType="REJECT")

    assert PASS is said("LZ-LOG-011", (*NETWORK, perhaps))


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("10.0.0.0/8", PASS),
        ("10.0.0.0/7", FAIL),
        ("128.0.0.0/1", FAIL),
        ("10.1.2.3/0", FAIL),
        ("2001:db8::/16", PASS),
        ("2000::/15", FAIL),
        ("::/0", FAIL),
        ("no block", PASS),
        (UNKNOWN, UNSURE),
    ],
)
@pytest.mark.parametrize("way", ["ingress", "egress"])
def test_a_block_wider_than_anybody_owns_is_the_internet(way: str, block: Any, expected: Verdict) -> None:
    """Both families, in one piece or in two halves, wherever a group says its blocks."""
    family = "ipv6CidrBlocks" if ":" in str(block) else "cidrBlocks"
    kind, of_rule = (INGRESS_RULE, "LZ-NET-001") if way == "ingress" else (EGRESS_RULE, "LZ-NET-005")
    own = "cidrIpv6" if ":" in str(block) else "cidrIpv4"
    group = aws(GROUP, "group", **{way: [{"protocol": "-1", family: [block]}]})

    assert expected is said(of_rule, (group,))
    assert expected is said(of_rule, (aws(kind, "rule", **{own: block}, ipProtocol="-1"),))


@pytest.mark.parametrize(
    ("type_", "direction", "expected"),
    [(GROUP_RULE, "ingress", FAIL), (GROUP_RULE, "egress", PASS), (GROUP_RULE, UNKNOWN, UNSURE)],
)
@pytest.mark.parametrize("blocks", [{"cidrBlocks": ["0.0.0.0/0"]}, {"ipv6CidrBlocks": ["::/0"]}])
def test_a_rule_says_its_direction(type_: str, direction: Any, expected: Verdict, blocks: dict[str, Any]) -> None:
    """Only what comes in is an open port."""
    assert expected is said("LZ-NET-001", (aws(type_, "rule", type=direction, **blocks),))


@pytest.mark.parametrize("family", ["cidrBlocks", "ipv6CidrBlocks"])
def test_a_default_group_lets_no_internet_in_either(family: str) -> None:
    """It has the same ingress as any other."""
    block = "::/0" if family == "ipv6CidrBlocks" else "0.0.0.0/0"

    assert FAIL is said("LZ-NET-001", (aws(DEFAULT_GROUP, "group", ingress=[{"protocol": "tcp", family: [block]}]),))


@pytest.mark.parametrize(
    ("protocol", "expected"), [("-1", FAIL), ("all", FAIL), (None, FAIL), ("tcp", PASS), (UNKNOWN, UNSURE)]
)
def test_every_protocol_has_more_than_one_name(protocol: Any, expected: Verdict) -> None:
    """Also none: AWS then takes them all."""
    assert expected is said("LZ-NET-005", changed(NETWORK, "out", ipProtocol=protocol))


def test_a_group_says_the_protocol_beside_its_blocks() -> None:
    """TLS to anywhere is what AWS and registries need."""
    blocks = {"cidrBlocks": ["0.0.0.0/0"]}

    assert PASS is said("LZ-NET-005", (aws(GROUP, "group", egress=[{"protocol": "tcp", **blocks}]),))
    assert FAIL is said("LZ-NET-005", (aws(GROUP, "group", egress=[{"protocol": "all", **blocks}]),))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"ingress": None, "egress": None}, PASS),
        ({"egress": [{"protocol": "-1", "cidrBlocks": ["10.0.0.0/8"]}]}, FAIL),
        ({"egress": UNKNOWN}, UNSURE),
        ({"vpcId": "vpc-of-another"}, FAIL),
        ({"vpcId": UNKNOWN}, UNSURE),
    ],
)
def test_the_default_group_is_adopted_and_shut_both_ways(change: dict[str, Any], expected: Verdict) -> None:
    """Adopted without rules it has none; of another VPC it shuts nothing here."""
    assert expected is said("LZ-NET-002", changed(NETWORK, "default-group", **change))


@pytest.mark.parametrize("type_", [GROUP_RULE, INGRESS_RULE, EGRESS_RULE])
def test_no_rule_is_added_to_the_default_group(type_: str) -> None:
    """By none of the types that could; one of unknown group may be."""
    added = aws(type_, "added", {"securityGroupId": "default-group"})

    assert FAIL is said("LZ-NET-002", (*NETWORK, added))
    assert UNSURE is said("LZ-NET-002", (*NETWORK, aws(type_, "added", securityGroupId=UNKNOWN)))
    assert PASS is said("LZ-NET-002", (*NETWORK, aws(type_, "added", {"securityGroupId": "group"})))


@pytest.mark.parametrize(
    ("public", "expected"), [(None, PASS), (False, PASS), ("false", PASS), ("true", FAIL), (UNKNOWN, UNSURE)]
)
def test_a_subnet_gives_no_addresses_unless_told(public: Any, expected: Verdict) -> None:
    """What AWS does by itself is not to."""
    assert expected is said("LZ-NET-003", changed(NETWORK, "subnet", mapPublicIpOnLaunch=public))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("block-ingress", PASS), ("block-bidirectional", PASS), ("off", FAIL), (None, FAIL), (UNKNOWN, UNSURE)],
)
def test_block_public_access_shuts_one_way_or_both(mode: Any, expected: Verdict) -> None:
    """The way in is the one that must be shut."""
    assert expected is said("LZ-NET-004", changed(NETWORK, "block", internetGatewayBlockMode=mode))


LIMITED = {"StringEquals": {"aws:ResourceAccount": ACCOUNT}}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({}, FAIL),
        ({"Action": "s3:*"}, FAIL),
        ({"Action": "s3:Get*"}, PASS),
        ({"Action": ["s3:GetObject", "**"]}, FAIL),
        ({"Action": "s3:GetObject"}, PASS),
        ({"Resource": "arn:aws:s3:::lz-prod-documents/*"}, PASS),
        ({"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}, PASS),
        ({"Effect": "Deny"}, PASS),
        ({"Condition": LIMITED}, PASS),
        ({"Condition": {"StringEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}}, PASS),
        ({"Condition": {"StringLike": {"aws:ResourceOrgPaths": "o-a1b2c3d4e5/r-1/*"}}}, PASS),
        ({"Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}}, PASS),
        ({"Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}, FAIL),
        ({"Condition": {"StringLike": {"aws:ResourceAccount": "*"}}}, FAIL),
        ({"Condition": UNKNOWN}, UNSURE),
        ({"Action": UNKNOWN}, UNSURE),
        ({"Action": UNKNOWN, "Condition": LIMITED}, PASS),
    ],
)
def test_full_access_is_everybody_everything_everywhere(statement: dict[str, Any], expected: Verdict) -> None:
    """One of the four narrowed is enough: who, what, on what, whose."""
    policy = {"Statement": [endpoint_access(**statement)]}

    assert expected is said("LZ-RES-007", changed(NETWORK, "endpoint", policy=policy))


@pytest.mark.parametrize(
    ("kind", "expected"), [("GatewayLoadBalancer", PASS), ("Interface", FAIL), (None, FAIL), (UNKNOWN, UNSURE)]
)
def test_an_endpoint_without_a_policy_has_the_default(kind: Any, expected: Verdict) -> None:
    """Only that of a load balancer of gateways can have none."""
    stack = changed(NETWORK, "endpoint", vpcEndpointType=kind, policy=None)

    assert expected is said("LZ-RES-007", stack)
    assert {"policy"} == {outcome.path for outcome in outcomes(RULES["LZ-RES-007"], graph_of(stack))}


@pytest.mark.parametrize(
    ("endpoint", "condition", "expected"),
    [("endpoint", LIMITED, PASS), ("endpoint", {}, FAIL), (None, LIMITED, UNSURE), ("another", LIMITED, FAIL)],
)
def test_an_endpoint_may_have_its_policy_apart(endpoint: Any, condition: dict[str, Any], expected: Verdict) -> None:
    """A resource of its own, by the endpoint's id; one of unknown endpoint may be this one's."""
    policy = document(endpoint_access(Condition=condition))
    refs = {"vpcEndpointId": endpoint} if endpoint == "endpoint" else {}
    value = {} if refs else {"vpcEndpointId": endpoint or UNKNOWN}
    apart = aws(ENDPOINT_POLICY, "apart", refs, **value, policy=policy)

    assert expected is said("LZ-RES-007", (*changed(NETWORK, "endpoint", policy=None), apart))


def test_a_policy_apart_is_judged_beside_the_endpoints_own() -> None:
    """Each of them, wherever it stands."""
    wide = aws(ENDPOINT_POLICY, "apart", {"vpcEndpointId": "endpoint"}, policy=document(endpoint_access()))

    assert FAIL is said("LZ-RES-007", (*NETWORK, wide))


def test_what_says_nothing_of_the_network_is_missed() -> None:
    """A VPC without its log, its group and the block of the Region."""
    bare = without("flow-log", "default-group", "block")

    assert [FAIL] * 3 == [said(rule, bare) for rule in ("LZ-LOG-011", "LZ-NET-002", "LZ-NET-004")]
