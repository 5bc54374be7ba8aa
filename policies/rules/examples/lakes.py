"""What governs a catalogue of data: its settings, and how its jobs encrypt."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws
from policies.rules.examples.storage import key_arn

LAKE_SETTINGS: Final = "aws:lakeformation/dataLakeSettings:DataLakeSettings"
DATABASE: Final = "aws:glue/catalogDatabase:CatalogDatabase"
CATALOG_ENCRYPTION: Final = "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"
JOB_ENCRYPTION: Final = "aws:glue/securityConfiguration:SecurityConfiguration"

_KEY: Final = key_arn(REGION, "operations")


def granted(principal: str) -> list[dict[str, Any]]:
    """What everybody gets of a new table: everything, to one principal."""
    return [{"permissions": ["ALL"], "principal": principal}]


def at_rest(**changes: Any) -> dict[str, Any]:
    """How a catalogue is encrypted, with changes to what is at rest."""
    rest = {"catalogEncryptionMode": "SSE-KMS", "sseAwsKmsKeyId": _KEY, **changes}
    passwords = {"returnConnectionPasswordEncrypted": True, "awsKmsKeyId": _KEY}
    return {"encryptionAtRest": rest, "connectionPasswordEncryption": passwords}


def by_jobs(**changes: Any) -> dict[str, Any]:
    """How jobs encrypt, with changes to how they write objects."""
    return {
        "s3Encryption": {"s3EncryptionMode": "SSE-KMS", "kmsKeyArn": _KEY, **changes},
        "cloudwatchEncryption": {"cloudwatchEncryptionMode": "SSE-KMS", "kmsKeyArn": _KEY},
        "jobBookmarksEncryption": {"jobBookmarksEncryptionMode": "CSE-KMS", "kmsKeyArn": _KEY},
    }


GOVERNED: Final[Examples] = (
    aws(LAKE_SETTINGS, "lake", createTableDefaultPermissions=granted(f"arn:aws:iam::{ACCOUNT}:role/lz-prod-steward")),
    aws(CATALOG_ENCRYPTION, "catalog", dataCatalogEncryptionSettings=at_rest()),
    aws(JOB_ENCRYPTION, "jobs", name="lz-prod", encryptionConfiguration=by_jobs()),
)
