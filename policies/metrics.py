"""Which metrics an alarm looks at, by itself or in a calculation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from policies.value import Value, one_of, wrap
from policies.verdict import Verdict
from policies.view import StackView, View

ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"


@dataclass(frozen=True, slots=True)
class Measured:
    """One metric of an alarm."""

    prop: str
    """The alarm's property that holds its dimensions, for edges."""
    namespace: Value
    name: Value
    dimensions: Value

    def is_(self, namespace: str, name: str) -> Verdict:
        """Whether it is this metric."""
        return self.namespace.holds(one_of(namespace)) & self.name.holds(one_of(name))


def measured(alarm: View) -> Iterator[Measured]:
    """Every metric of an alarm; of one that is not known yet everything is unknown."""
    yield Measured("dimensions", alarm["namespace"], alarm["metricName"], alarm["dimensions"])
    for metric in alarm.select("metricQueries[].metric"):
        parts = (metric.at(part) for part in ("namespace", "metricName", "dimensions"))
        yield Measured("metricQueries", *parts)


def counting(stack: StackView, name: str) -> Iterator[View]:
    """The alarms that may look at a metric of this name."""
    return stack.where(_names, wrap("", "", name), ALARM)


def _names(alarm: View) -> Iterable[Value]:
    return [metric.name for metric in measured(alarm) if not metric.name.missing]
