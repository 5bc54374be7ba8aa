"""What counts as a list of names that a VPC may ask for, and which VPCs need one."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.outside import (
    ASSOCIATION,
    CONFIG,
    DOMAINS,
    FIREWALL,
    FIREWALL_POLICY,
    FIREWALL_RULES,
    RULE,
    SUBNET,
    VPC,
    houses,
    is_filtered,
)
from policies.rule import Example, Examples
from policies.rules.examples.build import aws, changed, linked
from policies.rules.examples.outside import NAMED
from policies.verdict import Verdict
from policies.view import StackView, View

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
CLUSTER = "aws:eks/cluster:Cluster"
GROUP_ARN = "arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/names"


def vpc_of(stack: Examples) -> View:
    (vpc,) = StackView(graph_of(stack)).of_type(VPC)
    return vpc


def without(*names: str) -> Examples:
    return tuple(example for example in NAMED if example.name not in names)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (NAMED, PASS),
        (without("answer"), PASS),
        (without("closed"), PASS),
        (without("refuse"), FAIL),
        (without("guarded"), FAIL),
        (changed(NAMED, "refuse", action="ALERT"), FAIL),
        (changed(NAMED, "refuse", action=UNKNOWN), UNSURE),
        (changed(NAMED, "refuse", qType="A"), FAIL),
        (changed(NAMED, "all-others", domains=["*.example.com"]), FAIL),
        (changed(NAMED, "all-others", domains=UNKNOWN), UNSURE),
        (changed(NAMED, "listed", domains=["*.example.com", "*"]), FAIL),
        (changed(NAMED, "listed", domains=[UNKNOWN]), UNSURE),
        (changed(NAMED, "refuse", firewallDomainListId="rslvr-fdl-of-another-stack"), UNSURE),
        (changed(NAMED, "closed", firewallFailOpen="ENABLED"), FAIL),
        (changed(NAMED, "closed", firewallFailOpen=UNKNOWN), UNSURE),
        (changed(NAMED, "closed", resourceId="vpc-other", firewallFailOpen="ENABLED"), PASS),
        (changed(NAMED, "guarded", vpcId="vpc-other"), FAIL),
        (changed(NAMED, "guarded", vpcId=UNKNOWN), UNSURE),
    ],
)
def test_a_list_is_answered_and_everything_else_is_not(stack: Examples, expected: Verdict) -> None:
    """Of every type of question, also when the firewall itself does not answer; more than the list is not needed."""
    assert expected is is_filtered(vpc_of(stack))


def network_firewall(kind: Any = "ALLOWLIST", targets: Any = ("example.com",), vpc: Any = "vpc") -> Examples:
    listed = {"generatedRulesType": kind, "targets": list(targets), "targetTypes": ["TLS_SNI"]}
    where = {"vpcId": vpc} if vpc == "vpc" else {}
    return (
        aws(VPC, "vpc"),
        aws(FIREWALL_RULES, "names", ruleGroup={"rulesSource": {"rulesSourceList": listed}}),
        aws(FIREWALL_POLICY, "policy", {"firewallPolicy": "names"}),
        aws(FIREWALL, "firewall", {**where, "firewallPolicyArn": "policy"}, **({} if where else {"vpcId": vpc})),
    )


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (network_firewall(), PASS),
        (network_firewall("DENYLIST"), FAIL),
        (network_firewall(targets=()), FAIL),
        (network_firewall(vpc="vpc-other"), FAIL),
        (network_firewall(vpc=UNKNOWN), UNSURE),
        (network_firewall(UNKNOWN), UNSURE),
    ],
)
def test_a_network_firewall_with_a_list_will_do_as_well(stack: Examples, expected: Verdict) -> None:
    """It sees addresses too, at a price this zone does not pay."""
    assert expected is is_filtered(vpc_of(stack))


def test_a_network_firewall_is_known_by_its_arns_once_they_are() -> None:
    """After the deploy no edge is needed."""
    stack = changed(network_firewall(), "names", arn=GROUP_ARN)
    references = {"statefulRuleGroupReferences": [{"resourceArn": GROUP_ARN}]}

    assert PASS is is_filtered(vpc_of(changed(stack, "policy", firewallPolicy=references)))


def housed(*others: Example) -> Verdict:
    return houses(vpc_of((aws(VPC, "vpc"), aws(SUBNET, "subnet", {"vpcId": "vpc"}, id="subnet-1"), *others)))


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"subnetIds": ["subnet-1"]}, PASS),
        ({"subnetIds": ["subnet-2"]}, FAIL),
        ({"subnetIds": [UNKNOWN]}, UNSURE),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_vpc_is_one_of_agents_or_models_by_its_subnets(config: Any, expected: Verdict) -> None:
    """By the id once it is known."""
    assert expected is housed(aws(CLUSTER, "cluster", vpcConfig=config))


def test_a_vpc_is_one_of_agents_or_models_by_an_edge() -> None:
    """Before anything has an id."""
    (cluster,) = linked((aws(CLUSTER, "cluster"),), "cluster", vpcConfig="subnet")

    assert PASS is housed(cluster)
    assert FAIL is housed()


def test_the_types_are_the_ones_of_the_provider() -> None:
    """A token that is spelled wrong finds nothing, and says nothing of it."""
    for token in (ASSOCIATION, CONFIG, DOMAINS, RULE, FIREWALL, FIREWALL_POLICY, FIREWALL_RULES):
        module, _, name = token.removeprefix("aws:").partition("/")
        kind = name.partition(":")[2]
        assert kind in vars(__import__(f"pulumi_aws.{module}", fromlist=[kind])), token
