"""Work of a decision that waits in a queue, and the stream and table that its records go into."""

from __future__ import annotations

import json
from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, document
from policies.rules.examples.data import ALARM, QUEUE, QUEUE_POLICY, only_tls
from policies.rules.examples.objectives import OBJECTIVE
from policies.rules.examples.storage import bucket, key_arn

MAPPING: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
PERMISSION: Final = "aws:lambda/permission:Permission"
FUNCTION_URL: Final = "aws:lambda/functionUrl:FunctionUrl"
STREAM: Final = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
GLUE_TABLE: Final = "aws:glue/catalogTable:CatalogTable"
WORKGROUP: Final = "aws:athena/workgroup:Workgroup"

_KEY: Final = key_arn(REGION, "operations")
_TAGS: Final = {"lz:data-class": "operations", "lz:system": "fraud-scoring"}
_TOLD: Final = [f"arn:aws:sns:{REGION}:{ACCOUNT}:lz-prod-alarms"]
_FUNCTION: Final = "lz-prod-fraud-scoring-decision"
SPOOL: Final = "lz-prod-fraud-scoring-spool"


def _arn(queue: str) -> str:
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"


def put_aside_by(**said: Any) -> str:
    """Which queues may put their messages into dead letters."""
    return json.dumps(said)


WORK: Final[Examples] = (
    *OBJECTIVE,
    aws(
        QUEUE,
        "spool",
        name=SPOOL,
        kmsMasterKeyId=_KEY,
        visibilityTimeoutSeconds=60,
        messageRetentionSeconds=345_600,
        redrivePolicy=json.dumps({"deadLetterTargetArn": _arn(f"{SPOOL}-dead"), "maxReceiveCount": 5}),
        tags=_TAGS,
    ),
    aws(
        QUEUE,
        "spool-dead",
        name=f"{SPOOL}-dead",
        kmsMasterKeyId=_KEY,
        messageRetentionSeconds=1_209_600,
        redriveAllowPolicy=put_aside_by(redrivePermission="byQueue", sourceQueueArns=[_arn(SPOOL)]),
        tags=_TAGS,
    ),
    aws(QUEUE_POLICY, "spool-policy", {"queueUrl": "spool"}, policy=document(only_tls(_arn(SPOOL)))),
    aws(QUEUE_POLICY, "dead-policy", {"queueUrl": "spool-dead"}, policy=document(only_tls(_arn(f"{SPOOL}-dead")))),
    aws(
        ALARM,
        "oldest",
        namespace="AWS/SQS",
        metricName="ApproximateAgeOfOldestMessage",
        dimensions={"QueueName": SPOOL},
        alarmActions=_TOLD,
        alarmDescription="waits\nrunbook: docs/runbooks/records-wait-in-spool.md",
    ),
    aws(
        ALARM,
        "put-aside",
        namespace="AWS/SQS",
        metricName="ApproximateNumberOfMessagesVisible",
        dimensions={"QueueName": f"{SPOOL}-dead"},
        alarmActions=_TOLD,
        alarmDescription="put aside\nrunbook: docs/runbooks/dead-letters.md",
    ),
    aws(
        MAPPING,
        "drains",
        {"eventSourceArn": "spool"},
        functionName=_FUNCTION,
        functionResponseTypes=["ReportBatchItemFailures"],
    ),
    aws(
        PERMISSION,
        "admission",
        action="lambda:InvokeFunction",
        function=_FUNCTION,
        principal="events.amazonaws.com",
        sourceArn=f"arn:aws:events:{REGION}:{ACCOUNT}:rule/lz-prod-fraud-scoring-hourly",
    ),
    aws(FUNCTION_URL, "way-in", functionName=_FUNCTION, authorizationType="AWS_IAM"),
)
"""A function, the queue it takes work from, and who may call it."""

_BUCKET: Final = f"lz-prod-operations-{ACCOUNT}-{REGION}"


def parquet(*, enabled: bool) -> dict[str, Any]:
    """A conversion into Parquet, switched on or off."""
    written = {"serializer": {"parquetSerDe": {"compression": "SNAPPY"}}}
    return {"enabled": enabled, "outputFormatConfiguration": written}


def delivered(**changes: Any) -> dict[str, Any]:
    """A delivery into the table's bucket, with changes (None: not given)."""
    whole = {
        "bucketArn": f"arn:aws:s3:::{_BUCKET}",
        "prefix": "records/",
        "errorOutputPrefix": "errors/",
        "kmsKeyArn": _KEY,
        "cloudwatchLoggingOptions": {"enabled": True, "logGroupName": "/lz/prod/decisions/record-stream"},
        "dataFormatConversionConfiguration": parquet(enabled=True),
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not None}


def asked(**changes: Any) -> dict[str, Any]:
    """The settings of a workgroup, with changes (None: not given)."""
    whole = {
        "enforceWorkgroupConfiguration": True,
        "bytesScannedCutoffPerQuery": 1_099_511_627_776,
        "managedQueryResultsConfiguration": {"enabled": True, "encryptionConfiguration": {"kmsKey": _KEY}},
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not None}


RECORDS: Final[Examples] = (
    *bucket("operations", "table-store"),
    aws(
        STREAM,
        "stream",
        name="lz-prod-decision-records",
        destination="extended_s3",
        serverSideEncryption={"enabled": True, "keyType": "CUSTOMER_MANAGED_CMK", "keyArn": _KEY},
        extendedS3Configuration=delivered(),
        tags=_TAGS,
    ),
    aws(GLUE_TABLE, "table", name="records", storageDescriptor={"location": f"s3://{_BUCKET}/records/"}),
    aws(WORKGROUP, "workgroup", name="lz-prod-decisions", configuration=asked(), tags=_TAGS),
)
"""The stream, the table and the way to ask it."""
