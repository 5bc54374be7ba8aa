"""The DNS firewall of the VPC: associated, closed when it does not answer, and a list that is the one of the deploy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts import NetworkContract
from config.contracts.network import DnsFirewallContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(network: NetworkContract, account: Account) -> Iterator[Line]:
    """What the resolver answers in the VPC, and what it does with every other name."""
    if network.dns_firewall is not None:
        yield from _firewall(network, network.dns_firewall, account)


def _firewall(network: NetworkContract, firewall: DnsFirewallContract, account: Account) -> Iterator[Line]:
    resolver: Any = account.client("route53resolver", network.region)
    thing = account.thing("DNS firewall", firewall.rule_group)
    rules = Once(lambda: resolver.list_firewall_rules(FirewallRuleGroupId=firewall.rule_group)["FirewallRules"])

    def association() -> object:
        answer = resolver.list_firewall_rule_group_associations(
            FirewallRuleGroupId=firewall.rule_group, VpcId=network.vpc_id
        )
        return jmespath.search("FirewallRuleGroupAssociations[0].Status", answer)

    def names(action: str) -> object:
        lists = [rule["FirewallDomainListId"] for rule in rules() if rule["Action"] == action]
        pages = [resolver.list_firewall_domains(FirewallDomainListId=one)["Domains"] for one in lists]
        # AWS answers with a dot at the end.
        return sorted(name.removesuffix(".") for page in pages for name in page) or None

    def open_() -> object:
        answer = resolver.get_firewall_config(ResourceId=network.vpc_id)
        return jmespath.search("FirewallConfig.FirewallFailOpen", answer)

    yield thing.holds(f"guards {network.vpc_id}", "COMPLETE", association)
    yield thing.holds("answers", sorted(firewall.domains), lambda: names("ALLOW"))
    yield thing.holds("answers nothing of", ["*"], lambda: names("BLOCK"))
    yield thing.holds("open when it fails", "DISABLED", open_)
