"""Budgets: of what they limit, as high as promised, and heard by those who should."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

import jmespath

from config.contracts.cost import BudgetContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(budget: BudgetContract, account: Account, owner: str, region: str) -> Iterator[Line]:
    """The budget, its thresholds and who is told; `owner` is the account's id, `region` any one of its Regions."""
    client = account.client("budgets", region)
    name = budget.arn.rpartition("/")[2]
    thing = account.thing("budget", name)
    named = {"AccountId": owner, "BudgetName": name}
    found = Once(lambda: client.describe_budget(**named)["Budget"])

    def notifications() -> list[dict[str, Any]]:
        found()
        pages = client.get_paginator("describe_notifications_for_budget").paginate(**named)
        return [notification for page in pages for notification in page.get("Notifications", ())]

    told = Once(notifications)

    def hears(notification: dict[str, Any]) -> set[str]:
        pages = client.get_paginator("describe_subscribers_for_notification").paginate(
            **named, Notification=notification
        )
        return {subscriber["Address"] for page in pages for subscriber in page.get("Subscribers", ())}

    yield thing.holds(
        "limits (USD)", budget.monthly, lambda: _dollars(jmespath.search("BudgetLimit", found())), judge=_same
    )
    yield thing.holds("counts by the", "MONTHLY", lambda: found().get("TimeUnit"))
    yield thing.holds("counts", _filters(budget.covers), lambda: _filters(found().get("CostFilters") or {}))
    yield thing.holds("tells at", sorted(budget.alert), lambda: sorted(map(_threshold, told())) or None)
    yield thing.holds(
        "tells each time",
        sorted(budget.tells),
        lambda: sorted(reduce(set[str].intersection, map(hears, told()))) if told() else None,
    )


def _same(found: float, expected: float) -> bool:
    """To the cent, which is what a limit is written to."""
    return f"{found:.2f}" == f"{expected:.2f}"


def _dollars(limit: dict[str, str] | None) -> float | None:
    """A limit in another unit limits no dollars."""
    return float(limit["Amount"]) if limit and limit.get("Unit") == "USD" else None


def _filters(filters: dict[str, list[str]]) -> list[str]:
    return sorted(f"{name} {value}" for name, values in filters.items() for value in values) or ["everything"]


def _threshold(notification: dict[str, Any]) -> str:
    """As a card writes it: 80%, forecast 110%; what no card can write, in AWS's words."""
    forecast = "forecast " if notification.get("NotificationType") == "FORECASTED" else ""
    percent = notification.get("ThresholdType", "PERCENTAGE") == "PERCENTAGE"
    over = notification.get("ComparisonOperator") == "GREATER_THAN"
    operator = "" if over else f"{notification.get('ComparisonOperator')} "
    return f"{forecast}{operator}{notification['Threshold']:g}{'%' if percent else ' USD'}"
