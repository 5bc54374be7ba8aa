"""The stream that brings records to their table: encrypted, and written by the table's own columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jmespath

from config.contracts.systems import RecordsContract
from ops.verification import log_groups
from ops.verification.account import Account, Once
from ops.verification.key_identity import as_named
from ops.verification.outcome import Line

_ENCRYPTION = "DeliveryStreamEncryptionConfiguration"
_DESTINATION = "Destinations[0].ExtendedS3DestinationDescription"


def check(records: RecordsContract, region: str, account: Account) -> Iterator[Line]:
    """The stream, where it writes, and the log of what it could not."""
    firehose = account.client("firehose", region)
    thing = account.thing("record stream", records.stream)
    found = Once(
        lambda: firehose.describe_delivery_stream(DeliveryStreamName=records.stream)["DeliveryStreamDescription"]
    )

    def at(path: str) -> Any:
        return jmespath.search(path, found())

    def key(promised: str, path: str) -> str | None:
        return as_named(promised, at(path), region, account)

    yield thing.holds("status", "ACTIVE", lambda: at("DeliveryStreamStatus"))
    yield thing.holds(
        "encryption",
        "ENABLED",
        lambda: at(f"{_ENCRYPTION}.Status"),
        # Without the configuration there is no encryption to have a status.
        field="firehose.DescribeDeliveryStream.EncryptionStatus",
    )
    yield thing.holds("encrypted with", records.stream_key, lambda: key(records.stream_key, f"{_ENCRYPTION}.KeyARN"))
    yield thing.holds("delivers to", f"arn:aws:s3:::{records.table_bucket}", lambda: at(f"{_DESTINATION}.BucketARN"))
    yield thing.holds(
        "files encrypted with",
        records.key_arn,
        lambda: key(records.key_arn, f"{_DESTINATION}.EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN"),
    )
    yield thing.holds(
        "writes as",
        f"{records.database}.{records.table}",
        lambda: _table(at(f"{_DESTINATION}.DataFormatConversionConfiguration") or {}),
    )
    yield thing.holds(
        "logs to",
        records.stream_log.name,
        lambda: _log(at(f"{_DESTINATION}.CloudWatchLoggingOptions") or {}),
    )
    yield from log_groups.check(records.stream_log, account)


def _table(conversion: dict[str, Any]) -> str | None:
    """The table whose columns are written; nothing where conversion is switched off."""
    schema = conversion.get("SchemaConfiguration") or {}
    return f"{schema.get('DatabaseName')}.{schema.get('TableName')}" if conversion.get("Enabled") else None


def _log(options: dict[str, Any]) -> object:
    return options.get("LogGroupName") if options.get("Enabled") else None
