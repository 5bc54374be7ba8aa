"""Mirrored requests, handed to the challenger's function in the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from moto import mock_aws

from ops import shadows
from tests.ops.verification.reading import HERE, client

ZONE: Any = SimpleNamespace(region=HERE, account="123456789012")
CLIENTS: Any = SimpleNamespace(client=lambda service, region, _account: client(service, region))


@pytest.fixture
def url() -> Iterator[str]:
    with mock_aws():
        yield client("sqs", HERE).create_queue(QueueName="mirror")["QueueUrl"]


def test_all_that_waits_is_handed_over_and_taken_out(url: str) -> None:
    """In batches of at most ten, as Lambda would."""
    for number in range(13):
        client("sqs", HERE).send_message(QueueUrl=url, MessageBody=str(number))
    batches = list[list[str]]()

    def hand(event: dict[str, Any]) -> dict[str, Any]:
        batches.append([record["body"] for record in event["Records"]])
        return {"batchItemFailures": []}

    assert 13 == shadows.asked(ZONE, url, clients=CLIENTS, hand=hand)
    assert {str(number) for number in range(13)} == {body for batch in batches for body in batch}
    assert max(len(batch) for batch in batches) <= 10
    assert 0 == shadows.asked(ZONE, url, clients=CLIENTS, hand=hand)


def test_what_the_function_gives_back_stays_in_the_queue(url: str) -> None:
    """And is not asked about for ever in one go."""
    client("sqs", HERE).send_message(QueueUrl=url, MessageBody="poison")

    def hand(event: dict[str, Any]) -> dict[str, Any]:
        return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in event["Records"]]}

    assert 0 == shadows.asked(ZONE, url, clients=CLIENTS, hand=hand)
    told = client("sqs", HERE).get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert "1" == told["ApproximateNumberOfMessagesNotVisible"]
