"""What was mirrored, put before the challenger in the sandbox: moto runs no function, so it is handed over here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from config.model import LandingZone
from engine.standin.clients import Clients

Hand = Callable[[dict[str, Any]], Mapping[str, Any]]
"""Runs the function on an event."""


def asked(zone: LandingZone, url: str, *, clients: Clients, hand: Hand) -> int:
    """How many requests the challenger was asked about: all that wait in the queue, but those it gave back."""
    sqs, done = clients.client("sqs", zone.region, zone.account), 0
    while taken := sqs.receive_message(QueueUrl=url, AttributeNames=["All"], MaxNumberOfMessages=10).get("Messages"):
        events = [_event(zone, url, each) for each in taken]
        back = {failure["itemIdentifier"] for failure in hand({"Records": events})["batchItemFailures"]}
        for each in taken:
            # What was given back stays hidden, as in an account, until its time in the queue is over.
            if each["MessageId"] not in back:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
                done += 1
    return done


def _event(zone: LandingZone, url: str, message: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{zone.region}:{zone.account}:{url.rpartition('/')[2]}",
        "awsRegion": zone.region,
    }
