"""What the resolver of a VPC answers."""

from __future__ import annotations

import pytest

from components.network import plan
from components.network.dns_firewall import DnsFirewall, DnsFirewallArgs
from graph.model import UNKNOWN
from tests.synth import Declared, synth

LISTS = "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList"
RULE = "aws:route53/resolverFirewallRule:ResolverFirewallRule"
ASSOCIATION = "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation"


def a_firewall(*, unknown: bool = False) -> Declared:
    args = DnsFirewallArgs(vpc_id="vpc-1", domains=("b.example.com", "*.a.example.com", "b.example.com"))
    return synth(lambda: DnsFirewall("dns-firewall", args), unknown=unknown)


def test_the_list_is_answered_and_everything_else_is_not() -> None:
    """The list comes first; behind it is every name there is."""
    allow, block = sorted(a_firewall().of_type(RULE), key=lambda rule: rule["priority"])
    lists = {one.urn: one["domains"] for one in a_firewall().of_type(LISTS)}

    assert ("ALLOW", "BLOCK", "NODATA") == (allow["action"], block["action"], block["blockResponse"])
    assert [["*.a.example.com", "b.example.com"], ["*"]] == [
        lists[rule.property_dependencies["firewallDomainListId"][0]] for rule in (allow, block)
    ]


def test_it_stays_closed_when_it_does_not_answer() -> None:
    """Open is what somebody would wait for."""
    config = a_firewall().only("aws:route53/resolverFirewallConfig:ResolverFirewallConfig")

    assert ("vpc-1", "DISABLED") == (config["resourceId"], config["firewallFailOpen"])


def test_the_vpc_is_guarded_only_once_the_list_stands() -> None:
    """A group that blocks before it allows takes the network away from whatever runs there."""
    declared = a_firewall()
    after = declared.only(ASSOCIATION).dependencies

    assert {rule.urn for rule in declared.of_type(RULE)} <= set(after)
    assert declared.named("dns-firewall-allow").urn in declared.named("dns-firewall-block").dependencies


def test_the_output_is_the_group_that_guards() -> None:
    """What is verified is promised once it stands."""
    assert {"rule_group_id": UNKNOWN} == a_firewall(unknown=True).outputs_of("lz:network:DnsFirewall")


def test_aws_is_answered_in_the_regions_of_the_pair_and_nowhere_else() -> None:
    """A bucket of another Region is not found by name."""
    names = plan.answered(("eu-west-1", "eu-central-1"), ("partner.example.com",))

    assert {"*.eu-west-1.amazonaws.com", "*.eu-central-1.eks.amazonaws.com", "partner.example.com"} <= set(names)
    assert "*.amazonaws.com" not in names
    assert sorted(set(names)) == list(names)


@pytest.mark.parametrize("name", plan.answered(("eu-west-1",), ()))
def test_every_name_is_one_that_route_53_takes(name: str) -> None:
    """A star stands alone before the first dot."""
    assert "*" not in name.removeprefix("*.")
    assert name == name.lower().strip(".")
