"""The contract of records as the tests of the verification hold it against moto."""

from __future__ import annotations

from config.contracts.foundation import LogGroupContract
from config.contracts.systems import RecordsContract
from tests.ops.verification.platform import key
from tests.ops.verification.reading import HERE

COLUMNS = {"id": "string", "confidence": "double", "model": "struct<name:string>"}


def contract() -> RecordsContract:
    """The promises, with keys that exist; nothing else is made."""
    of_region = key()
    return RecordsContract(
        stream="lz-test-decision-records",
        table_bucket="lz-test-decision-table",
        days=400,
        database="lz_test_decisions",
        table="records",
        workgroup="lz-test-decisions",
        query="00000000-0000-4000-8000-000000000000",
        tables=[],
        memory=[],
        subject_key="alias/lz-test-subjects",
        manifest_key="alias/lz-test-manifests",
        keys=[],
        stream_key=of_region,
        stream_log=LogGroupContract(
            name="/lz/test/decisions/record-stream", region=HERE, retention_days=90, key_arn=of_region
        ),
        key_arn=key(),
        location="s3://lz-test-decision-table/records/",
        columns=COLUMNS,
        most_bytes=1024**4,
    )
