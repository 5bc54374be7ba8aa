"""Who hears of drift: every way a schedule or an alarm says which endpoint it is about."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rule import Example, Examples
from policies.rules.examples.build import aws
from policies.systems import ENDPOINT
from policies.verdict import Verdict
from policies.watching import ALARM, DATA_QUALITY, SCHEDULE
from tests.policies.rules.judged import RULES, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
SCORER = aws(ENDPOINT, "scorer", name="lz-fraud", tags={"lz:system": "fraud"})


def said(*stack: Example, endpoint: Example = SCORER) -> Verdict:
    return verdict(RULES["LZ-SM-049"], (endpoint, *stack))


def learning(refs: dict[str, str] | None = None, **properties: Any) -> Example:
    return aws(ALARM, "alarm", refs or {}, **{"thresholdMetricId": "usual", **properties})


def measuring(dimensions: Any) -> dict[str, Any]:
    return {"metricQueries": [{"id": "usual"}, {"id": "sure", "metric": {"dimensions": dimensions}}]}


@pytest.mark.parametrize(
    ("alarm", "expected"),
    [
        (learning(**measuring({"system": "fraud"})), PASS),
        (learning(**measuring({"EndpointName": "lz-fraud", "VariantName": "own"})), PASS),
        (learning(dimensions={"EndpointName": "lz-fraud"}), PASS),
        (learning(**measuring({"system": "another"})), FAIL),
        (learning(**measuring({"system": UNKNOWN})), UNSURE),
        (learning(**measuring(UNKNOWN)), UNSURE),
        (learning(metricQueries=UNKNOWN), UNSURE),
        (learning({"metricQueries": "scorer"}, **measuring({"EndpointName": UNKNOWN})), PASS),
        (learning({"dimensions": "scorer"}), PASS),
        (learning(), FAIL),
        (learning(thresholdMetricId=None, **measuring({"system": "fraud"})), FAIL),
        (learning(thresholdMetricId="", **measuring({"system": "fraud"})), FAIL),
        (learning(thresholdMetricId=UNKNOWN, **measuring({"system": "fraud"})), UNSURE),
    ],
)
def test_an_alarm_that_learns_what_is_usual_is_of_an_endpoint_or_its_system(alarm: Example, expected: Verdict) -> None:
    """By a dimension; an alarm on a fixed bound hears of failures, not of drift."""
    assert expected is said(alarm)


def schedule(refs: dict[str, str] | None = None, **config: Any) -> Example:
    held = {"monitoringScheduleConfig": {"monitoringType": "DataQuality", **config}} if config else {}
    return aws(SCHEDULE, "schedule", refs or {}, **held)


def inline(name: Any) -> dict[str, Any]:
    return {"monitoringJobDefinition": {"monitoringInputs": {"endpointInput": {"endpointName": name}}}}


def definition(refs: dict[str, str] | None = None, **properties: Any) -> Example:
    return aws(DATA_QUALITY, "definition", refs or {}, **{"name": "quality", **properties})


def of(name: Any) -> dict[str, Any]:
    return {"dataQualityJobInput": {"endpointInput": {"endpointName": name}}}


BY_NAME = schedule(monitoringJobDefinitionName="quality")
BY_EDGE = schedule({"monitoringScheduleConfig": "definition"})


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        ((schedule(**inline("lz-fraud")),), PASS),
        ((schedule(**inline("another")),), FAIL),
        ((schedule(**inline(UNKNOWN)),), UNSURE),
        ((schedule({"monitoringScheduleConfig": "scorer"}),), PASS),
        ((schedule({"monitoringScheduleConfig": "scorer"}, **inline(UNKNOWN)),), PASS),
        ((BY_NAME, definition(**of("lz-fraud"))), PASS),
        ((BY_NAME, definition(**of("another"))), FAIL),
        ((BY_NAME, definition(**of(UNKNOWN))), UNSURE),
        ((BY_NAME, definition({"dataQualityJobInput": "scorer"})), PASS),
        ((BY_NAME, definition(name="other", **of("lz-fraud"))), FAIL),
        ((BY_NAME, definition(name=UNKNOWN, **of("lz-fraud"))), UNSURE),
        ((BY_NAME,), FAIL),
        ((BY_EDGE, definition(**of("lz-fraud"))), PASS),
        ((BY_EDGE, definition(**of("another"))), FAIL),
        ((BY_EDGE, definition({"dataQualityJobInput": "scorer"})), PASS),
        ((schedule(monitoringJobDefinitionName=UNKNOWN),), UNSURE),
        ((aws(SCHEDULE, "schedule", tags={"lz:system": "fraud"}),), PASS),
        ((aws(SCHEDULE, "schedule", tags={"lz:system": "another"}),), FAIL),
        ((), FAIL),
    ],
)
def test_a_schedule_says_its_endpoint_itself_or_by_its_definition(stack: Examples, expected: Verdict) -> None:
    """Inline, by a definition's name, by edges before names are known, or by the system both serve."""
    assert expected is said(*stack)


def test_a_watcher_of_another_endpoint_hides_no_violation() -> None:
    """Two endpoints without names yet, one of them watched: the edges say which."""
    other = aws(ENDPOINT, "other", name=UNKNOWN)
    stack = (other, learning({"metricQueries": "other"}, **measuring({"VariantName": "own"})))

    assert FAIL is said(*stack, endpoint=aws(ENDPOINT, "scorer", name="lz-fraud"))


def test_an_endpoint_without_a_name_may_be_the_one_that_is_watched() -> None:
    """The alarm names one, the endpoint gets its name in the deploy."""
    alarm = learning(dimensions={"EndpointName": "lz-fraud"})

    assert UNSURE is said(alarm, endpoint=aws(ENDPOINT, "scorer", name=UNKNOWN))
