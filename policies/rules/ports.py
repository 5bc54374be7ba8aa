"""Ports that models, notebooks and their tools listen on, none of which asks who it is."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, Final

from policies.paths import select
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.network import DEFAULT_GROUP, GROUP, GROUP_RULE, INGRESS_RULE, NETWORK
from policies.value import Outcome, Value, at_least, at_most, one_of
from policies.verdict import Verdict, some
from policies.view import View

PORTS: Final = (5000, 6006, 6333, 8000, 8080, 8265, 8888, 9200, 19530)
"""MLflow, TensorBoard, Qdrant, vLLM and Triton, TGI, the dashboard of Ray, Jupyter, OpenSearch, Milvus."""

_PRIVATE: Final = tuple(map(ip_network, ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
"""Blocks that the internet does not route: RFC 1918, 6598 and 4193."""


def _is_public(block: Any) -> bool:
    try:
        network = ip_network(str(block), strict=False)
    except ValueError:
        return False
    return not any(_within(network, private) for private in _PRIVATE)


def _within(network: IPv4Network | IPv6Network, other: IPv4Network | IPv6Network) -> bool:
    return network.version == other.version and network.subnet_of(other)  # pyright: ignore[reportArgumentType]  of one version


def _entries(holder: View) -> Iterator[tuple[Verdict, Value]]:
    """What a holder admits: whether an entry is about a port of a model, and each block it is for."""
    if holder.type in {GROUP, DEFAULT_GROUP}:
        for entry in select(holder, "ingress[]"):
            reached = _reaches(entry.at("protocol"), entry.at("fromPort"), entry.at("toPort"))
            for path in ("cidrBlocks", "ipv6CidrBlocks"):
                yield from ((reached, block) for block in entry.at(path).each())
        return
    inward = holder["type"].holds(one_of("ingress")) if holder.type == GROUP_RULE else Verdict.PASS
    protocol = holder["protocol" if holder.type == GROUP_RULE else "ipProtocol"]
    reached = inward & _reaches(protocol, holder["fromPort"], holder["toPort"])
    for path in ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"):
        yield from ((reached, block) for block in holder[path].each())


def _reaches(protocol: Value, first: Value, last: Value) -> Verdict:
    """Whether a protocol and a range of ports hold one of a model."""
    ranged = some(first.holds(at_most(port)) & last.holds(at_least(port)) for port in PORTS)
    return protocol.holds(one_of("-1", -1, "all")) | (protocol.holds(one_of("tcp", "6", 6)) & ranged)


@resource_rule(
    id="LZ-NET-006",
    title="The port of a model is open to private addresses only",
    severity=Severity.CRITICAL,
    types=(GROUP, DEFAULT_GROUP, GROUP_RULE, INGRESS_RULE),
    control="NET-02",
    why="A model server, a notebook or an index answers whoever reaches it: also the partner whose address was sold.",
    fix="Admit security groups or blocks of the VPC there; let others come by the API, which knows who they are.",
    good=NETWORK,
    bad=changed(
        NETWORK,
        "group",
        ingress=[{"protocol": "tcp", "fromPort": 8000, "toPort": 8000, "cidrBlocks": ["198.51.100.0/24"]}],
    ),
    offending="group.ingress[0].cidrBlocks",
    decides=("group.ingress[0].protocol", "group.ingress[0].fromPort", "group.ingress[0].toPort"),
)
def model_ports_are_private(holder: View) -> Iterator[Outcome]:
    for reached, block in _entries(holder):
        yield block.outcome(~(reached & block.holds(_is_public)), "admits addresses of the internet to a model's port")
    yield holder.outcome(Verdict.PASS, "admits nobody")
