"""A Region that falls silent is heard of in the other."""

from __future__ import annotations

import json

import pytest

from components.recovery.heartbeat import MISSED, PERIOD, Heartbeat, HeartbeatArgs, alarm_arn
from config.rto import DETECT_MINUTES
from graph.model import UNKNOWN
from tests.components.recovery.pair import ACCOUNT, ALARM, AWAY, BOUNDARY, HOME, ROLE, ROLE_POLICY, TOPIC
from tests.synth import Declared, synth

RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
BUS = "aws:cloudwatch/eventBus:EventBus"
ARGS = HeartbeatArgs(
    family="prod", account=ACCOUNT, region=HOME, recovery_region=AWAY, boundary=BOUNDARY, topic_arn=TOPIC
)


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: Heartbeat("heartbeat", ARGS), unknown=unknown)


def test_the_alarm_stands_outside_the_region_it_watches() -> None:
    """An alarm that is lost with its Region tells nobody; so is a bus, and a rule that counts."""
    declared = declare()

    assert AWAY == declared.only(ALARM)["region"] == declared.only(BUS)["region"]
    assert [TOPIC] == declared.only(ALARM)["alarmActions"] == declared.only(ALARM)["okActions"]
    assert {HOME: "rate(1 minute)", AWAY: None} == {
        rule["region"]: rule.inputs.get("scheduleExpression") for rule in declared.of_type(RULE)
    }


def test_silence_is_an_alarm() -> None:
    """A dead Region sends no zero: what is missing must count as broken."""
    alarm = declare().only(ALARM)

    assert ("breaching", "LessThanThreshold", 1) == (
        alarm["treatMissingData"],
        alarm["comparisonOperator"],
        alarm["threshold"],
    )


def test_the_promise_of_detection_is_what_the_alarm_takes() -> None:
    """`lz dr rto` counts minutes that nothing else would keep."""
    alarm = declare().only(ALARM)

    assert (PERIOD, MISSED) == (alarm["period"], alarm["evaluationPeriods"])
    assert DETECT_MINUTES == alarm["period"] * alarm["evaluationPeriods"] / 60


def test_what_beats_is_what_is_counted() -> None:
    """From the schedule to the bus of the other Region, to the rule that the alarm looks at."""
    declared = declare()
    heard = declared.named("heartbeat-heard")

    assert f"arn:aws:events:{AWAY}:{ACCOUNT}:event-bus/lz-prod-heartbeat" == declared.only(TARGET)["arn"]
    assert {"source": ["aws.events"], "detail-type": ["Scheduled Event"]} == json.loads(heard["eventPattern"])
    assert {"EventBusName": heard["eventBusName"], "RuleName": heard["name"]} == declared.only(ALARM)["dimensions"]


def test_the_role_can_beat_and_nothing_else() -> None:
    """One action on one bus, under the boundary, for one service of one account."""
    declared = declare()
    (statement,) = json.loads(declared.only(ROLE_POLICY)["policy"])["Statement"]
    (trust,) = json.loads(declared.only(ROLE)["assumeRolePolicy"])["Statement"]

    assert (["events:PutEvents"], [ARGS.bus_arn]) == (statement["Action"], statement["Resource"])
    assert BOUNDARY == declared.only(ROLE)["permissionsBoundary"]
    assert {"StringEquals": {"aws:SourceAccount": ACCOUNT}} == trust["Condition"]


@pytest.mark.parametrize("unknown", [False, True])
def test_the_beats_begin_when_somebody_listens(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """Otherwise the first minutes would look like a loss."""
    declared = declare(unknown=unknown)

    assert declared.named("heartbeat-heard").urn in declared.only(TARGET).dependencies


def test_the_plan_of_the_other_side_can_name_the_alarm() -> None:
    """Without asking: its ARN is built from what both sides know."""
    arn = alarm_arn("prod", ACCOUNT, AWAY)

    assert arn == declare().outputs_of("lz:recovery:Heartbeat")["alarmArn"]
    assert {"alarmArn": UNKNOWN} == declare(unknown=True).outputs_of("lz:recovery:Heartbeat")
