"""Functions of an AI system: the code that was deployed, run as it was promised."""

from __future__ import annotations

from collections.abc import Iterator
from operator import le
from typing import Any

import jmespath

from config.contracts.systems import FunctionContract
from ops.verification import log_groups, schedules
from ops.verification.account import Account, Once
from ops.verification.key_identity import as_named
from ops.verification.outcome import Line

STREAM = "stream/"
"""How the name of a stream begins where a queue's could stand."""


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
    if function.takes_from is not None:
        yield from _mapping(function, function.takes_from, region, account)
    if function.schedule is not None:
        yield from schedules.check(function.schedule, function, region, account)


def _mapping(function: FunctionContract, queue: str, region: str, account: Account) -> Iterator[Line]:
    """How Lambda brings it the messages of its queue, and of no other."""
    client = account.client("lambda", region)
    thing = account.thing("messages to", function.name)

    def read() -> list[dict[str, Any]]:
        pages = client.get_paginator("list_event_source_mappings").paginate(FunctionName=function.name)
        return [mapping for page in pages for mapping in page["EventSourceMappings"]]

    found = Once(read)
    yield thing.holds(
        "come from", [queue], lambda: sorted(m.get("EventSourceArn", "").rpartition(":")[2] for m in found()) or None
    )
    yield thing.holds("state", "Enabled", lambda: jmespath.search("[0].State", found()))
    yield thing.holds(
        "fail one by one", ["ReportBatchItemFailures"], lambda: jmespath.search("[0].FunctionResponseTypes", found())
    )
    if queue.startswith(STREAM):
        # What cannot be decided must not hold up a shard for as long as the stream keeps it.
        yield thing.holds(
            "put aside what fails",
            True,
            lambda: bool(jmespath.search("[0].DestinationConfig.OnFailure.Destination", found())),
        )
        return
    # More would be turned away by the function's own ceiling until they count as dead.
    yield thing.holds(
        "come at once at the most",
        function.concurrency,
        lambda: jmespath.search("[0].ScalingConfig.MaximumConcurrency", found()),
        judge=le,
    )
