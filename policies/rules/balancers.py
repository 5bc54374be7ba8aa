"""Load balancers: reached from inside, written down, and honest about what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator

from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.platform import BALANCER, LISTENER, TARGETS, WAY_IN
from policies.value import Outcome, is_true, non_empty, one_of
from policies.verdict import every
from policies.view import View


@resource_rule(
    id="LZ-LB-001",
    title="A load balancer is reached from inside",
    severity=Severity.HIGH,
    types=(BALANCER,),
    control="NET-07",
    why="A model behind a public balancer answers whoever finds it, past the API's keys, quotas and firewall.",
    fix="Set internal True; let callers come through the API.",
    good=WAY_IN,
    bad=changed(WAY_IN, "balancer", internal=False),
    offending="balancer.internal",
)
def balancer_is_internal(balancer: View) -> Iterator[Outcome]:
    yield balancer.must("internal", is_true, "has addresses on the internet")


@resource_rule(
    id="LZ-LB-002",
    title="A load balancer writes down who called",
    severity=Severity.MEDIUM,
    types=(BALANCER,),
    control="LOG-16",
    why="The flow log knows addresses; which requests came, only the balancer can say.",
    fix="Set access_logs with the bucket of the log archive and enabled True.",
    good=WAY_IN,
    bad=changed(WAY_IN, "balancer", accessLogs={"bucket": "lz-prod-security-logs", "enabled": False}),
    offending="balancer.accessLogs.enabled",
)
def balancer_writes_a_log(balancer: View) -> Iterator[Outcome]:
    yield balancer.must("accessLogs.enabled", is_true, "writes no log")
    yield balancer.must("accessLogs.bucket", non_empty, "says nowhere to write its log to")


@resource_rule(
    id="LZ-LB-003",
    title="AWS refuses to delete a load balancer",
    severity=Severity.LOW,
    types=(BALANCER,),
    control="CHG-01",
    why="A new balancer has a new address, and everything that calls the old one stands still until it is told.",
    fix="Set enable_deletion_protection True, or list the environment under deletion-allowed in organisation.yaml.",
    good=WAY_IN,
    bad=changed(WAY_IN, "balancer", enableDeletionProtection=False),
    offending="balancer.enableDeletionProtection",
)
def balancer_is_protected(balancer: View) -> Iterator[Outcome]:
    if balancer.stack.environment not in organisation().deletion_allowed:
        yield balancer.must("enableDeletionProtection", is_true, "can be deleted by one call")


@resource_rule(
    id="LZ-LB-004",
    title="A network balancer lets in by security group",
    severity=Severity.HIGH,
    types=(BALANCER,),
    control="NET-01",
    why="One without groups lets in the whole VPC, and can never be given any later.",
    fix="Set security_groups when the balancer is made.",
    good=WAY_IN,
    bad=changed(WAY_IN, "balancer", securityGroups=[]),
    offending="balancer.securityGroups",
    decides=("balancer.loadBalancerType",),
)
def balancer_has_groups(balancer: View) -> Iterator[Outcome]:
    gateway = balancer["loadBalancerType"].holds(one_of("gateway"))
    grouped = balancer["securityGroups"].holds(non_empty)
    yield balancer["securityGroups"].outcome(gateway | grouped, "has no security group")


_MODERN = ("ELBSecurityPolicy-TLS13-", "ELBSecurityPolicy-TLS-1-2-", "ELBSecurityPolicy-FS-1-2-")
_OLD = ("ELBSecurityPolicy-TLS13-1-0-", "ELBSecurityPolicy-TLS13-1-1-")


def _refuses_old(policy: object) -> bool:
    return str(policy).startswith(_MODERN) and not str(policy).startswith(_OLD)


@resource_rule(
    id="LZ-LB-005",
    title="A listener that ends TLS asks for TLS 1.2 or later",
    severity=Severity.HIGH,
    types=(LISTENER,),
    control="NET-06",
    why="What a customer asks a model passes here; older versions of TLS can be read along the way.",
    fix="Set protocol TLS or HTTPS and ssl_policy ELBSecurityPolicy-TLS13-1-2-2021-06; HTTP only redirects.",
    good=WAY_IN,
    bad=changed(WAY_IN, "listener", sslPolicy="ELBSecurityPolicy-2016-08"),
    offending="listener.sslPolicy",
    decides=("listener.protocol",),
)
def listener_asks_for_modern_tls(listener: View) -> Iterator[Outcome]:
    protocol = listener["protocol"]
    # TCP and UDP are passed on as they come: what is inside is the target's.
    passes_on = protocol.holds(one_of("TCP", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC", "GENEVE"))
    actions = [action.at("type") for action in listener["defaultActions"].each()]
    redirects = protocol.holds(one_of("HTTP")) & every(action.holds(one_of("redirect")) for action in actions)
    modern = protocol.holds(one_of("TLS", "HTTPS")) & listener["sslPolicy"].holds(_refuses_old)
    yield listener["sslPolicy"].outcome(passes_on | redirects | modern, "takes clear text, or old versions of TLS")


@resource_rule(
    id="LZ-LB-006",
    title="A target is asked whether it can answer",
    severity=Severity.MEDIUM,
    types=(TARGETS,),
    control="K8S-18",
    why="A model server opens its port minutes before its weights are loaded; by port alone every request fails.",
    fix="Set health_check.protocol HTTP or HTTPS, and the path that answers when the model is ready.",
    good=WAY_IN,
    bad=changed(WAY_IN, "pods", healthCheck={"protocol": "TCP"}),
    offending="pods.healthCheck",
    decides=("pods.targetType",),
)
def target_is_asked(group: View) -> Iterator[Outcome]:
    function = group["targetType"].holds(one_of("lambda"))
    said = group["healthCheck.protocol"]
    # Where nothing is said AWS asks by request for HTTP, and by port for all else.
    asked = (group["protocol"] if said.missing else said).holds(one_of("HTTP", "HTTPS"))
    yield group["healthCheck"].outcome(function | asked, "counts a target as healthy when its port is open")
