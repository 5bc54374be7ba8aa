"""Streams of records in the order of their partition keys."""

from __future__ import annotations

from typing import Any

from engine.standin.row import Ask, Call, Change, Row, Step, Tagging

_NAMED = {"StreamName": "name"}
_AWS_HOURS = 24
"""What a stream is made with."""


def _retention(ask: Ask, change: Change) -> None:
    """AWS has an operation for more and another for less."""
    old, new = int(change.old.get("retentionPeriod") or _AWS_HOURS), int(change.new["retentionPeriod"])
    way = "IncreaseStreamRetentionPeriod" if new > old else "DecreaseStreamRetentionPeriod"
    if new != old:
        ask(way, StreamName=change.new["name"], RetentionPeriodHours=new)


def _encryption(ask: Ask, change: Change) -> None:
    named: dict[str, Any] = {"StreamName": change.new["name"], "EncryptionType": "KMS"}
    if change.new.get("encryptionType") == "KMS":
        ask("StartStreamEncryption", KeyId=change.new["kmsKeyId"], **named)
    elif change.old.get("encryptionType") == "KMS":
        ask("StopStreamEncryption", KeyId=change.old["kmsKeyId"], **named)


STREAM = Row(
    type="aws:kinesis/stream:Stream",
    service="kinesis",
    create=Call(
        operation="CreateStream",
        carries=("shardCount", "streamModeDetails"),
        takes={"StreamName": "name"},
        claims=("name", "encryptionType", "kmsKeyId", "retentionPeriod"),
    ),
    id_format="arn:aws:kinesis:{region}:{account}:stream/{name}",
    read=Call(operation="DescribeStreamSummary", takes=_NAMED),
    entity="StreamDescriptionSummary",
    absent=("ResourceNotFoundException",),
    delete=(Call(operation="DeleteStream", takes=_NAMED, fixed={"EnforceConsumerDeletion": True}),),
    steps=(
        Step(carries=("retentionPeriod",), run=(_retention,)),
        Step(carries=("encryptionType", "kmsKeyId"), run=(_encryption,)),
    ),
    built={"arn": "arn:aws:kinesis:{region}:{account}:stream/{name}"},
    observed={
        "name": "StreamName",
        "retentionPeriod": "RetentionPeriodHours",
        "encryptionType": "EncryptionType",
        "kmsKeyId": "KeyId",
    },
    replace=("name",),
    name="name",
    name_limit=128,
    provider_only=("enforceConsumerDeletion",),
    kept_changes=dict.fromkeys(("shardCount", "streamModeDetails"), "the stand-in does not carry a change of it"),
    tagging=Tagging(
        put="AddTagsToStream",
        drop="RemoveTagsFromStream",
        target="StreamName",
        by="{name}",
        keys="TagKeys",
        listed="ListTagsForStream",
    ),
    listing=(Call(operation="ListStreams"), "StreamSummaries[].StreamARN"),
)

ROWS = (STREAM,)
