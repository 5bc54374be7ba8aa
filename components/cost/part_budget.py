"""A monthly cost budget of what carries a tag: a pool of GPU nodes, or an AI system.

AWS counts a tag's costs from the day the payer's account made it a cost allocation tag, which no member account can do
for itself (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html): until then this budget
sees nothing, and the budget of the whole account is the one that speaks.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import budgets

from components import kit
from components.cost.notifications import notifications
from config.vocabulary import Email, EnvironmentName, RegionName, Usd

POOL_TAG = "lz:pool"
"""The tag of every node of a pool."""
SYSTEM_TAG = "lz:system"
"""The tag of everything that serves one AI system."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PartBudgetArgs:
    """Of what, how much, and who hears of it when."""

    environment: EnvironmentName
    """The environment the part stands in."""

    region: RegionName
    """Where it stands: the other side of a Region pair carries the same tags."""

    tag: str
    """POOL_TAG or SYSTEM_TAG."""

    value: str
    """The name of the pool or the system."""

    monthly: Usd
    """US dollars a month."""

    alert: tuple[str, ...]
    """Thresholds such as 80% or forecast 110%."""

    owner: Email
    """Who is mailed."""

    topic_arn: pulumi.Input[str]
    """The alarm topic; its policy lets AWS Budgets publish."""


def covers(tag: str, value: str, region: str) -> dict[str, list[str]]:
    """By what the costs of a part are counted, as AWS Budgets names its filters."""
    return {"TagKeyValue": [f"user:{tag}${value}"], "Region": [region]}


class PartBudget(pulumi.ComponentResource):
    """A cost budget of one part, with notifications."""

    arn: pulumi.Output[str]
    """The budget's ARN."""

    def __init__(self, name: str, args: PartBudgetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:cost:PartBudget", name, None, opts)
        kind = args.tag.rpartition(":")[2]
        budget = budgets.Budget(
            f"{name}-monthly",
            name=kit.resource_name(args.environment, f"{kind}-{args.value}"),
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=f"{args.monthly:.2f}",
            limit_unit="USD",
            cost_filters=[
                {"name": name, "values": values} for name, values in covers(args.tag, args.value, args.region).items()
            ],
            notifications=notifications(args.alert, args.owner, args.topic_arn),
            opts=kit.child(self),
        )

        self.arn = budget.arn
        self.register_outputs({"arn": self.arn})
