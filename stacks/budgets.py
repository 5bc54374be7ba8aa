"""What an environment may cost: as a whole, by pool and by AI system; part of the layer foundation.

Everything is known from the configuration, so a budget stands before the first thing that costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pulumi

from components.cost import plan
from components.cost.anomaly_watch import AnomalyWatch, AnomalyWatchArgs
from components.cost.monthly_budget import MonthlyBudget, MonthlyBudgetArgs
from components.cost.part_budget import POOL_TAG, SYSTEM_TAG, PartBudget, PartBudgetArgs
from config.budgets import granted
from config.model import LandingZone
from config.vocabulary import Role


def compose(zone: LandingZone, topic: pulumi.Input[str], opts: pulumi.ResourceOptions) -> None:
    """The budgets of the environment and of its parts; the watch, of which an account has one, in the primary."""
    MonthlyBudget(
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
    for part in _parts(zone):
        PartBudget(
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
            opts,
        )
    if zone.role is Role.PRIMARY:
        AnomalyWatch(
            "anomaly-watch",
            AnomalyWatchArgs(environment=zone.environment, monthly=zone.budget.monthly, owner=zone.governance.owner),
            opts,
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """What has a budget of its own."""

    kind: str
    tag: str
    value: str
    monthly: float
    owner: str


def _parts(zone: LandingZone) -> Iterator[_Part]:
    """Every pool at its limits, and every system by the share of its card's budget that the environment grants."""
    for name, pool in zone.pools.items():
        yield _Part("pool", POOL_TAG, name, plan.monthly_of(pool.budget), zone.governance.owner)
    for system in zone.cards:
        yield _Part("system", SYSTEM_TAG, system.name, granted(system.card.budget, zone.budget), system.card.owner)
