"""A stream of requests, the function that reads it, and the queue of what the function could not do."""

from __future__ import annotations

import json
from typing import Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws, document
from policies.rules.examples.data import ALARM, QUEUE, QUEUE_POLICY, only_tls
from policies.rules.examples.decisions import MAPPING
from policies.rules.examples.objectives import OBJECTIVE
from policies.rules.examples.storage import key_arn

STREAM: Final = "aws:kinesis/stream:Stream"
REQUESTS: Final = "lz-prod-fraud-scoring-requests"
FUNCTION_NAME: Final = "lz-prod-fraud-scoring-decision"

_TAGS: Final = {"lz:data-class": "decisions", "lz:system": "fraud-scoring"}
_UNDECIDED: Final = "lz-prod-fraud-scoring-undecided"
_PUT_ASIDE: Final = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{_UNDECIDED}"

INTAKE: Final[Examples] = (
    *OBJECTIVE,
    aws(
        STREAM,
        "requests",
        name=REQUESTS,
        encryptionType="KMS",
        kmsKeyId=key_arn(REGION, "decisions"),
        retentionPeriod=168,
        tags=_TAGS,
    ),
    aws(
        QUEUE,
        "undecided",
        name=_UNDECIDED,
        kmsMasterKeyId=key_arn(REGION, "operations"),
        redriveAllowPolicy=json.dumps({"redrivePermission": "denyAll"}),
    ),
    aws(QUEUE_POLICY, "undecided-policy", {"queueUrl": "undecided"}, policy=document(only_tls(_PUT_ASIDE))),
    aws(
        MAPPING,
        "fed",
        {"eventSourceArn": "requests"},
        functionName=FUNCTION_NAME,
        functionResponseTypes=["ReportBatchItemFailures"],
        maximumRetryAttempts=5,
        destinationConfig={"onFailure": {"destinationArn": _PUT_ASIDE}},
    ),
    aws(
        ALARM,
        "late",
        namespace="AWS/Lambda",
        metricName="IteratorAge",
        dimensions={"FunctionName": FUNCTION_NAME},
        alarmActions=[f"arn:aws:sns:{REGION}:{ACCOUNT}:lz-prod-alarms"],
        alarmDescription="waits\nrunbook: docs/runbooks/requests-wait.md",
    ),
)
"""What comes in by a stream, in the order of its key."""
