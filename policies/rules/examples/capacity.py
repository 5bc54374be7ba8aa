"""A pool's capacity that is paid for, and the budget that counts it."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import aws
from policies.rules.examples.logs import ACCOUNT_BASE, BUDGET

RESERVATION: Final = "aws:ec2/capacityReservation:CapacityReservation"
NODE_GROUP: Final = "aws:eks/nodeGroup:NodeGroup"


def cost_filters(pool: str) -> list[dict[str, Any]]:
    """What a budget of a pool counts."""
    return [{"name": "TagKeyValue", "values": [f"user:lz:pool${pool}"]}]


_NOTIFIED: Final = next(example for example in ACCOUNT_BASE if example.type == BUDGET).properties

RESERVED: Final[Examples] = (
    aws(
        RESERVATION,
        "reservation",
        instanceType="g6.xlarge",
        instanceCount=4,
        instanceMatchCriteria="targeted",
        tags={"lz:pool": "inference"},
    ),
    aws(BUDGET, "pool-budget", **{**_NOTIFIED, "costFilters": cost_filters("inference")}),
)
