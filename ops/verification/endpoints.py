"""VPC endpoints: available, for the promised service, in the VPC, with a policy of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts import NetworkContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(network: NetworkContract, account: Account) -> Iterator[Line]:
    """Each endpoint by its id."""
    ec2 = account.client("ec2", network.region)
    for service, identity in sorted(network.endpoints.items()):
        thing = account.thing("endpoint", f"{service} {identity}")
        found = Once(lambda identity=identity: ec2.describe_vpc_endpoints(VpcEndpointIds=[identity]))
        for promise, expected, key in (
            ("state", "available", "State"),
            ("service", f"com.amazonaws.{network.region}.{service}", "ServiceName"),
            ("stands in", network.vpc_id, "VpcId"),
        ):
            path = f"VpcEndpoints[0].{key}"
            yield thing.holds(promise, expected, lambda path=path, found=found: jmespath.search(path, found()))
        yield thing.holds(
            "policy",
            "narrower than everything",
            lambda found=found: jmespath.search("VpcEndpoints[0].PolicyDocument", found()),
            judge=lambda document, _: not allows_everything(json.loads(document)),
        )


def allows_everything(policy: Any) -> bool:
    """Whether an endpoint policy is as open as the one AWS gives an endpoint without one."""
    statements = policy.get("Statement", [])
    return any(
        statement.get("Effect") == "Allow"
        and statement.get("Action") in ("*", ["*"])
        and statement.get("Resource") in ("*", ["*"])
        and not statement.get("Condition")
        for statement in (statements if isinstance(statements, list) else [statements])
    )
