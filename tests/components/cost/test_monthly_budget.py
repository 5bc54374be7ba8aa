from __future__ import annotations

from pulumi_aws import sns

from components.cost.monthly_budget import MonthlyBudget, MonthlyBudgetArgs
from graph.model import UNKNOWN
from tests.synth import Declared, synth

TOPIC = "arn:aws:sns:eu-west-1:111122223333:lz-prod-alarms"
BUDGET = "aws:budgets/budget:Budget"


def a_budget() -> Declared:
    args = MonthlyBudgetArgs(
        environment="prod",
        monthly=60000.0,
        alert=("100%", "50%", "forecast 110%"),
        owner="platform@example.com",
        topic_arn=TOPIC,
    )
    return synth(lambda: MonthlyBudget("budget", args))


def test_every_threshold_tells_the_topic_and_the_owner() -> None:
    """One notification a threshold, lowest first, each to both."""
    notifications = a_budget().only(BUDGET)["notifications"]

    assert [("ACTUAL", 50), ("ACTUAL", 100), ("FORECASTED", 110)] == [
        (n["notificationType"], n["threshold"]) for n in notifications
    ]
    assert [[TOPIC]] * 3 == [n["subscriberSnsTopicArns"] for n in notifications]
    assert [["platform@example.com"]] * 3 == [n["subscriberEmailAddresses"] for n in notifications]
    assert {("PERCENTAGE", "GREATER_THAN")} == {(n["thresholdType"], n["comparisonOperator"]) for n in notifications}


def test_the_limit_is_dollars_a_month() -> None:
    """The amount of the configuration, in the unit it was written in."""
    budget = a_budget().only(BUDGET)

    assert ("60000.00", "USD", "MONTHLY", "COST") == tuple(
        budget[key] for key in ("limitAmount", "limitUnit", "timeUnit", "budgetType")
    )
    assert "lz-prod-monthly" == budget["name"]


def test_thresholds_are_known_while_the_topic_is_not() -> None:
    """A first preview can judge the budget before its topic exists."""

    def build() -> None:
        args = MonthlyBudgetArgs(
            environment="prod",
            monthly=100.5,
            alert=("80%",),
            owner="platform@example.com",
            topic_arn=sns.Topic("topic").arn,
        )
        MonthlyBudget("budget", args)

    declared = synth(build, unknown=True)
    [notification] = declared.only(BUDGET)["notifications"]

    assert [UNKNOWN] == notification["subscriberSnsTopicArns"]
    assert 80 == notification["threshold"]
    assert "100.50" == declared.only(BUDGET)["limitAmount"]
    assert {"arn": UNKNOWN} == declared.outputs_of("lz:cost:MonthlyBudget")


def test_the_output_is_the_budgets_arn() -> None:
    """A report can link to it."""
    assert {"arn": "arn:aws:budgets::111122223333:budget/lz-prod-monthly"} == a_budget().outputs_of(
        "lz:cost:MonthlyBudget"
    )
