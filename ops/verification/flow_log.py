"""The flow log: all traffic of the VPC, being written."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts import NetworkContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(network: NetworkContract, account: Account) -> Iterator[Line]:
    """Status, traffic and the VPC it records."""
    ec2 = account.client("ec2", network.region)
    thing = account.thing("flow log", network.flow_log)
    found = Once(lambda: ec2.describe_flow_logs(FlowLogIds=[network.flow_log]))
    for promise, expected, key in (
        ("status", "ACTIVE", "FlowLogStatus"),
        ("traffic", "ALL", "TrafficType"),
        ("records", network.vpc_id, "ResourceId"),
    ):
        yield thing.holds(promise, expected, lambda key=key: jmespath.search(f"FlowLogs[0].{key}", found()))
