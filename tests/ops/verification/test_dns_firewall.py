"""The DNS firewall, as AWS would answer; moto has none."""

from __future__ import annotations

from typing import Any

import pytest

from config.contracts import NetworkContract
from config.contracts.network import DnsFirewallContract
from ops.verification import dns_firewall
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, differing, kept

NAMES = ["*.eu-west-1.amazonaws.com", "partner.example.com"]
NETWORK = NetworkContract(
    environment="prod",
    account="123456789012",
    region=HERE,
    vpc_id="vpc-1",
    cidr="10.32.0.0/16",
    pods="100.66.0.0/16",
    subnets=[],
    nat_gateways=[],
    endpoints={},
    prefix_lists={},
    flow_log="fl-1",
    query_log="rqlc-1",
    dns_firewall=DnsFirewallContract(rule_group="rslvr-frg-1", domains=NAMES),
)
GOOD: dict[str, Any] = {
    "status": "COMPLETE",
    "open": "DISABLED",
    "rules": {"ALLOW": [f"{name}." for name in reversed(NAMES)], "BLOCK": ["*."]},
}


class Resolver:
    """A firewall of two rules."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self._answers = answers

    def list_firewall_rules(self, **asked: str) -> dict[str, Any]:
        assert {"FirewallRuleGroupId": "rslvr-frg-1"} == asked
        return {"FirewallRules": [{"Action": a, "FirewallDomainListId": a} for a in self._answers["rules"]]}

    def list_firewall_domains(self, **asked: str) -> dict[str, Any]:
        return {"Domains": self._answers["rules"][asked["FirewallDomainListId"]]}

    def list_firewall_rule_group_associations(self, **asked: str) -> dict[str, Any]:
        assert {"FirewallRuleGroupId": "rslvr-frg-1", "VpcId": "vpc-1"} == asked
        return {"FirewallRuleGroupAssociations": [{"Status": self._answers["status"]}]}

    def get_firewall_config(self, **asked: str) -> dict[str, Any]:
        assert {"ResourceId": "vpc-1"} == asked
        return {"FirewallConfig": {"FirewallFailOpen": self._answers["open"]}}


def _account(**changes: Any) -> Account:
    return Account(lambda _service, _region: Resolver({**GOOD, **changes}))


def test_a_firewall_as_it_was_deployed_keeps_every_promise() -> None:
    """In whatever order AWS lists the names."""
    assert 4 == len(kept(dns_firewall.check(NETWORK, _account())))


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        ({"status": "UPDATING"}, "guards vpc-1"),
        ({"open": "ENABLED"}, "open when it fails"),
        ({"rules": {**GOOD["rules"], "ALLOW": [*NAMES, "stranger.example.net"]}}, "answers"),
        ({"rules": {"ALLOW": NAMES}}, "answers nothing of"),
    ],
)
def test_each_change_is_told(change: dict[str, Any], promise: str) -> None:
    """A name more, a rule less, a door that stands open."""
    assert [promise] == list(differing(dns_firewall.check(NETWORK, _account(**change))))


def test_a_network_from_before_there_was_one_promises_nothing() -> None:
    """An older contract is read as well."""
    assert [] == list(dns_firewall.check(NETWORK.model_copy(update={"dns_firewall": None}), _account()))
