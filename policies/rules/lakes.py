"""The catalogue of data: who gets what of a new table, and under which key it lies.

Sources: https://docs.aws.amazon.com/lake-formation/latest/dg/change-settings.html,
https://docs.aws.amazon.com/glue/latest/dg/encryption-glue-resources.html; noted 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from policies.checks import Demand, demands, encrypted, every_check
from policies.paths import select
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.lakes import (
    CATALOG_ENCRYPTION,
    DATABASE,
    GOVERNED,
    JOB_ENCRYPTION,
    LAKE_SETTINGS,
    at_rest,
    by_jobs,
    granted,
)
from policies.value import Outcome, is_true, one_of
from policies.view import View

_EVERYBODY: Final = "IAM_ALLOWED_PRINCIPALS"
_DEFAULTS: Final = (
    "createDatabaseDefaultPermissions[].principal",
    "createTableDefaultPermissions[].principal",
    "createTableDefaultPermissions[].principal.dataLakePrincipalIdentifier",
)
_AT_REST: Final = "dataCatalogEncryptionSettings.encryptionAtRest"
_PASSWORDS: Final = "dataCatalogEncryptionSettings.connectionPasswordEncryption"
_OF_JOBS: Final = "encryptionConfiguration"


def _is_somebody(principal: Any) -> bool:
    return principal != _EVERYBODY


@resource_rule(
    id="LZ-DAT-001",
    title="A new table is nobody's until somebody grants it",
    severity=Severity.MEDIUM,
    types=(LAKE_SETTINGS, DATABASE),
    control="DAT-10",
    why="IAMAllowedPrincipals is everybody with a policy on Glue: Lake Formation then decides about nothing.",
    fix="Give no default permission to IAM_ALLOWED_PRINCIPALS; grant each table to roles by name.",
    good=GOVERNED,
    bad=changed(GOVERNED, "lake", createTableDefaultPermissions=granted(_EVERYBODY)),
    offending="lake.createTableDefaultPermissions[0].principal",
)
def new_table_is_nobodys(holder: View) -> Iterator[Outcome]:
    for path in _DEFAULTS:
        for principal in select(holder, path):
            yield principal.must(_is_somebody, "a new table is everybody's with a policy on Glue", when_missing="")


catalog_is_encrypted = resource_rule(
    id="LZ-DAT-002",
    title="The catalogue of data is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(CATALOG_ENCRYPTION,),
    control="DAT-11",
    why="It says what data there is and where it lies, and keeps the passwords of the connections to it.",
    fix="Set encryption_at_rest SSE-KMS and connection_password_encryption, both with a key of the account.",
    good=GOVERNED,
    bad=changed(GOVERNED, "catalog", dataCatalogEncryptionSettings=at_rest(catalogEncryptionMode="DISABLED")),
    offending="catalog.dataCatalogEncryptionSettings.encryptionAtRest.catalogEncryptionMode",
)(
    every_check(
        demands(
            Demand(
                f"{_AT_REST}.catalogEncryptionMode",
                one_of("SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"),
                "its metadata is not encrypted",
            ),
            Demand(f"{_PASSWORDS}.returnConnectionPasswordEncrypted", is_true, "gives out passwords in the clear"),
        ),
        encrypted(f"{_AT_REST}.sseAwsKmsKeyId", f"{_PASSWORDS}.awsKmsKeyId"),
    )
)

jobs_encrypt = resource_rule(
    id="LZ-DAT-003",
    title="What jobs on data write is encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(JOB_ENCRYPTION,),
    control="DAT-11",
    why="A job copies rows into results, logs and bookmarks; each is a copy of the data.",
    fix="Set s3_encryption and cloudwatch_encryption SSE-KMS and job_bookmarks_encryption CSE-KMS, each with a key.",
    good=GOVERNED,
    bad=changed(GOVERNED, "jobs", encryptionConfiguration=by_jobs(s3EncryptionMode="DISABLED")),
    offending="jobs.encryptionConfiguration.s3Encryption.s3EncryptionMode",
)(
    every_check(
        demands(
            Demand(f"{_OF_JOBS}.s3Encryption.s3EncryptionMode", one_of("SSE-KMS"), "writes objects without our key"),
            Demand(
                f"{_OF_JOBS}.cloudwatchEncryption.cloudwatchEncryptionMode",
                one_of("SSE-KMS"),
                "writes logs without our key",
            ),
            Demand(
                f"{_OF_JOBS}.jobBookmarksEncryption.jobBookmarksEncryptionMode",
                one_of("CSE-KMS"),
                "keeps bookmarks in the clear",
            ),
        ),
        encrypted(
            f"{_OF_JOBS}.s3Encryption.kmsKeyArn",
            f"{_OF_JOBS}.cloudwatchEncryption.kmsKeyArn",
            f"{_OF_JOBS}.jobBookmarksEncryption.kmsKeyArn",
        ),
    )
)
