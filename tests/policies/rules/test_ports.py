"""Ports of models: every port, every spelling of a rule, private and public addresses."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rule import Examples
from policies.rules.examples.build import aws
from policies.rules.examples.network import DEFAULT_GROUP, GROUP, GROUP_RULE, INGRESS_RULE
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
PUBLIC, PUBLIC_6 = "198.51.100.0/24", "2001:db8::/32"


def said(*stack: Any) -> Verdict:
    return verdict(RULES["LZ-NET-006"], stack)


def group(type_: str = GROUP, **entry: Any) -> Examples:
    given = {"protocol": "tcp", "fromPort": 8000, "toPort": 8000, "cidrBlocks": [PUBLIC], **entry}
    return (aws(type_, "group", ingress=[{k: v for k, v in given.items() if v is not None}]),)


@pytest.mark.parametrize("port", [5000, 6006, 6333, 8000, 8080, 8265, 8888, 9200, 19530])
def test_each_port_of_a_model_counts(port: int) -> None:
    """Alone, and at either end of a range; not the one before or after."""
    assert FAIL is said(*group(fromPort=port, toPort=port))
    assert PASS is said(*group(fromPort=port - 1, toPort=port - 1))
    assert PASS is said(*group(fromPort=port + 1, toPort=port + 1))
    assert FAIL is said(*group(fromPort=port - 1, toPort=port))
    assert FAIL is said(*group(fromPort=port, toPort=port + 1))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"protocol": "-1", "fromPort": 0, "toPort": 0}, FAIL),
        ({"protocol": -1, "fromPort": None, "toPort": None}, FAIL),
        ({"protocol": "all"}, FAIL),
        ({"protocol": "6"}, FAIL),
        ({"protocol": 6}, FAIL),
        ({"protocol": "udp"}, PASS),
        ({"protocol": UNKNOWN}, UNSURE),
        ({"toPort": UNKNOWN}, UNSURE),
        ({"fromPort": None}, PASS),
    ],
)
def test_a_protocol_carries_ports_or_everything(entry: dict[str, Any], expected: Verdict) -> None:
    """In numbers and in words."""
    assert expected is said(*group(**entry))


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (PUBLIC, FAIL),
        ("198.51.100.7/24", FAIL),
        ("0.0.0.0/0", FAIL),
        ("10.32.0.0/16", PASS),
        ("10.0.0.0/8", PASS),
        ("8.0.0.0/7", FAIL),
        ("100.64.0.0/10", PASS),
        ("172.31.0.0/16", PASS),
        ("172.32.0.0/16", FAIL),
        ("192.168.7.1", PASS),
        ("10.0.0.5/8", PASS),
        ("prefix", PASS),
        (7, PASS),
        (UNKNOWN, UNSURE),
    ],
)
def test_an_address_is_private_or_the_internets(block: Any, expected: Verdict) -> None:
    """What is no address is none of either."""
    assert expected is said(*group(cidrBlocks=[block]))


def test_addresses_of_both_kinds_count() -> None:
    """IPv6 has private addresses as well."""
    assert FAIL is said(*group(cidrBlocks=None, ipv6CidrBlocks=[PUBLIC_6]))
    assert PASS is said(*group(cidrBlocks=None, ipv6CidrBlocks=["fd00::/8"]))
    assert FAIL is said(*group(type_=DEFAULT_GROUP))


TO_8000 = {"fromPort": 8000, "toPort": 8000}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (aws(GROUP_RULE, "in", type="ingress", protocol="tcp", cidrBlocks=[PUBLIC], **TO_8000), FAIL),
        (aws(GROUP_RULE, "in", type="ingress", protocol="tcp", ipv6CidrBlocks=[PUBLIC_6], **TO_8000), FAIL),
        (aws(GROUP_RULE, "in", type="ingress", protocol="udp", cidrBlocks=[PUBLIC], **TO_8000), PASS),
        (aws(GROUP_RULE, "out", type="egress", protocol="tcp", cidrBlocks=[PUBLIC], **TO_8000), PASS),
        (aws(GROUP_RULE, "any", type=UNKNOWN, protocol="tcp", cidrBlocks=[PUBLIC], **TO_8000), UNSURE),
        (aws(INGRESS_RULE, "in", ipProtocol="tcp", cidrIpv4=PUBLIC, **TO_8000), FAIL),
        (aws(INGRESS_RULE, "in", ipProtocol="tcp", cidrIpv6=PUBLIC_6, **TO_8000), FAIL),
        (aws(INGRESS_RULE, "in", ipProtocol="udp", cidrIpv4=PUBLIC, **TO_8000), PASS),
        (aws(INGRESS_RULE, "in", ipProtocol="tcp", referencedSecurityGroupId="sg-1", **TO_8000), PASS),
    ],
)
def test_a_rule_of_its_own_is_held_to_the_same(rule: Any, expected: Verdict) -> None:
    """In its former form and in that of today."""
    assert expected is said(rule)


def test_a_group_that_admits_nobody_is_looked_at() -> None:
    """A rule that says nothing would pass everything."""
    stack = graph_of((aws(GROUP, "group"),))

    assert [PASS] == [outcome.verdict for outcome in outcomes(RULES["LZ-NET-006"], stack)]
