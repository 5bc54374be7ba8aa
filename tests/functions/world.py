"""An AWS account in this process (moto) with what the functions of a system need, and a caller of them."""

from __future__ import annotations

import base64
import json
import logging
import os
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
from botocore.exceptions import ClientError

from functions import wiring
from functions.record.identity import object_key
from functions.telemetry import NAMESPACE
from tests.functions import systems

REGION = "eu-west-1"
BUCKET, STREAM = "decisions", "records"
OPERATIONS = {"put_object": "PutObject", "put_record": "PutRecord", "send_message": "SendMessage"}


class Context:
    """What Lambda gives a handler, as far as it is used."""

    function_name = "decide"
    memory_limit_in_mb = 512
    invoked_function_arn = f"arn:aws:lambda:{REGION}:123456789012:function:decide"
    aws_request_id = "00000000-0000-0000-0000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        """Plenty."""
        return 30_000


CONTEXT: Any = Context()


@cache
def client(service: str) -> Any:
    """A client of the account; moto answers every client that was made while it was on."""
    return boto3.client(service, region_name=REGION)


class Output:
    """What the functions printed: CloudWatch would make metrics of it."""

    def __init__(self, capsys: Any) -> None:
        self._capsys = capsys
        self.text = ""

    def counts(self, namespace: str = NAMESPACE) -> Counter[str]:
        """Every metric's sum since the test began."""
        self.text += self._capsys.readouterr().out
        found = Counter[str]()
        for line in self.text.splitlines():
            held = json.loads(line)
            for directive in held.get("_aws", {}).get("CloudWatchMetrics", ()):
                if directive["Namespace"] != namespace:
                    continue
                for metric in directive["Metrics"]:
                    found[metric["Name"]] += sum(held[metric["Name"]])
        return found

    def logs(self) -> list[dict[str, Any]]:
        """Every log line since the test began."""
        self.counts()
        lines = [json.loads(line) for line in self.text.splitlines()]
        return [line for line in lines if "_aws" not in line]


class World:
    """The account, the models and the functions of one system."""

    def __init__(self, folder: Path, endpoint: str, card: dict[str, Any]) -> None:
        # A test may change its system; the next finds the example as it was.
        self.card = deepcopy(card)
        self._make()
        systems.write(folder, card)
        self.environ = {
            "AWS_REGION": REGION,
            "LAMBDA_TASK_ROOT": str(folder),
            "LZ_ENVIRONMENT": "dev",
            "LZ_STORE_BUCKET": BUCKET,
            "LZ_STREAM": STREAM,
            **systems.TABLES,
            "LZ_REVIEW_QUEUE_URL": self.queue("reviews"),
            "LZ_SPOOL_QUEUE_URL": self.queue("spool"),
            "LZ_ANSWERS_QUEUE_URL": self.queue("answers"),
            "LZ_MIRROR_QUEUE_URL": self.queue("mirror"),
            "LZ_SUBJECT_KEY": self.subjects,
            "LZ_TARGETS": systems.targets(endpoint),
        }

    def _make(self) -> None:
        client("s3").create_bucket(
            Bucket=BUCKET,
            ObjectLockEnabledForBucket=True,
            CreateBucketConfiguration={"LocationConstraint": REGION},
        )
        client("s3").create_bucket(Bucket="table", CreateBucketConfiguration={"LocationConstraint": REGION})
        client("firehose").create_delivery_stream(
            DeliveryStreamName=STREAM,
            ExtendedS3DestinationConfiguration={
                "RoleARN": "arn:aws:iam::123456789012:role/stream",
                "BucketARN": "arn:aws:s3:::table",
            },
        )
        for table in dict.fromkeys(systems.TABLES.values()):
            client("dynamodb").create_table(
                TableName=table,
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )
        for queue in ("answers", "mirror", "reviews", "spool"):
            client("sqs").create_queue(QueueName=queue)
        made = client("kms").create_key(KeyUsage="GENERATE_VERIFY_MAC", KeySpec="HMAC_256")
        self.subjects = str(made["KeyMetadata"]["Arn"])

    @cached_property
    def key(self) -> str:
        """The key that signs manifests; making one takes a second, and few tests need it."""
        return client("kms").create_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_3072")["KeyMetadata"]["KeyId"]

    def queue(self, name: str) -> str:
        """The URL of a queue."""
        return client("sqs").get_queue_url(QueueName=name)["QueueUrl"]

    def function(self, name: str) -> Any:
        """A fresh process of a function, as after a cold start."""
        # Powertools keeps a logger's first stream for the process; a test's output is another one.
        logging.Logger.manager.loggerDict.pop(self.card["system"], None)
        if name == "digest":
            self.environ["LZ_MANIFEST_KEY"] = self.key
        return getattr(wiring, name)(self.environ)

    def record(self, id_: str) -> dict[str, Any]:
        """A record as the store holds it."""
        key = object_key(self.card["system"], id_)
        return json.loads(client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read())

    def records(self) -> list[dict[str, Any]]:
        """Every record in the store."""
        listed = client("s3").get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="records/")
        keys = [item["Key"] for page in listed for item in page.get("Contents", ())]
        return [json.loads(client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()) for key in keys]

    def streamed(self) -> list[dict[str, Any]]:
        """Every record that went to the table."""
        listed = client("s3").list_objects_v2(Bucket="table").get("Contents", ())
        texts = [client("s3").get_object(Bucket="table", Key=item["Key"])["Body"].read().decode() for item in listed]
        return [json.loads(line) for text in texts for line in text.splitlines()]

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """Every message of a queue, taken out of it, as Lambda hands them to a function."""
        found = list[dict[str, Any]]()
        while True:
            answer = client("sqs").receive_message(
                QueueUrl=self.queue(queue), MaxNumberOfMessages=10, AttributeNames=["All"]
            )
            if not answer.get("Messages"):
                return found
            for message in answer["Messages"]:
                client("sqs").delete_message(QueueUrl=self.queue(queue), ReceiptHandle=message["ReceiptHandle"])
                found.append(message_event(message["Body"], message["MessageId"]))


def api(payload: Any, *, caller: str | None = "caller-1", key: str | None = None, **headers: str) -> dict[str, Any]:
    """A proxy event of the REST API."""
    sent = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if key is not None:
        sent["Idempotency-Key"] = key
    return {
        "httpMethod": "POST",
        "headers": sent,
        "requestContext": {
            "requestId": base64.b16encode(os.urandom(8)).decode(),
            "authorizer": {"principalId": caller} if caller else {},
        },
        "isBase64Encoded": False,
        "body": payload if isinstance(payload, str) else json.dumps(payload),
    }


def message_event(body: str, id_: str, **attributes: str) -> dict[str, Any]:
    """A message of SQS as Lambda hands it over."""
    return {
        "messageId": id_,
        "receiptHandle": "handle",
        "body": body,
        "attributes": {"SenderId": "AROA:sender"},
        "messageAttributes": {
            name.replace("_", "-"): {"stringValue": value, "dataType": "String"} for name, value in attributes.items()
        },
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:queue",
        "awsRegion": REGION,
    }


def stream_event(data: object, place: str, *, at: float = 1_764_000_000.5) -> dict[str, Any]:
    """A record of Kinesis as Lambda hands it over: bytes as they are, anything else as JSON."""
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "p",
            "sequenceNumber": place,
            "data": base64.b64encode(content).decode(),
            "approximateArrivalTimestamp": at,
        },
        "eventSource": "aws:kinesis",
        "eventID": f"shardId-000000000000:{place}",
        "eventSourceARN": f"arn:aws:kinesis:{REGION}:123456789012:stream/requests",
        "awsRegion": REGION,
    }


def said(response: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a proxy response."""
    return json.loads(response["body"])


@contextmanager
def refusing(*operations: str, code: str = "AccessDenied") -> Generator[None]:
    """AWS refuses these operations, for every client that is made inside."""
    from botocore.client import BaseClient  # noqa: PLC0415  patched where botocore defines it

    real = BaseClient._make_api_call  # pyright: ignore[reportPrivateUsage]

    def call(self: Any, operation: str, parameters: Any) -> Any:
        if operation in operations:
            raise ClientError({"Error": {"Code": code, "Message": "refused by the test"}}, operation)
        return real(self, operation, parameters)

    with patch.object(BaseClient, "_make_api_call", call):
        yield
