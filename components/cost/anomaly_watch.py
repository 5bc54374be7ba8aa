"""A watch over the account's spending, service by service, that mails the owner what is out of the ordinary.

Guarantees: one mail a day with every anomaly above the threshold. A budget hears of a loop of model calls when the
month's money is gone; this hears of it the day after.

An account has one monitor over all services, and AWS makes it by itself for an account that is new to Cost Explorer
(https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html): there it is imported, see
docs/traps.md. A member account of an organisation may have this monitor and no other.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import costexplorer

from components import kit
from components.cost import plan
from config.vocabulary import Email, EnvironmentName, Usd


@dataclass(frozen=True, kw_only=True, slots=True)
class AnomalyWatchArgs:
    """Whose spending, and who hears of it."""

    environment: EnvironmentName
    """The environment whose account it is."""

    monthly: Usd
    """What a month may cost; the threshold follows from it."""

    owner: Email
    """Who is mailed."""


class AnomalyWatch(pulumi.ComponentResource):
    """A monitor over all services of the account, and the owner's subscription to it."""

    arn: pulumi.Output[str]
    """The monitor's ARN, once somebody is subscribed."""

    def __init__(self, name: str, args: AnomalyWatchArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:cost:AnomalyWatch", name, None, opts)
        monitor = costexplorer.AnomalyMonitor(
            f"{name}-monitor",
            name=kit.resource_name(args.environment, "spending"),
            monitor_type="DIMENSIONAL",
            monitor_dimension="SERVICE",
            opts=kit.child(self),
        )
        subscription = costexplorer.AnomalySubscription(
            f"{name}-owner",
            name=kit.resource_name(args.environment, "spending"),
            frequency="DAILY",
            monitor_arn_lists=[monitor.arn],
            subscribers=[{"type": "EMAIL", "address": args.owner}],
            threshold_expression={
                "dimension": {
                    "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                    "match_options": ["GREATER_THAN_OR_EQUAL"],
                    "values": [f"{plan.anomaly_threshold(args.monthly)}"],
                }
            },
            opts=kit.child(self),
        )

        self.arn = subscription.monitor_arn_lists.apply(lambda arns: arns[0])
        self.register_outputs({"arn": self.arn})
