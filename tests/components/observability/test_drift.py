"""Somebody hears when a model is not as sure as usual."""

from __future__ import annotations

from components.observability.drift import DriftAlarm, DriftAlarmArgs
from tests.synth import Declared, synth

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
TOPIC = "arn:aws:sns:eu-west-1:111122223333:lz-prod-alarms"


def declared() -> Declared:
    args = DriftAlarmArgs(
        environment="prod",
        system="fraud-scoring",
        region="eu-west-1",
        topic_arn=TOPIC,
        tags={"lz:system": "fraud-scoring"},
    )
    return synth(lambda: DriftAlarm("fraud-scoring", args), unknown=True)


def test_the_threshold_is_what_was_usual() -> None:
    """A band around the mean of each hour, learned by CloudWatch: no number of ours fits two models."""
    alarm = declared().only(ALARM)
    queries = {query["id"]: query for query in alarm["metricQueries"]}

    assert "usual" == alarm["thresholdMetricId"]
    assert "ANOMALY_DETECTION_BAND(sure, 3)" == queries["usual"]["expression"]
    sure = queries["sure"]["metric"]
    assert ("LZ/Decisions", "Confidence", {"system": "fraud-scoring"}, "Average", 3600) == (
        sure["namespace"],
        sure["metricName"],
        sure["dimensions"],
        sure["stat"],
        sure["period"],
    )
    assert alarm.inputs.get("threshold") is None, "CloudWatch refuses both"


def test_both_ways_out_of_the_band_count() -> None:
    """A model that is suddenly sure of everything is no better than one that is sure of nothing."""
    assert "LessThanLowerOrGreaterThanUpperThreshold" == declared().only(ALARM)["comparisonOperator"]


def test_it_tells_the_topic_and_names_its_runbook() -> None:
    """When it begins and when it ends."""
    alarm = declared().only(ALARM)

    assert ([TOPIC], [TOPIC], "lz-prod-fraud-scoring-drift") == (
        alarm["alarmActions"],
        alarm["okActions"],
        alarm["name"],
    )
    assert "runbook: docs/runbooks/model-drift.md" == alarm["alarmDescription"].splitlines()[-1]


def test_a_night_without_requests_is_no_drift() -> None:
    """Nothing was said."""
    assert "notBreaching" == declared().only(ALARM)["treatMissingData"]
