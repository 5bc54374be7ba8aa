"""A request by the way of a card's intake, against queues and streams of moto and a function that is ours to say."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from moto import mock_aws

from ops import intake
from ops.exits import UsageError
from tests.ops.verification.reading import HERE, client

ZONE: Any = SimpleNamespace(region=HERE, account="123456789012")
CLIENTS: Any = SimpleNamespace(client=lambda service, region, _account: client(service, region))


@pytest.fixture(autouse=True)
def aws() -> Iterator[None]:
    with mock_aws():
        for name in ("requests", "answers"):
            client("sqs", HERE).create_queue(QueueName=name)
        client("kinesis", HERE).create_stream(StreamName="requests", ShardCount=1)
        yield


def system(*, stream: bool) -> Any:
    urls = {
        n: SimpleNamespace(url=client("sqs", HERE).get_queue_url(QueueName=n)["QueueUrl"])
        for n in ("requests", "answers")
    }
    return SimpleNamespace(name="s", stream=SimpleNamespace(name="requests") if stream else None, queues=urls)


class Function:
    """Answers as the deployed one would: into the queue, or not at all."""

    def __init__(self, *, fails: bool = False) -> None:
        self.events: list[dict[str, Any]] = []
        self._fails = fails

    def __call__(self, event: dict[str, Any]) -> dict[str, Any]:
        [record] = event["Records"]
        self.events.append(record)
        if self._fails:
            return {"batchItemFailures": [{"itemIdentifier": "it"}]}
        key = (
            record["messageAttributes"]["idempotency-key"]["stringValue"]
            if record["eventSource"] == "aws:sqs"
            else json.loads(base64.b64decode(record["kinesis"]["data"]))["idempotency-key"]
        )
        answer(key)
        return {"batchItemFailures": []}


def answer(key: str) -> None:
    client("sqs", HERE).send_message(
        QueueUrl=system(stream=False).queues["answers"].url,
        MessageBody=json.dumps({"decision": f"of {key}"}),
        MessageAttributes={"idempotency-key": {"DataType": "String", "StringValue": key}},
    )


def waiting(queue: str) -> int:
    url = client("sqs", HERE).get_queue_url(QueueName=queue)["QueueUrl"]
    held = client("sqs", HERE).get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    return int(held["Attributes"]["ApproximateNumberOfMessages"])


@pytest.mark.parametrize("stream", [True, False])
def test_a_request_arrives_whole_and_its_answer_is_taken_out_of_the_queue(stream: bool) -> None:  # noqa: FBT001  parametrized
    """Not another's, which stays for whoever reads it."""
    answer("another")
    function = Function()

    found = intake.answered(ZONE, system(stream=stream), {"a": 1}, "k", clients=CLIENTS, hand=function)

    assert {"decision": "of k"} == found
    [record] = function.events
    body = json.loads(base64.b64decode(record["kinesis"]["data"]))["payload"] if stream else json.loads(record["body"])
    assert {"a": 1} == body
    assert 0 == waiting("requests")


def test_a_request_behind_many_others_is_found_and_they_stay() -> None:
    """SQS hands over ten at once; whoever reads the others finds every one of them."""
    for place in range(25):
        answer(f"other-{place}")
        client("sqs", HERE).send_message(QueueUrl=system(stream=False).queues["requests"].url, MessageBody="{}")

    found = intake.answered(ZONE, system(stream=False), {}, "k", clients=CLIENTS, hand=Function())

    assert {"decision": "of k"} == found
    assert (25, 25) == (waiting("requests"), waiting("answers"))


def test_a_request_that_is_given_back_waits_in_its_queue_again() -> None:
    """As Lambda leaves it there; after five times SQS puts it aside."""
    found = intake.answered(ZONE, system(stream=False), {}, "k", clients=CLIENTS, hand=Function(fails=True))

    assert (None, 1) == (found, waiting("requests"))


def test_a_record_that_is_given_back_has_no_answer() -> None:
    """The stream keeps it."""
    assert None is intake.answered(ZONE, system(stream=True), {}, "k", clients=CLIENTS, hand=Function(fails=True))


def test_a_card_without_intake_is_told_in_words() -> None:
    """And nothing is sent anywhere."""
    bare: Any = SimpleNamespace(name="s", stream=None, queues={})

    with pytest.raises(UsageError, match="nobody waits"):
        intake.answered(ZONE, bare, {}, "k", clients=CLIENTS, hand=Function())
