"""The stream of records in a good and a bad account."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import jmespath
import pytest

from config.contracts.systems import RecordsContract
from ops.verification import record_stream
from ops.verification.account import Account
from tests.ops.verification import records
from tests.ops.verification.platform import key
from tests.ops.verification.reading import ACCOUNT, HERE, client, differing, kept, unchecked

_CONVERSION = "DataFormatConversionConfiguration"
OF_STREAM = {"status", "encrypted with", "delivers to", "files encrypted with", "writes as", "logs to"}


def _make(contract: RecordsContract, *, encrypted: str | None = None, **changes: Any) -> None:
    key_arn = contract.stream_key if encrypted is None else encrypted
    encryption = {"KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": key_arn} if key_arn else None
    wanted = {
        "DeliveryStreamEncryptionConfigurationInput": encryption,
        "ExtendedS3DestinationConfiguration": {
            "RoleARN": f"arn:aws:iam::{ACCOUNT}:role/record-stream",
            "BucketARN": f"arn:aws:s3:::{contract.table_bucket}",
            "EncryptionConfiguration": {"KMSEncryptionConfig": {"AWSKMSKeyARN": contract.key_arn}},
            "CloudWatchLoggingOptions": {
                "Enabled": True,
                "LogGroupName": contract.stream_log.name,
                "LogStreamName": "delivery",
            },
            _CONVERSION: {
                "Enabled": True,
                "SchemaConfiguration": {"DatabaseName": contract.database, "TableName": contract.table},
            },
            **changes,
        },
    }
    client("firehose", HERE).create_delivery_stream(
        DeliveryStreamName=contract.stream, **{name: value for name, value in wanted.items() if value is not None}
    )


@pytest.fixture
def promised(account: Account) -> RecordsContract:
    """What is promised, and the log of the stream."""
    del account
    contract, logs = records.contract(), client("logs", HERE)
    group = contract.stream_log
    logs.create_log_group(logGroupName=group.name, kmsKeyId=group.key_arn)
    logs.put_retention_policy(logGroupName=group.name, retentionInDays=group.retention_days)
    return contract


def test_a_good_stream_keeps_every_promise(promised: RecordsContract, account: Account) -> None:
    """Whether encryption is on is moto's gap, not ours to pass."""
    _make(promised)
    lines = list(record_stream.check(promised, HERE, account))

    assert {} == differing(lines)
    assert OF_STREAM | {"keeps (days)"} == kept(lines)
    assert {"encryption": "moto says with which key a stream encrypts, not whether"} == unchecked(lines)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"BucketARN": "arn:aws:s3:::other"}, {"delivers to": "arn:aws:s3:::other"}),
        ({"EncryptionConfiguration": {"NoEncryptionConfig": "NoEncryption"}}, {"files encrypted with": "nothing"}),
        ({_CONVERSION: {"Enabled": False}}, {"writes as": "nothing"}),
        (
            {_CONVERSION: {"Enabled": True, "SchemaConfiguration": {"DatabaseName": "d", "TableName": "t"}}},
            {"writes as": "d.t"},
        ),
        ({"CloudWatchLoggingOptions": {"Enabled": False}}, {"logs to": "nothing"}),
        ({"CloudWatchLoggingOptions": {"Enabled": True, "LogGroupName": "other"}}, {"logs to": "other"}),
    ],
)
def test_a_weaker_destination_differs(
    promised: RecordsContract, account: Account, change: dict[str, Any], found: dict[str, str]
) -> None:
    """One thing at a time."""
    _make(promised, **change)

    assert found == differing(record_stream.check(promised, HERE, account))


def test_a_stream_without_a_key_of_ours_differs(promised: RecordsContract, account: Account) -> None:
    """It may hold records for hours."""
    _make(promised, encrypted="")

    assert {"encrypted with": "nothing"} == differing(record_stream.check(promised, HERE, account))


def test_a_stream_under_another_key_differs(promised: RecordsContract, account: Account) -> None:
    """It opens to others."""
    other = key()
    _make(promised, encrypted=other)

    assert {"encrypted with": other} == differing(record_stream.check(promised, HERE, account))


def test_a_stream_that_is_gone_differs(promised: RecordsContract) -> None:
    """Records would reach the store and never the table; where AWS answers, encryption is no gap."""
    found = differing(record_stream.check(promised, HERE, Account(client)))

    assert dict.fromkeys(OF_STREAM | {"encryption"}, "nothing") == found


def test_encryption_that_is_switched_off_differs(promised: RecordsContract) -> None:
    """Firehose still names the key; moto has no status to show."""
    _make(promised)
    answer = client("firehose", HERE).describe_delivery_stream(DeliveryStreamName=promised.stream)

    def lines(status: str) -> dict[str, str]:
        said = deepcopy(answer)
        jmespath.search("DeliveryStreamDescription.DeliveryStreamEncryptionConfiguration", said)["Status"] = status

        class Firehose:
            def describe_delivery_stream(self, **_asked: str) -> dict[str, Any]:
                return said

        account = Account(lambda service, region: Firehose() if service == "firehose" else client(service, region))
        return differing(record_stream.check(promised, HERE, account))

    assert ({}, {"encryption": "DISABLED"}) == (lines("ENABLED"), lines("DISABLED"))
