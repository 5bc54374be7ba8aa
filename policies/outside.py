"""What a VPC may find outside, by name: a DNS firewall of the resolver, or the list of a Network Firewall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.paths import select
from policies.systems import AGENT_RUNTIME
from policies.value import Value, non_empty, one_of
from policies.verdict import Verdict, every, some
from policies.view import View

VPC: Final = "aws:ec2/vpc:Vpc"
SUBNET: Final = "aws:ec2/subnet:Subnet"
DOMAINS: Final = "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList"
RULE: Final = "aws:route53/resolverFirewallRule:ResolverFirewallRule"
GROUP: Final = "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup"
ASSOCIATION: Final = "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation"
CONFIG: Final = "aws:route53/resolverFirewallConfig:ResolverFirewallConfig"
FIREWALL: Final = "aws:networkfirewall/firewall:Firewall"
FIREWALL_POLICY: Final = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
FIREWALL_RULES: Final = "aws:networkfirewall/ruleGroup:RuleGroup"

HOUSED: Final = {
    AGENT_RUNTIME: ("networkConfiguration", "networkConfiguration.networkModeConfig.subnets[]"),
    "aws:eks/cluster:Cluster": ("vpcConfig", "vpcConfig.subnetIds[]"),
    "aws:eks/nodeGroup:NodeGroup": ("subnetIds", "subnetIds[]"),
    "aws:sagemaker/model:Model": ("vpcConfig", "vpcConfig.subnets[]"),
    "aws:sagemaker/notebookInstance:NotebookInstance": ("subnetId", "subnetId"),
}
"""What runs agents and models, the property that says in which subnets, and the path to their ids."""

_ANY: Final = ("*", "*.")
_LIST: Final = "ruleGroup.rulesSource.rulesSourceList"


def houses(vpc: View) -> Verdict:
    """Whether agents or models run in the VPC; of one that stands in subnets of another stack nothing is known here."""
    subnets, perhaps = vpc.stack.attached(vpc, "vpcId", SUBNET, identities=("id",))
    held = some(_stands_in(one, subnet) for subnet in subnets for one in vpc.stack.of_type(*HOUSED))
    unsure = perhaps and any(True for _ in vpc.stack.of_type(*HOUSED))
    return held | (Verdict.UNKNOWN if unsure else Verdict.FAIL)


def _stands_in(one: View, subnet: View) -> Verdict:
    prop, path = HOUSED[one.type]
    linked = {source.urn for source in one.sources(prop) if source.type == SUBNET}
    if subnet.urn in linked:
        return Verdict.PASS
    unsaid = Verdict.FAIL if linked else Verdict.UNKNOWN
    own = subnet["id"]
    return some(
        unsaid if said.unknown else said.holds(lambda raw: own.known and raw == own.raw) for said in select(one, path)
    )


def is_filtered(vpc: View) -> Verdict:
    """Whether only listed names can be reached from the VPC."""
    return _answers_a_list(vpc) | _passes_a_list(vpc)


def _answers_a_list(vpc: View) -> Verdict:
    associations, perhaps = vpc.stack.attached(vpc, "vpcId", ASSOCIATION, identities=("id",))
    held = some(_blocks_the_rest(one) for one in associations) | (Verdict.UNKNOWN if perhaps else Verdict.FAIL)
    configs, unsure = vpc.stack.attached(vpc, "resourceId", CONFIG, identities=("id",))
    closed = every(one["firewallFailOpen"].holds(one_of("DISABLED"), when_missing="DISABLED") for one in configs)
    return held & closed & (Verdict.UNKNOWN if unsure and not configs else Verdict.PASS)


def _blocks_the_rest(association: View) -> Verdict:
    rules = [
        (rule, association.refers_to("firewallRuleGroupId", group, "id") & joined)
        for group in association.stack.named(association, "firewallRuleGroupId", GROUP, identities=("id",))
        for rule in association.stack.naming(group, "firewallRuleGroupId", RULE, identities=("id",))
        if (joined := rule.refers_to("firewallRuleGroupId", group, "id")) is not Verdict.FAIL
    ]
    blocked = some(ours & _does(rule, "BLOCK") & _every_type(rule) & _of_everything(rule) for rule, ours in rules)
    opened = some(ours & _does(rule, "ALLOW") & _of_everything(rule) for rule, ours in rules)
    return blocked & ~opened


def _does(rule: View, action: str) -> Verdict:
    return rule["action"].holds(one_of(action))


def _every_type(rule: View) -> Verdict:
    return rule["qType"].holds(lambda raw: not raw, when_missing="")


def _of_everything(rule: View) -> Verdict:
    """Whether a rule's list holds every name; a list of another stack may be any."""
    lists = list(rule.stack.named(rule, "firewallDomainListId", DOMAINS, identities=("id",)))
    return some(
        rule.refers_to("firewallDomainListId", one, "id") & _holds_everything(one["domains"]) for one in lists
    ) | (Verdict.FAIL if lists else Verdict.UNKNOWN)


def _holds_everything(domains: Value) -> Verdict:
    return some(name.holds(lambda raw: raw in _ANY) for name in domains.each())


def _passes_a_list(vpc: View) -> Verdict:
    firewalls, perhaps = vpc.stack.attached(vpc, "vpcId", FIREWALL, identities=("id",))
    held = some(some(_allows_a_list(group) for group in _groups(one)) for one in firewalls)
    return held | (Verdict.UNKNOWN if perhaps else Verdict.FAIL)


def _groups(firewall: View) -> Iterator[View]:
    """The rule groups of a firewall's policy."""
    for policy in firewall.stack.named(firewall, "firewallPolicyArn", FIREWALL_POLICY, identities=("arn",)):
        if firewall.refers_to("firewallPolicyArn", policy, "arn") is not Verdict.PASS:
            continue
        linked = [source for source in policy.sources("firewallPolicy") if source.type == FIREWALL_RULES]
        yield from linked
        for arn in select(policy, "firewallPolicy.statefulRuleGroupReferences[].resourceArn"):
            yield from (g for g in policy.stack.where("arn", arn, FIREWALL_RULES) if arn.known and g["arn"].known)


def _allows_a_list(group: View) -> Verdict:
    return group[f"{_LIST}.generatedRulesType"].holds(one_of("ALLOWLIST")) & group[f"{_LIST}.targets"].holds(non_empty)
