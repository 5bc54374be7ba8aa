"""A request by the way of a card's intake, in the sandbox: put where it arrives, handed over as Lambda would, answered.

moto keeps queues, streams and the mapping between them and a function, and runs no function: the handing over is done
here, and says what the mapping says.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from config.contracts.systems import SystemContract
from config.model import LandingZone
from engine.standin.clients import Clients
from functions.decision.request import KEY_HEADER as KEY
from ops.exits import UsageError

Event = dict[str, Any]
Hand = Callable[[Event], Mapping[str, Any]]
"""Runs the function on an event."""


def answered(
    zone: LandingZone, system: SystemContract, asked: Mapping[str, Any], key: str, *, clients: Clients, hand: Hand
) -> dict[str, Any] | None:
    """What the queue of answers holds for this request; None where the function gave the request back.

    UsageError where the card takes no request that nobody waits for.
    """
    if system.stream is not None:
        back = _by_stream(zone, system.stream.name, asked, key, clients=clients, hand=hand)
    elif "requests" in system.queues:
        back = _by_queue(zone, system.queues["requests"].url, asked, key, clients=clients, hand=hand)
    else:
        raise UsageError(
            f"{system.name} takes no request that nobody waits for", "leave --intake out, or write intake in its card"
        )
    return None if back else _collected(clients, zone, system.queues["answers"].url, key)


def _by_queue(zone: LandingZone, url: str, asked: Mapping[str, Any], key: str, *, clients: Clients, hand: Hand) -> bool:
    """Whether the function gave the message back."""
    sqs = clients.client("sqs", zone.region, zone.account)
    sqs.send_message(
        QueueUrl=url, MessageBody=json.dumps(asked), MessageAttributes={KEY: {"DataType": "String", "StringValue": key}}
    )
    own = _taken(sqs, url, key)
    if own is None:
        raise UsageError(f"the request {key} is not in its queue", "another reader took it; send the same key again")
    attributes = {
        name: {"stringValue": value.get("StringValue"), "dataType": value["DataType"]}
        for name, value in own.get("MessageAttributes", {}).items()
    }
    event = {
        "messageId": own["MessageId"],
        "receiptHandle": own["ReceiptHandle"],
        "body": own["Body"],
        "attributes": own["Attributes"],
        "messageAttributes": attributes,
        "eventSource": "aws:sqs",
        "eventSourceARN": _arn(zone, "sqs", url.rpartition("/")[2]),
        "awsRegion": zone.region,
    }
    back = bool(hand({"Records": [event]})["batchItemFailures"])
    if back:
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=own["ReceiptHandle"], VisibilityTimeout=0)
    else:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=own["ReceiptHandle"])
    return back


def _by_stream(
    zone: LandingZone, stream: str, asked: Mapping[str, Any], key: str, *, clients: Clients, hand: Hand
) -> bool:
    """Whether the function gave the record back."""
    kinesis = clients.client("kinesis", zone.region, zone.account)
    put = kinesis.put_record(
        StreamName=stream, PartitionKey=key, Data=json.dumps({KEY: key, "payload": asked}).encode()
    )
    iterator = kinesis.get_shard_iterator(
        StreamName=stream,
        ShardId=put["ShardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        StartingSequenceNumber=put["SequenceNumber"],
    )["ShardIterator"]
    [held] = kinesis.get_records(ShardIterator=iterator, Limit=1)["Records"]
    event = {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": held["PartitionKey"],
            "sequenceNumber": held["SequenceNumber"],
            "data": base64.b64encode(held["Data"]).decode(),
            "approximateArrivalTimestamp": held["ApproximateArrivalTimestamp"].timestamp(),
        },
        "eventSource": "aws:kinesis",
        "eventID": f"{put['ShardId']}:{held['SequenceNumber']}",
        "eventSourceARN": _arn(zone, "kinesis", f"stream/{stream}"),
        "awsRegion": zone.region,
    }
    return bool(hand({"Records": [event]})["batchItemFailures"])


def _collected(clients: Clients, zone: LandingZone, url: str, key: str) -> dict[str, Any]:
    """The answer, out of its queue."""
    sqs = clients.client("sqs", zone.region, zone.account)
    own = _taken(sqs, url, key)
    if own is None:
        raise UsageError(f"the queue of answers holds none to {key}", "another reader took it; send the same key again")
    sqs.delete_message(QueueUrl=url, ReceiptHandle=own["ReceiptHandle"])
    return json.loads(own["Body"])


def _taken(sqs: Any, url: str, key: str) -> dict[str, Any] | None:
    """The message of this key, hidden from others; those before it are given back for whoever reads them."""
    ask = {"QueueUrl": url, "AttributeNames": ["All"], "MessageAttributeNames": ["All"], "MaxNumberOfMessages": 10}
    own, others = None, list[dict[str, Any]]()
    while own is None and (messages := sqs.receive_message(**ask).get("Messages")):
        for each in messages:
            mine = each.get("MessageAttributes", {}).get(KEY, {}).get("StringValue") == key
            own = each if mine and own is None else own
            others += [] if each is own else [each]
    for each in others:
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"], VisibilityTimeout=0)
    return own


def _arn(zone: LandingZone, service: str, name: str) -> str:
    return f"arn:aws:{service}:{zone.region}:{zone.account}:{name}"
