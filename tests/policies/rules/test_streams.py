"""What the rules about streams say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from components.decision import intake_stream
from graph.model import UNKNOWN
from policies.buckets import BUCKET
from policies.replicas import TABLE
from policies.rules.examples.build import ACCOUNT, REGION, aws, changed, linked
from policies.rules.examples.data import QUEUE, TOPIC
from policies.rules.examples.streams import FUNCTION_NAME, INTAKE, REQUESTS
from policies.rules.streams import LOOKED_AT_HOURS
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
CONSUMER = "aws:kinesis/streamConsumer:StreamConsumer"
KINESIS = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{REQUESTS}"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"encryptionType": None, "kmsKeyId": None}, FAIL),
        ({"encryptionType": "NONE"}, FAIL),
        ({"encryptionType": None}, FAIL),
        ({"kmsKeyId": None}, FAIL),
        ({"encryptionType": UNKNOWN}, UNSAID),
    ],
)
def test_a_key_that_is_not_switched_on_encrypts_nothing(given: dict[str, Any], expected: Verdict) -> None:
    """Type and key go together; Kinesis, unlike SQS, encrypts nothing by itself."""
    assert expected is said("LZ-KIN-001", changed(INTAKE, "requests", **given))


@pytest.mark.parametrize(
    ("hours", "expected"), [(None, FAIL), (71, FAIL), (72, PASS), ("168", PASS), (UNKNOWN, UNSAID)]
)
def test_a_stream_keeps_over_a_weekend(hours: Any, expected: Verdict) -> None:
    """A day, which Kinesis gives, is over before anybody is back."""
    assert expected is said("LZ-KIN-002", changed(INTAKE, "requests", retentionPeriod=hours))


def test_the_house_keeps_longer_than_the_rule_asks() -> None:
    """The component's time is above the floor."""
    assert intake_stream.HOURS >= LOOKED_AT_HOURS


@pytest.mark.parametrize("rule", ["LZ-KIN-003", "LZ-KIN-004"])
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (KINESIS, FAIL),
        (f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/cases/stream/2026-11-26", FAIL),
        (f"arn:aws:sqs:{REGION}:{ACCOUNT}:requests", PASS),
        (UNKNOWN, UNSAID),
        (None, PASS),
    ],
)
def test_only_what_is_read_in_order_stands_in_the_way(rule: str, source: Any, expected: Verdict) -> None:
    """A queue puts aside by itself; one that is read from elsewhere brings its own ways."""
    careless = changed(INTAKE, "fed", destinationConfig=None, maximumRetryAttempts=None)

    assert expected is said(rule, changed(careless, "fed", eventSourceArn=source))


@pytest.mark.parametrize("rule", ["LZ-KIN-003", "LZ-KIN-004"])
def test_a_source_is_known_by_its_edge_before_it_exists(rule: str) -> None:
    """At the first preview the ARN is unknown, and its edge says what it will be."""
    careless = changed(INTAKE, "fed", destinationConfig=None, maximumRetryAttempts=None)
    table = (*linked(careless, "fed", eventSourceArn="cases"), aws(TABLE, "cases"))
    consumer = (*linked(careless, "fed", eventSourceArn="fast"), aws(CONSUMER, "fast"))
    queue = (*linked(careless, "fed", eventSourceArn="work"), aws(QUEUE, "work"))

    assert FAIL is said(rule, careless)
    assert FAIL is said(rule, table)
    assert FAIL is said(rule, consumer)
    assert PASS is said(rule, queue)


def test_a_queue_of_the_stack_takes_what_fails_before_it_exists() -> None:
    """Its edge says that the ARN is one of a queue; another's says nothing."""
    assert PASS is said("LZ-KIN-003", linked(INTAKE, "fed", destinationConfig="undecided"))
    assert UNSAID is said("LZ-KIN-003", linked(INTAKE, "fed", destinationConfig="decide"))


@pytest.mark.parametrize("type_", [BUCKET, TOPIC])
def test_what_fails_may_go_into_a_bucket_or_to_a_topic(type_: str) -> None:
    """Lambda takes either; its edge says so before it has an ARN."""
    elsewhere = (*linked(INTAKE, "fed", destinationConfig="aside"), aws(type_, "aside"))

    assert PASS is said("LZ-KIN-003", elsewhere)


@pytest.mark.parametrize(
    ("tries", "expected"), [(0, PASS), (10_000, PASS), (-1, FAIL), (None, FAIL), (UNKNOWN, UNSAID)]
)
def test_tries_are_counted(tries: Any, expected: Verdict) -> None:
    """None at all is a number too; what Lambda does when nobody says is to try for ever."""
    assert expected is said("LZ-KIN-004", changed(INTAKE, "fed", maximumRetryAttempts=tries))


@pytest.mark.parametrize(
    ("alarm", "expected"),
    [
        ({"metricName": "GetRecords.IteratorAgeMilliseconds", "dimensions": {"StreamName": REQUESTS}}, PASS),
        ({"metricName": "GetRecords.IteratorAgeMilliseconds", "dimensions": {"StreamName": "another"}}, FAIL),
        ({"metricName": "GetRecords.IteratorAgeMilliseconds"}, FAIL),
        ({"metricName": "Errors"}, FAIL),
        ({"alarmActions": []}, FAIL),
        ({"alarmActions": UNKNOWN}, UNSAID),
    ],
)
def test_the_age_is_told_of_the_function_or_of_the_stream(alarm: dict[str, Any], expected: Verdict) -> None:
    """To somebody: an alarm without an action is read by nobody."""
    assert expected is said("LZ-KIN-005", changed(INTAKE, "late", **alarm))


@pytest.mark.parametrize(
    "name",
    [
        f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{FUNCTION_NAME}",
        f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{FUNCTION_NAME}:live",
    ],
)
def test_a_function_may_be_named_by_its_arn(name: str) -> None:
    """Lambda takes either, and an alias behind it."""
    assert PASS is said("LZ-KIN-005", changed(INTAKE, "fed", functionName=name))


def test_a_function_of_the_stack_is_known_by_its_edge() -> None:
    """Its name is, although the mapping's word for it is not yet."""
    assert PASS is said("LZ-KIN-005", linked(INTAKE, "fed", functionName="decide"))
    assert UNSAID is said("LZ-KIN-005", linked(INTAKE, "fed", functionName="undecided"))


def test_the_age_of_one_stream_is_not_that_of_another() -> None:
    """The alarm of a function says nothing of a stream that it does not read."""
    other = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/another"

    assert PASS is said("LZ-KIN-005", changed(INTAKE, "fed", eventSourceArn=KINESIS))
    assert FAIL is said("LZ-KIN-005", changed(INTAKE, "fed", eventSourceArn=other))


def test_a_stream_whose_name_is_not_known_yet_is_told_by_its_arn() -> None:
    """Whoever imports it knows that."""
    imported = changed(INTAKE, "requests", name=UNKNOWN, arn=KINESIS)

    assert PASS is said("LZ-KIN-005", changed(imported, "fed", eventSourceArn=KINESIS))


def test_a_batch_of_a_stream_does_not_fail_as_a_whole() -> None:
    """The rule about batches is not one of queues only."""
    assert FAIL is said("LZ-FN-011", changed(INTAKE, "fed", functionResponseTypes=None))
