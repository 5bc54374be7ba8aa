"""What alarms and dashboards read is what the functions write."""

from __future__ import annotations

import json
import re

import pytest

from components.observability import boards, metrics
from components.observability.boards import Bound, SystemFacts
from functions import telemetry

FACTS = SystemFacts(
    name="fraud-scoring",
    purpose="Scores card payments.",
    owner="risk@example.com",
    tier="high",
    region="eu-west-1",
    promises=("Answered: 99.9%.",),
    latency=Bound(label="promised 400ms", milliseconds=400),
    alarms=(),
)


def test_namespace_and_dimension_are_those_of_the_functions() -> None:
    """In both rooms the same words; neither may import the other."""
    assert (telemetry.NAMESPACE, telemetry.DIMENSION) == (metrics.DECISIONS, metrics.SYSTEM)


@pytest.mark.parametrize("body", [boards.system_board(FACTS), boards.estate_board("prod", "eu-west-1", [FACTS])])
def test_every_metric_of_a_board_is_counted_somewhere(body: str) -> None:
    """A graph of a metric that nobody publishes is empty for ever, and looks like peace."""
    published = {str(one) for one in (*telemetry.Count, *telemetry.Duration, *telemetry.Figure)}
    shown = set(re.findall(r'"LZ/Decisions", "(\w+)"', json.dumps(json.loads(body))))

    assert shown
    assert set() == shown - published


def test_what_a_function_prints_is_what_an_alarm_reads(capsys: pytest.CaptureFixture[str]) -> None:
    """The embedded metric format names namespace, dimension and metric as the alarm does, and nothing besides."""
    meter = telemetry.EmfMeter("fraud-scoring")
    meter.count(telemetry.Count.SERVED)
    meter.flush()

    printed = json.loads(capsys.readouterr().out)
    (directive,) = printed["_aws"]["CloudWatchMetrics"]
    read = metrics.decisions("fraud-scoring", "Served")
    assert (read.namespace, [list(read.dimensions)]) == (directive["Namespace"], directive["Dimensions"])
    assert read.dimensions[metrics.SYSTEM] == printed[metrics.SYSTEM]
    assert [read.name] == [metric["Name"] for metric in directive["Metrics"]]
