"""What takes a new version back."""

from __future__ import annotations

from datetime import timedelta

from components.serving.endpoint_alarms import EndpointAlarms, EndpointAlarmsArgs
from tests.synth import Declared, synth

TOPIC = "arn:aws:sns:eu-west-1:111122223333:lz-prod-alarms"
ARGS = EndpointAlarmsArgs(
    endpoint="lz-prod-fraud",
    variant="own",
    error=0.001,
    latency=timedelta(milliseconds=300),
    alarm_topic=TOPIC,
    region="eu-west-1",
)
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def declared(*, unknown: bool = False) -> Declared:
    return synth(lambda: EndpointAlarms("alarms", ARGS, None), unknown=unknown)


def test_the_slowest_answers_are_counted_in_microseconds() -> None:
    """SageMaker's own unit; milliseconds would raise the alarm at every request."""
    slow = declared().named("alarms-latency", ALARM)

    assert ("ModelLatency", "p99", 300_000) == (slow["metricName"], slow["extendedStatistic"], slow["threshold"])
    assert {"EndpointName": "lz-prod-fraud", "VariantName": "own"} == slow["dimensions"]


def test_the_share_of_failures_is_that_of_the_card() -> None:
    """Ten failures of ten thousand are within it, ten of twenty are not; a quiet minute has no share."""
    errors = declared().named("alarms-errors", ALARM)
    queries = {q["id"]: q for q in errors["metricQueries"]}

    assert 0.001 == errors["threshold"]
    assert ["Invocation5XXErrors", "Invocations"] == [queries[q]["metric"]["metricName"] for q in ("failed", "asked")]
    assert "IF(asked > 0, FILL(failed, 0) / asked, 0)" == queries["share"]["expression"]
    assert [True] == [q["returnData"] for q in queries.values() if q.get("returnData")]


def test_each_alarm_tells_the_topic_and_names_its_runbook() -> None:
    """Whoever it wakes has something to open."""
    found = {a.name: a for a in declared(unknown=True).of_type(ALARM)}

    assert {"alarms-errors": "endpoint-errors", "alarms-latency": "endpoint-latency"} == {
        name: alarm["alarmDescription"].rpartition("/")[2].removesuffix(".md") for name, alarm in found.items()
    }
    assert {(TOPIC,)} == {tuple(alarm["alarmActions"]) for alarm in found.values()}


def test_the_names_are_those_the_endpoint_watches() -> None:
    """Auto-rollback knows alarms by name, in the endpoint's own account and Region."""
    assert {"names": ["lz-prod-fraud-errors", "lz-prod-fraud-latency"]} == declared().outputs_of(
        "lz:serving:EndpointAlarms"
    )
