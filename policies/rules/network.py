"""The VPC: watched, closed by default, and with no way in from the internet."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv6Network, ip_network
from typing import Any

from policies.iam import LIMITING, Statement, any_term, read
from policies.paths import select
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.build import changed, document
from policies.rules.examples.network import (
    BLOCK,
    DEFAULT_GROUP,
    EGRESS_RULE,
    ENDPOINT,
    FLOW_LOG,
    GROUP,
    GROUP_RULE,
    INGRESS_RULE,
    NETWORK,
    SUBNET,
    VPC,
    endpoint_access,
    ingress,
)
from policies.value import Outcome, is_false, one_of
from policies.verdict import Verdict, some
from policies.view import StackView, View

_ENDPOINT_POLICY = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"
_RESOURCE_LIMITS = frozenset({"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"})


@resource_rule(
    id="LZ-LOG-011",
    title="A VPC logs its flows, accepted and rejected",
    severity=Severity.HIGH,
    types=(VPC,),
    control="LOG-13",
    why="Without flow logs nobody can say where data went, or that it did not.",
    fix="Create aws.ec2.FlowLog with the VPC's id and traffic_type ALL.",
    good=NETWORK,
    bad=changed(NETWORK, "flow-log", trafficType="REJECT"),
    offending="flow-log.trafficType",
)
def vpc_logs_its_flows(vpc: View) -> Iterator[Outcome]:
    logs, perhaps = vpc.stack.attached(vpc, "vpcId", FLOW_LOG, identities=())
    whole = some(log["trafficType"].holds(one_of("ALL")) for log in logs)
    yield vpc.outcome(whole | (Verdict.UNKNOWN if perhaps else Verdict.FAIL), "has no flow log of all its traffic")


_WIDEST = {4: 8, 6: 16}
"""A block wider than this is no block somebody chose: it holds most of the internet, in one piece or as a half."""


def _is_world(block: Any) -> bool:
    try:
        network = ip_network(str(block), strict=False)
    except ValueError:
        return False
    return network.prefixlen < _WIDEST[6 if isinstance(network, IPv6Network) else 4]


_INGRESS = {
    GROUP: ("ingress[].cidrBlocks[]", "ingress[].ipv6CidrBlocks[]"),
    DEFAULT_GROUP: ("ingress[].cidrBlocks[]", "ingress[].ipv6CidrBlocks[]"),
    GROUP_RULE: ("cidrBlocks[]", "ipv6CidrBlocks[]"),
    INGRESS_RULE: ("cidrIpv4", "cidrIpv6"),
}


@resource_rule(
    id="LZ-NET-001",
    title="No ingress from the whole internet",
    severity=Severity.CRITICAL,
    types=tuple(_INGRESS),
    control="NET-01",
    why="An open port is found within minutes; model servers and notebooks have no login of their own.",
    fix="Name the blocks or security groups that may connect; put what must be public behind a load balancer and WAF.",
    good=NETWORK,
    bad=changed(NETWORK, "group", ingress=ingress("0.0.0.0/0")),
    offending="group.ingress[0].cidrBlocks",
)
def no_ingress_from_the_internet(holder: View) -> Iterator[Outcome]:
    inward = holder["type"].holds(one_of("ingress")) if holder.type == GROUP_RULE else Verdict.PASS
    for path in _INGRESS[holder.type]:
        for block in select(holder, path):
            world = Verdict.FAIL if block.missing else block.holds(_is_world)
            yield block.outcome(~(inward & world), "admits the whole internet")


_EGRESS = {
    GROUP: (("egress[].cidrBlocks[]", "egress[].ipv6CidrBlocks[]"), "egress[].protocol"),
    EGRESS_RULE: (("cidrIpv4", "cidrIpv6"), "ipProtocol"),
}


@resource_rule(
    id="LZ-NET-005",
    title="Not everything gets out to the whole internet",
    severity=Severity.HIGH,
    types=tuple(_EGRESS),
    control="NET-03",
    why="A model that was talked into it, or a package that lies, sends what it knows by any port it finds open.",
    fix="Name the port: TLS to anywhere is what AWS and registries need; inside, name groups and blocks.",
    good=NETWORK,
    bad=changed(NETWORK, "out", ipProtocol="-1", fromPort=None, toPort=None),
    offending="out.ipProtocol",
    decides=("out.cidrIpv4",),
)
def not_everything_gets_out(holder: View) -> Iterator[Outcome]:
    blocks, protocol = _EGRESS[holder.type]
    world = some(
        Verdict.FAIL if block.missing else block.holds(_is_world) for path in blocks for block in select(holder, path)
    )
    for given in select(holder, protocol):
        everything = given.holds(one_of("-1", "all"), when_missing="-1")
        yield given.outcome(~(world & everything), "lets everything out to the whole internet")


_RULES = (GROUP_RULE, INGRESS_RULE, EGRESS_RULE)


@resource_rule(
    id="LZ-NET-002",
    title="The default security group of a VPC lets nothing through",
    severity=Severity.MEDIUM,
    types=(VPC,),
    control="NET-04",
    why="What is created without naming a group gets the default one, and AWS makes that open among its members.",
    fix="Adopt it with aws.ec2.DefaultSecurityGroup and give it neither ingress nor egress.",
    good=NETWORK,
    bad=changed(NETWORK, "default-group", ingress=[{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}]),
    offending="default-group.ingress",
)
def default_group_is_closed(vpc: View) -> Iterator[Outcome]:
    groups, perhaps = vpc.stack.attached(vpc, "vpcId", DEFAULT_GROUP, identities=())
    if not groups:
        yield vpc.outcome(Verdict.UNKNOWN if perhaps else Verdict.FAIL, "its default security group is as AWS made it")
    for group in groups:
        for way in ("ingress", "egress"):
            yield group.must(way, lambda rules: not rules, f"the default group has {way}", when_missing=[])
        added, may_be = vpc.stack.attached(group, "securityGroupId", *_RULES, identities=())
        open_ = Verdict.of(bool(added)) | (Verdict.UNKNOWN if may_be else Verdict.FAIL)
        yield group.outcome(~open_, "rules of their own are added to the default group")


@resource_rule(
    id="LZ-NET-003",
    title="A subnet gives out no public addresses",
    severity=Severity.MEDIUM,
    types=(SUBNET,),
    control="NET-05",
    why="Whatever is started there gets an address on the internet that nobody asked for.",
    fix="Leave map_public_ip_on_launch out; give a public address only where one is meant.",
    good=NETWORK,
    bad=changed(NETWORK, "subnet", mapPublicIpOnLaunch=True),
    offending="subnet.mapPublicIpOnLaunch",
)
def subnet_gives_no_public_addresses(subnet: View) -> Iterator[Outcome]:
    yield subnet.must("mapPublicIpOnLaunch", is_false, "gives every instance a public address", when_missing=False)


@graph_rule(
    id="LZ-NET-004",
    title="Block public access is on where there is a VPC",
    severity=Severity.HIGH,
    types=(VPC,),
    control="NET-05",
    why="It holds against every route table and security group, also those that other programs will write.",
    fix="Create aws.ec2.VpcBlockPublicAccessOptions with internet_gateway_block_mode block-ingress.",
    good=NETWORK,
    bad=changed(NETWORK, "block", internetGatewayBlockMode="off"),
    offending="block.internetGatewayBlockMode",
)
def public_access_is_blocked(stack: StackView) -> Iterator[Outcome]:
    blocked = some(
        options["internetGatewayBlockMode"].holds(one_of("block-ingress", "block-bidirectional"))
        for options in stack.of_type(BLOCK)
    )
    for vpc in stack.of_type(VPC):
        yield vpc.outcome(blocked, "stands in a Region without VPC block public access")


@resource_rule(
    id="LZ-RES-007",
    title="A VPC endpoint carries only what its policy names",
    severity=Severity.HIGH,
    types=(ENDPOINT,),
    control="RES-06",
    why="The default policy lets a compromised workload write our data into anybody's bucket, past every firewall.",
    fix="Give the endpoint a policy; a condition aws:ResourceAccount or aws:PrincipalAccount is the least.",
    good=NETWORK,
    bad=changed(NETWORK, "endpoint", policy=document(endpoint_access())),
    offending="endpoint.policy",
)
def endpoint_carries_what_its_policy_names(endpoint: View) -> Iterator[Outcome]:
    bare = endpoint["vpcEndpointType"].holds(one_of("GatewayLoadBalancer"))  # AWS takes no policy there
    policies, perhaps = endpoint.stack.attached(endpoint, "vpcEndpointId", _ENDPOINT_POLICY, identities=())
    given = [value for holder in (endpoint, *policies) if not (value := holder["policy"]).missing]
    if not given:
        fault = Verdict.UNKNOWN if perhaps else Verdict.FAIL
        yield endpoint["policy"].outcome(bare | fault, "has the full-access default")
    for policy in given:
        yield from read(policy).judge(lambda s: ~_is_full_access(s), "allows everybody everything")


def _is_full_access(statement: Statement) -> Verdict:
    anything = any_term(statement.actions, lambda action: set(action) == {"*"} or action.endswith(":*"))
    limited = statement.demands(LIMITING | _RESOURCE_LIMITS)
    return statement.allows & statement.everyone & anything & statement.everything & ~limited
