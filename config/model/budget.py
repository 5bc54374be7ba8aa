"""What the environment may cost, and when somebody hears of it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from config.model.section import Section
from config.vocabulary import Usd


def _threshold(value: str) -> str:
    if not re.fullmatch(r"(forecast )?[1-9]\d{0,2}%", value):
        raise ValueError("is not a threshold; write for example 80% or forecast 110%")
    return value


Threshold = Annotated[str, AfterValidator(_threshold)]
"""A share of the monthly amount, actual (80%) or forecast (forecast 110%)."""


class Budget(Section):
    """A monthly cost budget with alerts."""

    monthly: Usd
    """The amount of a month, for example 60000 USD."""

    alert: Annotated[tuple[Threshold, ...], Field(min_length=1, max_length=5)]
    """When subscribers are told; AWS Budgets takes at most five notifications per budget with alerts to each."""
