"""AWS Budgets. The service keeps them once for an account, under an endpoint of its own."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Call, Row

_BUDGET = {"AccountId": "$account", "BudgetName": "name"}


def _nest(props: dict[str, Any]) -> dict[str, Any]:
    """A budget as AWS nests it: the limit and the period in structures, filters as a map, notifications beside it."""
    flat = {"limitAmount", "limitUnit", "timePeriodStart", "timePeriodEnd", "costFilters", "notifications"}
    budget = {k: v for k, v in props.items() if k not in flat}
    limit = {
        part: props[f"limit{part.capitalize()}"] for part in ("amount", "unit") if f"limit{part.capitalize()}" in props
    }
    if limit:
        budget["budgetLimit"] = limit
    period = {
        part: _moment(props[f"timePeriod{part.capitalize()}"])
        for part in ("start", "end")
        if f"timePeriod{part.capitalize()}" in props
    }
    if period:
        budget["timePeriod"] = period
    filters = props.get("costFilters")
    if isinstance(filters, list):
        budget["costFilters"] = {f["name"]: f["values"] for f in filters if isinstance(f, dict)}
    nested: dict[str, Any] = {"budget": budget}
    notifications = props.get("notifications")
    if isinstance(notifications, list):
        nested["notificationsWithSubscribers"] = [_notification(n) for n in notifications]
    return nested


def _moment(text: Any) -> Any:
    """Pulumi writes 2026-01-01_00:00, AWS takes ISO 8601."""
    return f"{text.replace('_', 'T')}:00Z" if isinstance(text, str) else text


def _notification(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    kinds = {"subscriberEmailAddresses": "EMAIL", "subscriberSnsTopicArns": "SNS"}
    subscribers = [
        {"subscriptionType": kind, "address": address}
        for prop, kind in kinds.items()
        if isinstance(given.get(prop), list)
        for address in given[prop]
    ]
    return {"notification": {k: v for k, v in given.items() if k not in kinds}, "subscribers": subscribers}


BUDGET = Row(
    type="aws:budgets/budget:Budget",
    service="budgets",
    create=Call(
        operation="CreateBudget",
        carries=None,
        takes={"AccountId": "$account"},
        rename={"budget.name": "BudgetName", "budget.metrics": "Metrics"},
        reshape=_nest,
    ),
    id_format="{account}:{name}",
    read=Call(operation="DescribeBudget", takes=_BUDGET),
    entity="Budget",
    absent=("NotFoundException",),
    delete=(Call(operation="DeleteBudget", takes=_BUDGET),),
    built={"arn": "arn:aws:budgets::{account}:budget/{name}"},
    observed={"name": "BudgetName", "budgetType": "BudgetType", "timeUnit": "TimeUnit"},
    replace=("name", "namePrefix"),
    name="name",
    name_limit=100,
    kept_changes=dict.fromkeys(
        (
            "limitAmount",
            "limitUnit",
            "timeUnit",
            "timePeriodStart",
            "timePeriodEnd",
            "costFilters",
            "costTypes",
            "budgetType",
            "notifications",
        ),
        "moto has no UpdateBudget",
    ),
    provider_only=("accountId",),
    regional=False,
)

ROWS = (BUDGET,)
