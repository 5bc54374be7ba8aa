"""Functions of an AI system: the code that was deployed, run as it was promised."""

from __future__ import annotations

from collections.abc import Iterator

import jmespath

from config.contracts.systems import FunctionContract
from ops.verification import log_groups
from ops.verification.account import Account, Once
from ops.verification.key_identity import as_named
from ops.verification.outcome import Line


def check(function: FunctionContract, region: str, account: Account) -> Iterator[Line]:
    """The code, what it runs in and under, and its log."""
    client = account.client("lambda", region)
    thing = account.thing("function", function.name)
    found = Once(lambda: client.get_function(FunctionName=function.name))
    key = function.key_arn
    for promise, expected, path in (
        ("state", "Active", "State"),
        ("code", function.code_digest, "CodeSha256"),
        ("runs in", function.runtime, "Runtime"),
        ("runs at the longest (s)", function.seconds, "Timeout"),
        ("traces", "Active", "TracingConfig.Mode"),
        ("stands in", [function.security_group], "VpcConfig.SecurityGroupIds"),
    ):
        yield thing.holds(promise, expected, lambda path=path: jmespath.search(f"Configuration.{path}", found()))
    yield thing.holds(
        "runs at once",
        function.concurrency,
        lambda: jmespath.search("Concurrency.ReservedConcurrentExecutions", found()),
    )
    yield thing.holds(
        "environment encrypted with",
        key,
        lambda: as_named(key, jmespath.search("Configuration.KMSKeyArn", found()), region, account),
    )
    yield thing.holds(
        "logs to",
        function.log_group.name,
        lambda: jmespath.search("Configuration.LoggingConfig.LogGroup", found()),
        field="lambda.GetFunction.LoggingConfig",
    )
    yield from log_groups.check(function.log_group, account)
