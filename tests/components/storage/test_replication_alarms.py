"""Somebody hears of it when a replica falls behind."""

from __future__ import annotations

import pytest

from components.storage.replication_alarms import ReplicationAlarms, ReplicationAlarmsArgs
from tests.components.storage.sites import AWAY, AWAY_TOPIC, HOME, HOME_TOPIC, TOPICS
from tests.synth import DeclaredResource, synth


def alarms() -> dict[str, DeclaredResource]:
    args = ReplicationAlarmsArgs(
        source="here", destination="there", rule_id="rule", region=HOME, recovery_region=AWAY, topics=TOPICS
    )
    declared = synth(lambda: ReplicationAlarms("records", args))
    return {a["metricName"]: a for a in declared.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")}


@pytest.mark.parametrize(
    ("metric", "region", "topic"),
    [
        ("ReplicationLatency", AWAY, AWAY_TOPIC),
        ("BytesPendingReplication", AWAY, AWAY_TOPIC),
        ("OperationsFailedReplication", HOME, HOME_TOPIC),
    ],
)
def test_each_alarm_stands_where_s3_publishes_its_metric_and_calls_a_topic_of_that_region(
    metric: str, region: str, topic: str
) -> None:
    """In the other Region the metric does not exist, and an alarm reaches no topic of another Region."""
    alarm = alarms()[metric]

    assert region == alarm["region"]
    assert [topic] == alarm["alarmActions"] == alarm["okActions"]


def test_a_replica_is_late_after_fifteen_minutes() -> None:
    """The promise of Replication Time Control, in seconds."""
    alarm = alarms()["ReplicationLatency"]

    assert ("GreaterThanThreshold", 900, "Maximum") == (
        alarm["comparisonOperator"],
        alarm["threshold"],
        alarm["statistic"],
    )


def test_a_backlog_is_more_than_can_be_carried_in_time() -> None:
    """It warns before the latency shows it."""
    assert 112_500_000_000 == alarms()["BytesPendingReplication"]["threshold"]


def test_one_failed_operation_is_enough() -> None:
    """S3 does not try it again, so every single one is a record that has no replica."""
    alarm = alarms()["OperationsFailedReplication"]

    assert (0, 1) == (alarm["threshold"], alarm["datapointsToAlarm"])
    assert "notBreaching" == alarm["treatMissingData"], "nothing is published while nothing fails"


def test_each_alarm_names_the_rule() -> None:
    """The three dimensions S3 publishes with; with fewer the metric is another one."""
    for alarm in alarms().values():
        assert {"SourceBucket": "here", "DestinationBucket": "there", "RuleId": "rule"} == alarm["dimensions"]
        assert "AWS/S3" == alarm["namespace"]
