"""Where packets may go."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import NetworkContract
from ops.verification import dns_firewall, endpoints, flow_log, nat, query_log, subnets, vpc
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(contract: NetworkContract, account: Account) -> Iterator[Line]:
    """The VPC, its subnets, ways out, endpoints and records."""
    for module in (vpc, subnets, nat, endpoints, flow_log, query_log, dns_firewall):
        yield from module.check(contract, account)
