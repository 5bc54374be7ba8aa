"""Clocks of functions: they run, at the promised time, and reach their function."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts.systems import FunctionContract, ScheduleContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line

_SOURCE = 'Condition.ArnLike."AWS:SourceArn"'


def check(schedule: ScheduleContract, function: FunctionContract, region: str, account: Account) -> Iterator[Line]:
    """The rule, what it calls, and that the function lets itself be called."""
    events, functions = account.client("events", region), account.client("lambda", region)
    thing = account.thing("schedule", schedule.rule)
    found = Once(lambda: events.describe_rule(Name=schedule.rule))

    def targets() -> list[str]:
        pages = events.get_paginator("list_targets_by_rule").paginate(Rule=schedule.rule)
        return sorted(target["Arn"] for page in pages for target in page["Targets"])

    yield thing.holds("state", "ENABLED", lambda: found().get("State"))
    yield thing.holds("when", schedule.expression, lambda: found().get("ScheduleExpression"))
    yield thing.holds("calls", [function.arn], lambda: targets() or None)
    yield thing.holds(
        "is admitted by its function",
        True,
        lambda: _admits(json.loads(functions.get_policy(FunctionName=function.name)["Policy"]), found()["Arn"]),
    )


def _admits(policy: dict[str, Any], rule: str) -> bool:
    """Whether EventBridge may call in the name of this rule."""
    return any(
        statement.get("Effect") == "Allow"
        and statement.get("Action") == "lambda:InvokeFunction"
        and statement.get("Principal") == {"Service": "events.amazonaws.com"}
        and jmespath.search(_SOURCE, statement) == rule
        for statement in policy["Statement"]
    )
