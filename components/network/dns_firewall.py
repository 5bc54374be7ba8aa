"""The names that a VPC may ask for: what nobody listed does not exist there.

Guarantees: the resolver of the VPC answers the listed names and no others, and nothing at all while the firewall does
not answer; data leaves neither for a name nobody listed nor inside one. An address that is known by number passes: the
security groups and the routes hold that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_aws import route53

from components import kit

ALLOW_PRIORITY: Final = 100
BLOCK_PRIORITY: Final = 200
GROUP_PRIORITY: Final = 101
"""AWS keeps priorities up to 100, and from 9900 on, for groups that Firewall Manager puts before and behind ours.
https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_AssociateFirewallRuleGroup.html"""

EVERYTHING: Final = "*"


@dataclass(frozen=True, kw_only=True, slots=True)
class DnsFirewallArgs:
    """Whose questions are answered."""

    vpc_id: pulumi.Input[str]
    """The VPC whose resolver is guarded."""

    domains: tuple[str, ...]
    """Names that are answered; `*.` before one means every name below it, however deep."""


class DnsFirewall(pulumi.ComponentResource):
    """A rule group of Route 53 Resolver DNS Firewall on a VPC: the list is answered, everything else is not."""

    rule_group_id: pulumi.Output[str]
    """The id of the rule group, once the VPC is associated with it."""

    def __init__(self, name: str, args: DnsFirewallArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:network:DnsFirewall", name, None, opts)
        group = route53.ResolverFirewallRuleGroup(f"{name}-group", tags={"Name": name}, opts=kit.child(self))
        allowed = route53.ResolverFirewallDomainList(
            f"{name}-allowed", domains=sorted(set(args.domains)), tags={"Name": name}, opts=kit.child(self)
        )
        everything = route53.ResolverFirewallDomainList(
            f"{name}-everything", domains=[EVERYTHING], tags={"Name": name}, opts=kit.child(self)
        )
        allow = route53.ResolverFirewallRule(
            f"{name}-allow",
            firewall_rule_group_id=group.id,
            firewall_domain_list_id=allowed.id,
            priority=ALLOW_PRIORITY,
            action="ALLOW",
            # A listed name may be another name of something: AWS moves its own endpoints that way.
            firewall_domain_redirection_action="TRUST_REDIRECTION_DOMAIN",
            opts=kit.child(self),
        )
        block = route53.ResolverFirewallRule(
            f"{name}-block",
            firewall_rule_group_id=group.id,
            firewall_domain_list_id=everything.id,
            priority=BLOCK_PRIORITY,
            action="BLOCK",
            block_response="NODATA",
            # Without the list before it nothing at all would be answered.
            opts=kit.child(self, depends_on=[allow]),
        )
        closed = route53.ResolverFirewallConfig(
            f"{name}-closed", resource_id=args.vpc_id, firewall_fail_open="DISABLED", opts=kit.child(self)
        )
        association = route53.ResolverFirewallRuleGroupAssociation(
            f"{name}-vpc",
            firewall_rule_group_id=group.id,
            vpc_id=args.vpc_id,
            priority=GROUP_PRIORITY,
            tags={"Name": name},
            opts=kit.child(self, depends_on=[allow, block, closed]),
        )

        self.rule_group_id = association.firewall_rule_group_id
        self.register_outputs({"rule_group_id": self.rule_group_id})
