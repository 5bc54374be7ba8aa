"""The budget of a pool, or of an AI system."""

from __future__ import annotations

from components.cost.part_budget import POOL_TAG, SYSTEM_TAG, PartBudget, PartBudgetArgs
from tests.synth import Declared, synth

BUDGET = "aws:budgets/budget:Budget"
TOPIC = "arn:aws:sns:eu-west-1:111122223333:lz-prod-alarms"


def a_budget(tag: str = POOL_TAG, value: str = "inference") -> Declared:
    args = PartBudgetArgs(
        environment="prod",
        region="eu-west-1",
        tag=tag,
        value=value,
        monthly=27740.0,
        alert=("100%", "forecast 110%"),
        owner="platform@example.com",
        topic_arn=TOPIC,
    )
    return synth(lambda: PartBudget("budget-pool-inference", args))


def test_only_what_carries_the_tag_in_the_region_is_counted() -> None:
    """The other side of the pair carries the same tags, in the same account."""
    filters = {one["name"]: one["values"] for one in a_budget().only(BUDGET)["costFilters"]}

    assert {"TagKeyValue": ["user:lz:pool$inference"], "Region": ["eu-west-1"]} == filters


def test_the_name_says_what_it_is_the_budget_of() -> None:
    """Two pools and two systems of one environment never share a name."""
    assert "lz-prod-pool-inference" == a_budget().only(BUDGET)["name"]
    assert "lz-prod-system-fraud-scoring" == a_budget(SYSTEM_TAG, "fraud-scoring").only(BUDGET)["name"]


def test_every_threshold_tells_the_owner_and_the_topic() -> None:
    """As the budget of the environment does."""
    notifications = a_budget().only(BUDGET)["notifications"]

    assert [("ACTUAL", 100), ("FORECASTED", 110)] == [(n["notificationType"], n["threshold"]) for n in notifications]
    assert [[TOPIC]] * 2 == [n["subscriberSnsTopicArns"] for n in notifications]
    assert [["platform@example.com"]] * 2 == [n["subscriberEmailAddresses"] for n in notifications]


def test_the_output_is_the_budgets_arn() -> None:
    """A report can link to it."""
    assert {"arn": "arn:aws:budgets::111122223333:budget/lz-prod-pool-inference"} == a_budget().outputs_of(
        "lz:cost:PartBudget"
    )
