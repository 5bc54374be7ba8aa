"""What the environment may cost, and when somebody hears of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.section import Section
from config.vocabulary import Share, Usd, spelled

Threshold = Annotated[str, spelled(r"^(forecast )?[1-9]\d{0,2}%$", "is not a threshold", "80%")]
"""A share of the monthly amount, actual (80%) or forecast (forecast 110%)."""


class Budget(Section):
    """A monthly cost budget with alerts."""

    monthly: Usd
    """The amount of a month, for example 60000 USD."""

    systems: Share = Field(default="100%", validate_default=True)
    """What share of the budget on its card a system has here: an environment for trials grants less than production."""

    alert: Annotated[tuple[Threshold, ...], Field(min_length=1, max_length=5)]
    """When subscribers are told, for example 80% or forecast 110%; AWS Budgets takes at most five a budget."""
