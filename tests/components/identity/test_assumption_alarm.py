from __future__ import annotations

import pytest

from components.identity.assumption_alarm import AssumptionAlarm, AssumptionAlarmArgs
from graph.model import UNKNOWN
from tests.synth import Declared, synth

ROLE = "arn:aws:iam::111122223333:role/lz-prod-dr-break-glass"
TOPIC = "arn:aws:sns:eu-west-1:111122223333:lz-prod-alarms"
FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def an_alarm(*, unknown: bool = False) -> Declared:
    args = AssumptionAlarmArgs(
        environment="prod-dr",
        role_arn=ROLE,
        trail_log_group="/lz/prod/trail",
        region="eu-west-1",
        topic_arn=TOPIC,
    )
    return synth(lambda: AssumptionAlarm("break-glass-alarm", args), unknown=unknown)


@pytest.mark.parametrize("unknown", [False, True])
def test_the_alarm_listens_to_what_the_filter_counts(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """An alarm on a metric that nobody writes is silent for ever."""
    declared = an_alarm(unknown=unknown)
    metric, alarm = declared.only(FILTER)["metricTransformation"], declared.only(ALARM)

    assert "/lz/prod/trail" == declared.only(FILTER)["logGroupName"]
    assert (metric["namespace"], metric["name"]) == (alarm["namespace"], alarm["metricName"])
    assert (declared.only(FILTER).urn,) == alarm.property_dependencies["metricName"]


def test_a_single_use_raises_it() -> None:
    """The first assumption, or attempt, in a minute is enough."""
    alarm = an_alarm().only(ALARM)

    assert ("Sum", 60, 1, 1) == (alarm["statistic"], alarm["period"], alarm["evaluationPeriods"], alarm["threshold"])
    assert "GreaterThanOrEqualToThreshold" == alarm["comparisonOperator"]
    assert [TOPIC] == alarm["alarmActions"]


def test_silence_is_not_an_alarm() -> None:
    """No data means nobody assumed the role."""
    assert "notBreaching" == an_alarm().only(ALARM)["treatMissingData"]


def test_refused_attempts_and_web_identities_count_as_well() -> None:
    """The pattern looks at the role that was asked for, not at one call of STS or its success."""
    pattern = an_alarm().only(FILTER)["pattern"]

    assert f'$.requestParameters.roleArn = "{ROLE}"' in pattern
    assert "errorCode" not in pattern
    assert "eventName" not in pattern


def test_both_stand_in_the_region_of_the_trails_log_group() -> None:
    """A recovery environment listens where the account's trail writes, not where it stands itself."""
    declared = an_alarm()

    assert {"eu-west-1"} == {declared.only(FILTER)["region"], declared.only(ALARM)["region"]}


def test_the_output_is_the_alarm() -> None:
    """A composite alarm or a runbook can refer to it."""
    assert an_alarm().outputs_of("lz:identity:AssumptionAlarm")["alarm_arn"].startswith("arn:aws:cloudwatch:eu-west-1:")
    assert {"alarm_arn": UNKNOWN} == an_alarm(unknown=True).outputs_of("lz:identity:AssumptionAlarm")
