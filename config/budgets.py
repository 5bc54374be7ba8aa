"""What the systems of an environment may cost in it."""

from __future__ import annotations

from config.model.budget import Budget
from config.system.card import SystemBudget


def granted(system: SystemBudget, environment: Budget) -> float:
    """US dollars a month that an environment grants a system: the share it says, of what the card says."""
    return round(system.monthly * environment.systems, 2)
