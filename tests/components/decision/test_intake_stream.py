"""A stream of requests."""

from __future__ import annotations

import pytest

from components.decision.intake_stream import HOURS, IntakeStream, IntakeStreamArgs, stream_arn
from config.vocabulary import DataClass
from tests.physical import ACCOUNT, REGION
from tests.synth import Declared, synth

NAME = "lz-dev-s-requests"


@pytest.fixture(scope="module")
def declared() -> Declared:
    args = IntakeStreamArgs(
        stream=NAME,
        region=REGION,
        key="arn:aws:kms:eu-west-1:111122223333:key/k",
        data_class=DataClass.DECISIONS,
        function="lz-dev-s-decision",
        oldest_seconds=60,
        waiting="A request waits.",
        alarm_topic="topic",
        tags={"lz:system": "s"},
    )
    return synth(lambda: IntakeStream("requests", args))


def test_what_is_asked_is_encrypted_and_kept_for_a_week(declared: Declared) -> None:
    """Long enough to read what was put aside by its place."""
    stream = declared.only("aws:kinesis/stream:Stream")

    assert ("KMS", True) == (stream["encryptionType"], stream["kmsKeyId"].endswith("key/k"))
    assert HOURS == stream["retentionPeriod"]
    assert {"streamMode": "ON_DEMAND"} == stream["streamModeDetails"]


def test_somebody_hears_of_a_request_that_waits(declared: Declared) -> None:
    """Lambda tells the age in milliseconds, by the function that reads."""
    alarm = declared.only("aws:cloudwatch/metricAlarm:MetricAlarm")

    assert (60_000, {"FunctionName": "lz-dev-s-decision"}) == (alarm["threshold"], alarm["dimensions"])
    assert ["topic"] == alarm["alarmActions"]


def test_its_arn_is_known_before_it_exists(declared: Declared) -> None:
    """A policy that names it can be read at preview."""
    assert stream_arn(ACCOUNT, REGION, NAME) == declared.outputs_of("lz:decision:IntakeStream")["arn"]
