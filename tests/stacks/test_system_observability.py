"""What each card's promises become, over the real configuration."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from config.load import environments, load
from graph.model import Resource
from tests.previews import previewed

WINDOW = "aws:cloudwatch/metricAlarm:MetricAlarm"
TOLD = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
BOARD = "aws:cloudwatch/dashboard:Dashboard"
OBJECTIVES = ("availability", "error", "latency")


def told(environment: str) -> dict[str, Resource]:
    return {alarm.properties["alarmName"]: alarm for alarm in previewed(environment).of_type(TOLD)}


@pytest.mark.parametrize("environment", environments())
def test_every_system_is_paged_for_everything_it_promises(environment: str) -> None:
    """By the two fast windows of each objective, whatever its budget."""
    zone = load(environment)
    expected = {
        f"lz-{environment}-{system.name}-{objective}-{window}"
        for system in zone.cards
        for objective in OBJECTIVES
        for window in ("fast", "slow", "trend")
    }

    assert expected == {name for name in told(environment) if any(f"-{one}-" in name for one in OBJECTIVES)}


@pytest.mark.parametrize("environment", environments())
def test_every_alarm_of_a_system_carries_its_name(environment: str) -> None:
    """The policy finds them by the tag, and the bill as well."""
    systems = {system.name for system in load(environment).cards}

    assert systems == {alarm.properties["tags"]["lz:system"] for alarm in told(environment).values()}


@pytest.mark.parametrize("environment", environments())
def test_every_system_is_watched_for_drift(environment: str) -> None:
    """By what its own model says of itself."""
    found = {
        alarm.properties["tags"]["lz:system"]
        for alarm in previewed(environment).of_type(WINDOW)
        if alarm.properties.get("name") == f"lz-{environment}-{alarm.properties.get('tags', {}).get('lz:system')}-drift"
    }

    assert {system.name for system in load(environment).cards} == found


def counted(environment: str, window: str) -> set[str]:
    """The metrics that a window's alarm reads."""
    (alarm,) = [one for one in previewed(environment).of_type(WINDOW) if one.properties.get("name") == window]
    queries: list[dict[str, Any]] = alarm.properties["metricQueries"]
    return {query["metric"]["metricName"] for query in queries if "metric" in query}


def test_a_refusing_store_is_no_answer_only_where_the_card_fails_closed() -> None:
    """What is spooled was answered."""
    assert "StoreFault" in counted("prod", "lz-prod-fraud-scoring-availability-fast-1h")
    assert "StoreFault" not in counted("prod", "lz-prod-support-assistant-availability-fast-1h")


def test_a_threshold_follows_from_the_card() -> None:
    """99.9 % answered, at 14.4 times: 1.44 %; half a percent by a fallback, at 14.4 times: 7.2 %."""
    thresholds = {
        alarm.properties.get("name"): alarm.properties.get("threshold") for alarm in previewed("prod").of_type(WINDOW)
    }

    assert 0.0144 == thresholds["lz-prod-support-assistant-availability-fast-1h"]
    assert 0.072 == thresholds["lz-prod-support-assistant-error-fast-1h"]
    assert 0.144 == thresholds["lz-prod-support-assistant-latency-fast-1h"]


def test_what_nobody_measures_is_said_and_not_alarmed() -> None:
    """Time to the first token is promised by a card, and only vLLM itself knows it."""
    board = next(
        b for b in previewed("prod").of_type(BOARD) if b.properties["dashboardName"] == "lz-prod-support-assistant"
    )

    text = json.loads(board.properties["dashboardBody"])["widgets"][0]["properties"]["markdown"]
    assert "First token 800ms: not measured." in text
    assert not any("first-token" in name for name in told("prod"))


def test_a_board_names_the_functions_and_the_endpoint_that_exist() -> None:
    """A graph of something that is called otherwise is empty for ever."""
    found = previewed("prod")
    made = {one.properties.get("name") for one in found.of_type("aws:lambda/function:Function")}
    endpoints = {one.properties["name"] for one in found.of_type("aws:sagemaker/endpoint:Endpoint")}
    shown = json.dumps([json.loads(board.properties["dashboardBody"]) for board in found.of_type(BOARD)])

    named = set(re.findall(r'"FunctionName", "([^"]+)"', shown))
    assert named
    assert named <= made
    assert endpoints == set(re.findall(r'"EndpointName", "([^"]+)"', shown))


@pytest.mark.parametrize("environment", environments())
def test_there_is_a_board_for_each_system_and_one_for_all(environment: str) -> None:
    """And every alarm that a board shows is one that exists."""
    boards = {board.properties["dashboardName"]: board for board in previewed(environment).of_type(BOARD)}
    alarms = {*told(environment), *(alarm.properties.get("name") for alarm in previewed(environment).of_type(WINDOW))}
    names = {f"lz-{environment}-{system.name}" for system in load(environment).cards}

    assert names | {f"lz-{environment}-estate"} == set(boards)
    for board in boards.values():
        shown = json.loads(board.properties["dashboardBody"])["widgets"][1]["properties"]["alarms"]
        assert shown
        assert {arn.rsplit(":", 1)[1] for arn in shown} <= alarms
