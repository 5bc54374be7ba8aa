"""Who hears of a budget: the owner by mail, because a topic that nobody confirmed tells nobody, and the topic."""

from __future__ import annotations

from collections.abc import Iterable

import pulumi
from pulumi_aws import budgets

from components.cost import plan
from config.vocabulary import Email


def notifications(
    alert: Iterable[str], owner: Email, topic_arn: pulumi.Input[str]
) -> list[budgets.BudgetNotificationArgs]:
    """A notification for each threshold such as 80% or forecast 110%, lowest first."""
    return [
        budgets.BudgetNotificationArgs(
            comparison_operator="GREATER_THAN",
            notification_type=threshold.notification_type,
            threshold=threshold.percent,
            threshold_type="PERCENTAGE",
            subscriber_email_addresses=[owner],
            subscriber_sns_topic_arns=[topic_arn],
        )
        for threshold in plan.thresholds(alert)
    ]
