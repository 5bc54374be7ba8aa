"""Secrets, steps, builds, the code of functions, and the catalogue of data: every alternative."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rules.examples.build import aws, changed, linked
from policies.rules.examples.decisions import WORK
from policies.rules.examples.lakes import DATABASE, GOVERNED, at_rest, by_jobs, granted
from policies.rules.examples.secrets import SECRETS, STEPS, recorded
from policies.rules.examples.supply import BUILT
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
SIGNING = "aws:lambda/codeSigningConfig:CodeSigningConfig"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kmsKeyId": None}, FAIL),
        ({"replicas": [{"region": "eu-central-1"}]}, FAIL),
        ({"replicas": [{"region": "eu-central-1", "kmsKeyId": KEY}]}, PASS),
    ],
)
def test_each_copy_of_a_secret_has_a_customer_key(change: dict[str, Any], expected: Verdict) -> None:
    """A replica without one is under the key of AWS in its Region."""
    assert expected is said("LZ-CMP-004", changed(SECRETS, "partner", **change))


@pytest.mark.parametrize(
    ("identity", "named"), [("name", "lz-prod-partner"), ("arn", "arn:secret"), ("id", "secret-id")]
)
def test_a_rotation_names_its_secret_by_any_of_its_names(identity: str, named: str) -> None:
    """As AWS takes them."""
    known = changed(SECRETS, "partner", **{identity: named})

    assert PASS is said("LZ-CMP-005", changed(known, "partner-rotation", secretId=named))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"automaticallyAfterDays": 90}, PASS),
        ({"automaticallyAfterDays": 91}, FAIL),
        ({"automaticallyAfterDays": "soon"}, FAIL),
        ({}, FAIL),
        ({"scheduleExpression": "rate(90 days)"}, PASS),
        ({"scheduleExpression": "rate(91 days)"}, FAIL),
        ({"scheduleExpression": "rate(2160 hours)"}, PASS),
        ({"scheduleExpression": "rate(2161 hours)"}, FAIL),
        ({"scheduleExpression": "rate(1 day)"}, PASS),
        ({"scheduleExpression": "cron(0 12 * * ? *)"}, PASS),
        ({"scheduleExpression": "cron(0 12 1 1/2 ? *)"}, PASS),
        ({"scheduleExpression": "cron(0 12 1 */2 ? *)"}, PASS),
        ({"scheduleExpression": "cron(0 12 1 1/6 ? *)"}, FAIL),
        ({"scheduleExpression": "cron(0 12 1 1 ? *)"}, FAIL),
        ({"scheduleExpression": 7}, FAIL),
        ({"scheduleExpression": UNKNOWN}, UNSURE),
    ],
)
def test_a_secret_changes_within_ninety_days(rules: dict[str, Any], expected: Verdict) -> None:
    """In days, as a rate, or on days of a calendar."""
    assert expected is said("LZ-CMP-006", changed(SECRETS, "partner-rotation", rotationRules=rules))


def test_a_rotation_that_is_switched_off_is_none() -> None:
    """Whatever its rules say."""
    assert FAIL is said("LZ-CMP-006", changed(SECRETS, "partner-rotation", rotationEnabled=False))


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-CMP-007", {"loggingConfiguration": recorded(level="OFF")}, FAIL),
        ("LZ-CMP-007", {"loggingConfiguration": recorded(level=None)}, FAIL),
        ("LZ-CMP-007", {"loggingConfiguration": recorded(level="ERROR")}, PASS),
        ("LZ-CMP-007", {"loggingConfiguration": recorded(level="FATAL")}, PASS),
        ("LZ-CMP-007", {"loggingConfiguration": None}, FAIL),
        ("LZ-CMP-008", {"tracingConfiguration": None}, FAIL),
    ],
)
def test_a_state_machine_says_what_it_did(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """It says nothing where nothing is set."""
    assert expected is said(rule, changed(STEPS, "steps", **change))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"sourceCodeHash": None, "codeSigningConfigArn": "arn:aws:lambda:1:2:code-signing-config:csc-3"}, PASS),
        ({"sourceCodeHash": None, "codeSha256": "abc"}, PASS),
        ({"sourceCodeHash": None, "s3Bucket": "code", "s3ObjectVersion": "1"}, PASS),
        ({"s3Bucket": "code", "s3Key": "decide.zip"}, FAIL),
        ({"sourceCodeHash": None, "imageUri": "registry/decide@sha256:abc"}, PASS),
        ({"imageUri": "registry/decide:latest"}, FAIL),
        ({"sourceCodeHash": None, "codeSigningConfigArn": UNKNOWN}, UNSURE),
        ({"sourceCodeHash": None, "tags": {"team": "platform"}}, PASS),
    ],
)
def test_code_is_signed_or_named(change: dict[str, Any], expected: Verdict) -> None:
    """The hash of a program's own archive says nothing about what lies in a bucket or behind a tag."""
    assert expected is said("LZ-SUP-002", changed(WORK, "decide", **change))


def test_a_signature_of_the_stack_counts_before_it_has_an_arn() -> None:
    """At the first preview; what comes from anything else is not known."""
    bare = changed(WORK, "decide", sourceCodeHash=None)
    signed = (*linked(bare, "decide", codeSigningConfigArn="signing"), aws(SIGNING, "signing"))
    other = (*linked(bare, "decide", codeSigningConfigArn="signing"), aws("aws:ssm/parameter:Parameter", "signing"))

    assert (PASS, UNSURE) == (said("LZ-SUP-002", signed), said("LZ-SUP-002", other))


def test_an_edge_to_a_signature_makes_up_for_no_empty_value() -> None:
    """A signature that is known to be none is none."""
    bare = (*linked(changed(WORK, "decide", sourceCodeHash=None), "decide", codeSigningConfigArn="signing"),)
    empty = tuple(
        aws(e.type, e.name, e.refs, **{**e.properties, "codeSigningConfigArn": ""}) if e.name == "decide" else e
        for e in bare
    )

    assert FAIL is said("LZ-SUP-002", (*empty, aws(SIGNING, "signing")))


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-SUP-003", {"environment": {"privilegedMode": "true"}}, FAIL),
        ("LZ-SUP-004", {"artifacts": {"type": "S3", "encryptionDisabled": True}}, FAIL),
        ("LZ-SUP-004", {"secondaryArtifacts": [{"type": "S3", "encryptionDisabled": True}]}, FAIL),
        ("LZ-SUP-004", {"logsConfig": {"s3Logs": {"location": "logs", "encryptionDisabled": True}}}, FAIL),
        ("LZ-SUP-005", {"logsConfig": None}, FAIL),
        ("LZ-SUP-005", {"logsConfig": {"s3Logs": {"location": "logs"}}}, PASS),
    ],
)
def test_a_build_is_closed(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """In each of the things it leaves."""
    assert expected is said(rule, changed(BUILT, "build", **change))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"createTableDefaultPermissions": []}, PASS),
        ({"createTableDefaultPermissions": None}, PASS),
        ({"createDatabaseDefaultPermissions": granted("IAM_ALLOWED_PRINCIPALS")}, FAIL),
        ({"createDatabaseDefaultPermissions": [{"permissions": []}]}, PASS),
    ],
)
def test_nothing_new_is_everybodys(change: dict[str, Any], expected: Verdict) -> None:
    """Neither a table nor a database."""
    assert expected is said("LZ-DAT-001", changed(GOVERNED, "lake", **change))


@pytest.mark.parametrize(
    ("principal", "expected"), [("IAM_ALLOWED_PRINCIPALS", FAIL), ("arn:aws:iam::111122223333:role/steward", PASS)]
)
def test_a_database_grants_its_tables_to_nobody_either(principal: str, expected: Verdict) -> None:
    """Which it spells in another way."""
    grant = [{"permissions": ["ALL"], "principal": {"dataLakePrincipalIdentifier": principal}}]

    assert expected is said("LZ-DAT-001", (aws(DATABASE, "db", name="lz", createTableDefaultPermissions=grant),))


def _in(outer: str, change: dict[str, Any]) -> dict[str, Any]:
    whole = by_jobs()
    return {**whole, outer: {**whole[outer], **change}}


@pytest.mark.parametrize(
    ("rule", "name", "change", "expected"),
    [
        ("LZ-DAT-002", "catalog", {"dataCatalogEncryptionSettings": at_rest(sseAwsKmsKeyId=None)}, FAIL),
        (
            "LZ-DAT-002",
            "catalog",
            {"dataCatalogEncryptionSettings": at_rest(catalogEncryptionMode="SSE-KMS-WITH-SERVICE-ROLE")},
            PASS,
        ),
        (
            "LZ-DAT-002",
            "catalog",
            {"dataCatalogEncryptionSettings": {**at_rest(), "connectionPasswordEncryption": {"awsKmsKeyId": KEY}}},
            FAIL,
        ),
        (
            "LZ-DAT-002",
            "catalog",
            {
                "dataCatalogEncryptionSettings": {
                    **at_rest(),
                    "connectionPasswordEncryption": {"returnConnectionPasswordEncrypted": True},
                }
            },
            FAIL,
        ),
        *(
            ("LZ-DAT-003", "jobs", {"encryptionConfiguration": _in(outer, change)}, FAIL)
            for outer, change in (
                ("s3Encryption", {"kmsKeyArn": None}),
                ("s3Encryption", {"s3EncryptionMode": None}),
                ("cloudwatchEncryption", {"cloudwatchEncryptionMode": "DISABLED"}),
                ("cloudwatchEncryption", {"kmsKeyArn": None}),
                ("jobBookmarksEncryption", {"jobBookmarksEncryptionMode": "DISABLED"}),
                ("jobBookmarksEncryption", {"kmsKeyArn": None}),
            )
        ),
    ],
)
def test_the_catalogue_and_its_jobs_are_encrypted(
    rule: str, name: str, change: dict[str, Any], expected: Verdict
) -> None:
    """In every part, each with a key."""
    assert expected is said(rule, changed(GOVERNED, name, **change))
