"""Dashboards: the same facts give the same bytes, within what CloudWatch shows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from components.observability.boards import WIDTH, Endpoint, estate_board, system_board
from tests.components.observability.test_metrics import FACTS

FULL = replace(
    FACTS,
    alarms=("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:lz-prod-fraud-scoring-availability-fast",),
    functions=("lz-prod-fraud-scoring-decide",),
    endpoint=Endpoint(name="lz-prod-fraud-scoring", variant="own"),
    runbooks=("slo-availability",),
)


def widgets(body: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(body)["widgets"]
    return found


def test_the_same_facts_give_the_same_bytes() -> None:
    """A board that changed nothing shows no change in a preview."""
    assert system_board(FULL) == system_board(FULL)
    assert estate_board("prod", "eu-west-1", [FULL, replace(FULL, name="a")]) == estate_board(
        "prod", "eu-west-1", [replace(FULL, name="a"), FULL]
    )


def test_no_widget_lies_over_another() -> None:
    """And none reaches over the edge."""
    for body in (system_board(FULL), system_board(FACTS), estate_board("prod", "eu-west-1", [FULL])):
        taken = [
            (x, y)
            for one in widgets(body)
            for x in range(one["x"], one["x"] + one["width"])
            for y in range(one["y"], one["y"] + one["height"])
        ]
        assert len(set(taken)) == len(taken)
        assert max(x for x, _ in taken) < WIDTH


def test_a_board_says_what_is_promised_and_what_is_red() -> None:
    """Before any graph."""
    text, alarms = widgets(system_board(FULL))[:2]

    assert "Answered: 99.9%." in text["properties"]["markdown"]
    assert "slo-availability" in text["properties"]["markdown"]
    assert list(FULL.alarms) == alarms["properties"]["alarms"]


def test_the_promise_is_a_line_in_the_graph_of_latency() -> None:
    """Nobody remembers it at three in the morning."""
    (graph,) = [one for one in widgets(system_board(FULL)) if "annotations" in one["properties"]]

    assert [{"label": "promised 400ms", "value": 400}] == graph["properties"]["annotations"]["horizontal"]


def test_only_what_the_system_has_is_shown() -> None:
    """No graph of an endpoint that is not there."""
    titles = {one["properties"].get("title") for one in widgets(system_board(FACTS))}

    assert {"functions", "endpoint"}.isdisjoint(titles)
    assert {"functions", "endpoint"} <= {one["properties"].get("title") for one in widgets(system_board(FULL))}
