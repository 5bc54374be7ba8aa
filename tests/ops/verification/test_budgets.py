"""Budgets in a good and a bad account."""

from __future__ import annotations

from typing import Any

import pytest

from config.contracts.cost import BudgetContract
from ops.verification import budgets
from ops.verification.account import Account
from ops.verification.outcome import Line
from tests.ops.verification.reading import ACCOUNT, HERE, client, differing, kept, unchecked

NAME, OWNER, TOPIC = "lz-test-pool-inference", "sre@example.com", f"arn:aws:sns:{HERE}:{ACCOUNT}:lz-test-alarms"
BUDGET = BudgetContract(
    arn=f"arn:aws:budgets::{ACCOUNT}:budget/{NAME}",
    monthly=1460.0,
    covers={"TagKeyValue": ["user:lz:pool$inference"], "Region": [HERE]},
    alert=["80%", "forecast 110%"],
    tells=[OWNER, TOPIC],
)
SHOWN = {"limits (USD)", "counts by the", "counts", "tells at"}
HEARD = [{"SubscriptionType": "EMAIL", "Address": OWNER}, {"SubscriptionType": "SNS", "Address": TOPIC}]


def _notification(percent: float, kind: str = "ACTUAL", **changes: str) -> dict[str, Any]:
    notification = {
        "NotificationType": kind,
        "ComparisonOperator": "GREATER_THAN",
        "Threshold": percent,
        "ThresholdType": "PERCENTAGE",
        **changes,
    }
    return {"Notification": notification, "Subscribers": HEARD}


GOOD = [_notification(80), _notification(110, "FORECASTED")]


def _make(notifications: list[dict[str, Any]] = GOOD, **changes: Any) -> None:
    budget = {
        "BudgetName": NAME,
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "1460.0", "Unit": "USD"},
        "CostFilters": dict(BUDGET.covers),
        **changes,
    }
    client("budgets", HERE).create_budget(AccountId=ACCOUNT, Budget=budget, NotificationsWithSubscribers=notifications)


def _asked(account: Account, budget: BudgetContract = BUDGET) -> list[Line]:
    return list(budgets.check(budget, account, ACCOUNT, HERE))


def test_a_good_budget_keeps_every_promise(account: Account) -> None:
    """Who is told is what moto cannot show: said, not passed."""
    _make()
    lines = _asked(account)

    assert {} == differing(lines)
    assert SHOWN == kept(lines)
    assert {"tells each time"} == set(unchecked(lines))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"BudgetLimit": {"Amount": "14600", "Unit": "USD"}}, {"limits (USD)": "14600.0"}),
        ({"BudgetLimit": {"Amount": "1460", "Unit": "EUR"}}, {"limits (USD)": "nothing"}),
        ({"TimeUnit": "ANNUALLY"}, {"counts by the": "ANNUALLY"}),
        ({"CostFilters": {}}, {"counts": "everything"}),
        ({"CostFilters": {"Region": [HERE]}}, {"counts": f"Region {HERE}"}),
        ({"notifications": []}, {"tells at": "nothing"}),
        ({"notifications": GOOD[:1]}, {"tells at": "80%"}),
        ({"notifications": [_notification(80), _notification(110)]}, {"tells at": "110%, 80%"}),
        (
            {"notifications": [_notification(80, ThresholdType="ABSOLUTE_VALUE"), GOOD[1]]},
            {"tells at": "80 USD, forecast 110%"},
        ),
        (
            {"notifications": [_notification(80, ComparisonOperator="LESS_THAN"), GOOD[1]]},
            {"tells at": "LESS_THAN 80%, forecast 110%"},
        ),
    ],
)
def test_another_budget_differs(account: Account, change: dict[str, Any], found: dict[str, str]) -> None:
    """One thing at a time; without a notification there is nobody to tell."""
    _make(**change)

    assert found == {promise: said for promise, said in differing(_asked(account)).items() if promise in SHOWN}


def test_a_budget_of_the_whole_account_counts_everything(account: Account) -> None:
    """A filter that somebody added hides costs."""
    whole = BUDGET.model_copy(update={"covers": {}})
    _make()

    assert {"counts": f"Region {HERE}, TagKeyValue user:lz:pool$inference"} == differing(_asked(account, whole))


def test_a_budget_that_is_gone_differs(account: Account) -> None:
    """In everything it promised."""
    assert dict.fromkeys(SHOWN | {"tells each time"}, "nothing") == differing(_asked(account))


class Budgets:
    """As AWS answers about the good budget: whom the forecast tells is given."""

    def __init__(self, forecast: list[str]) -> None:
        self._forecast = forecast

    def describe_budget(self, **_named: str) -> dict[str, Any]:
        return client("budgets", HERE).describe_budget(AccountId=ACCOUNT, BudgetName=NAME)

    def get_paginator(self, operation: str) -> Any:
        if operation == "describe_notifications_for_budget":
            return client("budgets", HERE).get_paginator(operation)
        forecast = self._forecast

        class Pages:
            def paginate(self, **asked: Any) -> list[dict[str, Any]]:
                assert (ACCOUNT, NAME) == (asked["AccountId"], asked["BudgetName"])
                actual = asked["Notification"]["NotificationType"] == "ACTUAL"
                return [{"Subscribers": [{"Address": a} for a in ([OWNER, TOPIC] if actual else forecast)]}]

        return Pages()


@pytest.mark.parametrize(
    ("forecast", "found"), [([TOPIC, OWNER], {}), ([OWNER], {"tells each time": OWNER}), ([], {"tells each time": ""})]
)
@pytest.mark.usefixtures("account")
def test_a_threshold_that_tells_fewer_differs(forecast: list[str], found: dict[str, str]) -> None:
    """Each threshold tells everybody, or the one that matters is missed."""
    _make()
    asked = Account(lambda _service, _region: Budgets(forecast))

    assert {promise: said or "nothing" for promise, said in found.items()} == differing(_asked(asked))
