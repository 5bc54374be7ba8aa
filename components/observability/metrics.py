"""The metrics that decisions publish, as CloudWatch knows them: functions write them, alarms and dashboards read them.

A test holds the names against functions/telemetry.py: an alarm on a metric that nobody publishes is never red.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

DECISIONS: Final = "LZ/Decisions"
SYSTEM: Final = "system"
"""The dimension that names the AI system."""
CONFIDENCE: Final = "Confidence"
"""How sure a system's own model is of what it proposes, in percent."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One series of CloudWatch."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]

    @property
    def path(self) -> list[str]:
        """As a dashboard's widget names it: namespace, metric, then each dimension and its value."""
        return [self.namespace, self.name, *(part for pair in self.dimensions.items() for part in pair)]


def decisions(system: str, name: str) -> Metric:
    """A counter or duration of one system's functions."""
    return Metric(DECISIONS, name, {SYSTEM: system})


def function(name: str, metric: str) -> Metric:
    """What Lambda itself says of a function."""
    return Metric("AWS/Lambda", metric, {"FunctionName": name})
