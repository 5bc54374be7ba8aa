"""A monthly cost budget of the account, with notifications to the alarm topic and to the owner.

The owner is mailed as well as the topic told, because a topic that nobody confirmed tells nobody. A budget watches; it
stops nothing. Where two environments share an account, each budget sees the costs of both.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import budgets

from components import kit
from components.cost.notifications import notifications
from config.vocabulary import Email, EnvironmentName, Usd


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthlyBudgetArgs:
    """How much, and who hears of it when."""

    environment: EnvironmentName
    """The environment the budget is for."""

    monthly: Usd
    """US dollars a month."""

    alert: tuple[str, ...]
    """Thresholds such as 80% or forecast 110%."""

    owner: Email
    """Who is mailed."""

    topic_arn: pulumi.Input[str]
    """The alarm topic; its policy lets AWS Budgets publish."""


class MonthlyBudget(pulumi.ComponentResource):
    """A cost budget with notifications."""

    arn: pulumi.Output[str]
    """The budget's ARN."""

    def __init__(self, name: str, args: MonthlyBudgetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:cost:MonthlyBudget", name, None, opts)
        budget = budgets.Budget(
            f"{name}-monthly",
            name=kit.resource_name(args.environment, "monthly"),
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=f"{args.monthly:.2f}",
            limit_unit="USD",
            notifications=notifications(args.alert, args.owner, args.topic_arn),
            opts=kit.child(self),
        )

        self.arn = budget.arn
        self.register_outputs({"arn": self.arn})
