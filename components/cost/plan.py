"""Budgets and thresholds: from the words of the configuration to what AWS is told. Pure, no resources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

HOURS: Final = 730
"""Hours of a month, as AWS's own calculator counts them."""

ANOMALY_SHARE: Final = 0.02
"""Of a month's budget: what two thirds of a day cost when money is spent evenly."""

ANOMALY_LEAST: Final = 10
"""US dollars; below, a mail costs more attention than the anomaly costs money."""

_THRESHOLD = re.compile(r"(?P<forecast>forecast )?(?P<percent>[1-9]\d{0,2})%")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Threshold:
    """When somebody is told."""

    percent: int
    """Share of the monthly amount, 1 to 999."""

    forecast: bool = False
    """Whether the month's forecast is compared, not what was spent."""

    @property
    def notification_type(self) -> str:
        """The word of AWS Budgets."""
        return "FORECASTED" if self.forecast else "ACTUAL"


def parse_threshold(text: str) -> Threshold:
    """'80%' or 'forecast 110%' to a Threshold. Raises ValueError for anything else."""
    match = _THRESHOLD.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a threshold; write for example 80% or forecast 110%")
    return Threshold(percent=int(match["percent"]), forecast=match["forecast"] is not None)


def format_threshold(threshold: Threshold) -> str:
    """The spelling that parse_threshold reads back to the same threshold."""
    return f"{'forecast ' if threshold.forecast else ''}{threshold.percent}%"


def thresholds(texts: Iterable[str]) -> tuple[Threshold, ...]:
    """The thresholds, each once, lowest first: their order in a file changes no notification."""
    return tuple(sorted({parse_threshold(text) for text in texts}))


def anomaly_threshold(monthly: float) -> int:
    """From how many US dollars an anomaly is told, by the month's budget; whole dollars, as AWS compares them."""
    return max(ANOMALY_LEAST, round(monthly * ANOMALY_SHARE))


def monthly_of(hourly: float) -> float:
    """What a month costs at an hourly limit, US dollars, to the cent."""
    return round(hourly * HOURS, 2)
