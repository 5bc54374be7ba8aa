"""The record of model invocations in a good and a bad account."""

from __future__ import annotations

from typing import Any

import pytest

from config.contracts.foundation import LogGroupContract
from config.contracts.platform import InvocationLoggingContract
from ops.verification import invocation_logging
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing, kept

BUCKET, GROUP = "lz-test-logs", "/lz/test/bedrock/invocations"
SETTING: dict[str, Any] = {
    "textDataDeliveryEnabled": True,
    "imageDataDeliveryEnabled": True,
    "embeddingDataDeliveryEnabled": True,
    "videoDataDeliveryEnabled": True,
    "s3Config": {"bucketName": BUCKET},
    "cloudWatchConfig": {"logGroupName": GROUP, "roleArn": "arn:aws:iam::123456789012:role/logging"},
}


def _put(**changes: Any) -> None:
    client("bedrock", HERE).put_model_invocation_logging_configuration(loggingConfig={**SETTING, **changes})


@pytest.fixture
def contract(account: Account) -> InvocationLoggingContract:
    """Everything is kept."""
    del account
    logs, key = client("logs", HERE), client("kms", HERE).create_key()["KeyMetadata"]["Arn"]
    logs.create_log_group(logGroupName=GROUP, kmsKeyId=key)
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=90)
    client("s3", HERE).create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": HERE})
    _put()
    group = LogGroupContract(name=GROUP, region=HERE, retention_days=90, key_arn=key)
    return InvocationLoggingContract(region=HERE, bucket=BUCKET, log_group=group)


def test_a_good_setting_keeps_every_promise(contract: InvocationLoggingContract, account: Account) -> None:
    """Where it goes, what it holds, how long the group keeps it."""
    lines = list(invocation_logging.check(contract, account))

    assert {} == differing(lines)
    assert {"writes to the bucket", "writes to the log group", "keeps", "keeps (days)", "encrypted with"} == kept(lines)


def test_a_kind_that_is_left_out_differs(contract: InvocationLoggingContract, account: Account) -> None:
    """What was asked in a picture is asked for one day."""
    _put(imageDataDeliveryEnabled=False)

    assert {"keeps": "embedding, text, video"} == differing(invocation_logging.check(contract, account))


def test_another_owner_of_the_setting_is_seen(contract: InvocationLoggingContract, account: Account) -> None:
    """The account has one setting a Region; whoever writes it last has it."""
    client("s3", HERE).create_bucket(Bucket="other", CreateBucketConfiguration={"LocationConstraint": HERE})
    _put(s3Config={"bucketName": "other"})

    assert {"writes to the bucket": "other"} == differing(invocation_logging.check(contract, account))


def test_a_setting_that_is_gone_differs(contract: InvocationLoggingContract, account: Account) -> None:
    """Silence is the first thing an attacker buys."""
    client("bedrock", HERE).delete_model_invocation_logging_configuration()

    assert {
        "writes to the bucket": "nothing",
        "writes to the log group": "nothing",
        "keeps": "nothing",
    } == differing(invocation_logging.check(contract, account))
