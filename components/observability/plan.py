"""Burn rates: from an objective to the alarms that notice when its error budget goes too fast. Pure, no resources.

An objective of 99.9 % over 30 days has an error budget of 0.1 %. A burn rate of 1 spends it in exactly those 30 days, a
rate of 14.4 in two. An alarm looks at two windows at once: the long one says that it matters, the short one that it is
still going on. Windows and rates are those of the Site Reliability Workbook, chapter 5, table 5-8
(https://sre.google/workbook/alerting-on-slos/); they spend 2 %, 5 % and 10 % of the budget before somebody hears.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final

from components.observability.metrics import Metric

PERIOD_DAYS: Final = 30
"""Over which an objective holds."""

_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


@unique
class Urgency(StrEnum):
    """What an alarm asks of whoever reads it."""

    PAGE = "page"
    """Now, at any hour."""
    TICKET = "ticket"
    """In working hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A window as CloudWatch evaluates it: so many points of a length, so many of which must be over."""

    label: str
    period: int
    """Seconds of a point; CloudWatch adds up at most a day into one, so three days are three points."""
    points: int = 1
    over: int = 1

    @property
    def seconds(self) -> int:
        """The whole window."""
        return self.period * self.points


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A pair of windows and the burn rate that both must show."""

    name: str
    rate: float
    long: Look
    short: Look
    urgency: Urgency
    least_bad: int
    """Bad requests in the long window below which nothing is said. With little traffic one request is a high rate: at
    ten an hour a single failure is 10 %, a hundred times the budget of 99.9 %. When everything fails, this many come
    quickly, so an outage of a quiet system is still heard of."""

    @property
    def spent(self) -> float:
        """The share of the budget that is gone when the long window is full of this rate."""
        return self.rate * self.long.seconds / (PERIOD_DAYS * _DAY)


WINDOWS: Final = (
    Window(
        name="fast",
        rate=14.4,
        long=Look(label="1h", period=_HOUR),
        short=Look(label="5m", period=300),
        urgency=Urgency.PAGE,
        least_bad=3,
    ),
    Window(
        name="slow",
        rate=6,
        long=Look(label="6h", period=6 * _HOUR),
        short=Look(label="30m", period=1800),
        urgency=Urgency.PAGE,
        least_bad=5,
    ),
    Window(
        name="trend",
        rate=1,
        # Two of three: one bad day is heard of by the faster windows, and one quiet day must not hide two bad ones.
        long=Look(label="3d", period=_DAY, points=3, over=2),
        short=Look(label="6h", period=6 * _HOUR),
        urgency=Urgency.TICKET,
        least_bad=10,
    ),
)


def threshold(budget: float, rate: float) -> float | None:
    """The share of bad requests above which a window burns; None where not even all of them would reach it."""
    share = round(budget * rate, 10)
    return share if share < 1 else None


def burning(budget: float) -> dict[str, float]:
    """Window to threshold, for every window that an objective with this budget can reach at all."""
    found = {window.name: threshold(budget, window.rate) for window in WINDOWS}
    return {name: share for name, share in found.items() if share is not None}


def detection(budget: float, window: Window, bad: float) -> float:
    """Seconds from the start of a steady share of bad requests until the long window burns; infinite where it never is.

    Before it, requests were good. The last point of several counts from when it begins.
    """
    share = threshold(budget, window.rate)
    if share is None or bad <= share:
        return math.inf
    return window.long.period * (window.long.over - 1 + share / bad)


def speaks(window: Window, budget: float, *, bad: int, total: int) -> bool:
    """Whether a point of the long window with so many requests is over: what `ratio` has CloudWatch compute."""
    share = threshold(budget, window.rate)
    return share is not None and bad >= window.least_bad and total > 0 and bad / total > share


Query = Mapping[str, Any]
"""One entry of a metric alarm's metric_queries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Bad requests of all requests, by counters."""

    bad: tuple[Metric, ...]
    total: tuple[Metric, ...]
    """Every request once; a bad one is here as well where it is not counted as served."""

    def queries(self, period: int, least_bad: int) -> list[Query]:
        """The series whose value is the share of bad requests in a period, 0 while fewer than `least_bad` were."""
        known = _each(*self.bad, *self.total)
        bad, total = (
            "+".join(f"FILL(m{known.index(metric)},0)" for metric in _each(*side)) for side in (self.bad, self.total)
        )
        return [
            *(_stat(f"m{place}", metric, "Sum", period) for place, metric in enumerate(known)),
            _expression("bad", bad),
            _expression("total", total),
            _rate(f"IF(bad>={least_bad},bad/total,0)"),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slower:
    """Requests that took longer than they may, by a duration's distribution."""

    metric: Metric
    milliseconds: int
    """How long one may take."""

    def queries(self, period: int, least_bad: int) -> list[Query]:
        """The series whose value is the share of slow requests in a period, 0 while fewer than `least_bad` were."""
        return [
            # Percentile rank: the share of values up to a bound, in percent.
            _stat("within", self.metric, f"PR(:{self.milliseconds})", period),
            _stat("count", self.metric, "SampleCount", period),
            _expression("slow", "(100-within)/100"),
            _rate(f"IF(count*slow>={least_bad},slow,0)"),
        ]


Indicator = Ratio | Slower


def _each(*metrics: Metric) -> list[Metric]:
    """Each series once, in the order given."""
    found = list[Metric]()
    for metric in metrics:
        if metric not in found:
            found.append(metric)
    return found


def _stat(id_: str, metric: Metric, stat: str, period: int) -> Query:
    return {
        "id": id_,
        "return_data": False,
        "metric": {
            "namespace": metric.namespace,
            "metric_name": metric.name,
            "dimensions": dict(metric.dimensions),
            "stat": stat,
            "period": period,
        },
    }


def _expression(id_: str, expression: str) -> Query:
    return {"id": id_, "expression": expression, "label": id_, "return_data": False}


def _rate(expression: str) -> Query:
    return {"id": "rate", "expression": expression, "label": "share of bad requests", "return_data": True}
