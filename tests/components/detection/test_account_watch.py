"""Somebody hears of what is done to the account."""

from __future__ import annotations

import pytest

from components.detection.account_events import EVENTS, LONGEST
from components.detection.account_watch import AccountWatch, AccountWatchArgs
from tests.synth import Declared, synth

TOPIC = "arn:aws:sns:eu-west-1:111122223333:lz-prod-alarms"
FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def a_watch(*, unknown: bool = False) -> Declared:
    args = AccountWatchArgs(environment="prod", trail_log_group="/lz/prod/trail", region="eu-west-1", topic_arn=TOPIC)
    return synth(lambda: AccountWatch("account-watch", args), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_every_event_has_a_filter_and_an_alarm_on_its_metric(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """An alarm on a metric that nobody writes is silent for ever."""
    declared = a_watch(unknown=unknown)
    filters = {one.urn: one["metricTransformation"] for one in declared.of_type(FILTER)}

    assert len(EVENTS) == len(filters) == len(declared.of_type(ALARM))
    for alarm in declared.of_type(ALARM):
        (source,) = alarm.property_dependencies["metricName"]
        metric = filters[source]
        assert (metric["namespace"], metric["name"]) == (alarm["namespace"], alarm["metricName"])


def test_no_two_events_are_counted_together() -> None:
    """Whoever is woken should know which it was."""
    names = [one["metricTransformation"]["name"] for one in a_watch().of_type(FILTER)]

    assert len(names) == len(set(names))


def test_the_trails_own_log_group_is_read_and_its_regions_topic_told() -> None:
    """CloudWatch sends an alarm to no topic of another Region."""
    declared = a_watch()

    assert {"/lz/prod/trail"} == {one["logGroupName"] for one in declared.of_type(FILTER)}
    assert {"eu-west-1"} == {one["region"] for one in (*declared.of_type(FILTER), *declared.of_type(ALARM))}
    assert all([TOPIC] == alarm["alarmActions"] for alarm in declared.of_type(ALARM))


def test_what_people_do_by_mistake_is_told_when_it_repeats() -> None:
    """A refused call and a mistyped password are ordinary; every other event is told the first time."""
    least = {event.cis: event.least for event in EVENTS if event.least != 1}

    assert {"4.1": 10, "4.6": 3} == least


def test_cloudwatch_takes_every_pattern() -> None:
    """It refuses a longer one."""
    assert [] == [event.name for event in EVENTS if len(event.pattern) > LONGEST]


def test_the_events_are_those_of_the_benchmark_in_its_order() -> None:
    """4.16 is no event of a trail."""
    assert [f"4.{number}" for number in range(1, 16)] == [event.cis for event in EVENTS]
