"""What an environment may cost: as a whole, by pool and by AI system.

A budget stands in the layer of what it limits: the environment's in the foundation, a pool's in the platform, a
system's with the system. Everything is known from the configuration, so none waits for what it watches.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.cost import plan
from components.cost.anomaly_watch import AnomalyWatch, AnomalyWatchArgs
from components.cost.monthly_budget import MonthlyBudget, MonthlyBudgetArgs
from components.cost.part_budget import POOL_TAG, SYSTEM_TAG, PartBudget, PartBudgetArgs, covers
from config.budgets import granted
from config.model import LandingZone
from config.system import System
from config.vocabulary import Layer, Role
from stacks.references import Published, Upstream


def of_environment(zone: LandingZone, topic: pulumi.Input[str], opts: pulumi.ResourceOptions) -> Published:
    """The budget of the environment."""
    budget = MonthlyBudget(
        "budget",
        MonthlyBudgetArgs(
            environment=zone.environment,
            monthly=zone.budget.monthly,
            alert=zone.budget.alert,
            owner=zone.governance.owner,
            topic_arn=topic,
        ),
        opts,
    )
    return {
        "arn": budget.arn,
        "monthly": zone.budget.monthly,
        "covers": {},
        "alert": _alert(zone),
        "tells": [zone.governance.owner, topic],
    }


def watch(zone: LandingZone, opts: pulumi.ResourceOptions) -> Published | None:
    """The watch over the account's spending, of which an account has one: the primary's."""
    if zone.role is not Role.PRIMARY:
        return None
    owner, monthly = zone.governance.owner, zone.budget.monthly
    args = AnomalyWatchArgs(environment=zone.environment, monthly=monthly, owner=owner)
    return {
        "arn": AnomalyWatch("anomaly-watch", args, opts).arn,
        "least": plan.anomaly_threshold(monthly),
        "mails": owner,
    }


def _alert(zone: LandingZone) -> list[str]:
    return [plan.format_threshold(threshold) for threshold in plan.thresholds(zone.budget.alert)]


def of_pools(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> dict[str, Published]:
    """A budget of each pool, by its name: a month of everything it may grow to."""
    parts = {
        name: _Part("pool", POOL_TAG, name, plan.monthly_of(pool.budget), zone.governance.owner)
        for name, pool in zone.pools.items()
    }
    return {name: _make(zone, using, upstream, part) for name, part in parts.items()}


def of_system(zone: LandingZone, using: aws.Provider, upstream: Upstream, system: System) -> Published:
    """The budget of a system: the share of its card's that the environment grants."""
    monthly = granted(system.card.budget, zone.budget)
    return _make(zone, using, upstream, _Part("system", SYSTEM_TAG, system.name, monthly, system.card.owner))


@dataclass(frozen=True, slots=True)
class _Part:
    """What has a budget of its own."""

    kind: str
    tag: str
    value: str
    monthly: float
    owner: str


def _make(zone: LandingZone, using: aws.Provider, upstream: Upstream, part: _Part) -> Published:
    topic = upstream.value(Layer.FOUNDATION, "alarm_topic")
    budget = PartBudget(
        f"budget-{part.kind}-{part.value}",
        PartBudgetArgs(
            environment=zone.environment,
            region=zone.region,
            tag=part.tag,
            value=part.value,
            monthly=part.monthly,
            alert=zone.budget.alert,
            owner=part.owner,
            topic_arn=topic,
        ),
        pulumi.ResourceOptions(providers=[using]),
    )
    return {
        "arn": budget.arn,
        "monthly": part.monthly,
        "covers": covers(part.tag, part.value, zone.region),
        "alert": _alert(zone),
        "tells": [part.owner, topic],
    }
