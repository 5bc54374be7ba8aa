"""Gateways, endpoints, addresses, load balancers, and the records of what passed."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Resource
from report.cost.charge import HOURS, Found, Free, NoPrice, Place, amount, assumed, elements, fixed, priced, text


@priced("aws:ec2/natGateway:NatGateway")
def nat_gateway(_: Resource, place: Place) -> Iterator[Found]:
    """Hours, and every GB in either direction."""
    yield fixed("nat.hour", "gateway", HOURS)
    yield assumed("nat.gb", "data through the gateway", place.usage.nat_gb, "nat_gb")


@priced("aws:ec2/eip:Eip")
def address(_: Resource, __: Place) -> Iterator[Found]:
    """A public IPv4 address costs the same in use and idle, since February 2024."""
    yield fixed("ipv4.hour", "public IPv4 address", HOURS)


@priced("aws:ec2/vpcEndpoint:VpcEndpoint")
def endpoint(endpoint: Resource, place: Place) -> Iterator[Found]:
    """An interface is paid by zone and hour; a gateway endpoint is free."""
    if text(endpoint, "vpcEndpointType") not in {"Interface", "GatewayLoadBalancer"}:
        yield Free("a gateway endpoint is free")
        return
    zones = elements(endpoint, "subnetIds")
    if zones is None:
        yield NoPrice("the number of its zones is known only after the deploy")
        return
    yield fixed("endpoint.hour", "interface", HOURS * len(zones))
    yield assumed("endpoint.gb", "data through the endpoint", place.usage.endpoint_gb, "endpoint_gb")


@priced("aws:ec2/flowLog:FlowLog", "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig")
def vended(record: Resource, place: Place) -> Iterator[Found]:
    """Delivery to S3 is paid by GB; to a log group it is paid as logs are."""
    to_logs = text(record, "logDestinationType") == "cloud-watch-logs"
    key = "cloudwatch.log" if to_logs else "cloudwatch.vended"
    yield assumed(key, "records delivered", place.usage.vended_gb, "vended_gb")


@priced("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
def load_balancer(balancer: Resource, place: Place) -> Iterator[Found]:
    """Hours, and capacity units; one unit carries 1 GB an hour (https://aws.amazon.com/elasticloadbalancing/pricing/)."""
    kind = "nlb" if text(balancer, "loadBalancerType") == "network" else "alb"
    usage = place.usage
    carried = usage.requests * usage.request_kb / 1e6
    yield fixed(f"elb.{kind}", "load balancer", HOURS)
    yield assumed(f"elb.{kind}-lcu", "capacity units", carried, "requests", "request_kb", note="by bytes alone")


@priced("aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation")
def dns_firewall(_: Resource, place: Place) -> Iterator[Found]:
    """What is asked in the VPC and looked at."""
    yield assumed(
        "route53.firewall", "questions looked at", place.usage.requests / 1e6, "requests", note="one a request"
    )


@priced("aws:route53/zone:Zone")
def hosted_zone(_: Resource, place: Place) -> Iterator[Found]:
    """The zone, and what is asked of it."""
    yield fixed("route53.zone", "hosted zone", 1)
    yield assumed("route53.query", "queries", place.usage.requests / 1e6, "requests")


@priced("aws:route53/healthCheck:HealthCheck")
def health_check(check: Resource, _: Place) -> Iterator[Found]:
    """The check, and each option: HTTPS, string matching, a fast interval, latency measurement."""
    kind = text(check, "type")
    interval = amount(check, "requestInterval", 30)
    options = [
        kind.startswith("HTTPS"),
        kind.endswith("STR_MATCH"),
        interval is not None and interval < 30,
        bool(check.properties.get("measureLatency")),
    ]
    yield fixed("route53.check", "health check", 1, note="as for an endpoint in AWS")
    if any(options):
        yield fixed("route53.check-option", "options of the check", sum(options))


@priced("aws:wafv2/webAcl:WebAcl")
def web_acl(acl: Resource, place: Place) -> Iterator[Found]:
    """The list, each of its rules, and each request it sees."""
    rules = elements(acl, "rules")
    yield fixed("waf.acl", "web ACL", 1)
    if rules is None:
        yield NoPrice("the number of its rules is known only after the deploy")
    else:
        yield fixed("waf.rule", "rules", len(rules), note="without the fees of a paid rule group")
    yield assumed("waf.request", "requests", place.usage.requests / 1e6, "requests")
