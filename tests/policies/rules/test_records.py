"""What the rules about records and about recovery say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rule import Examples
from policies.rules.examples.build import changed, linked
from policies.rules.examples.decisions import RECORDS, asked, delivered, parquet
from policies.rules.examples.objectives import OBJECTIVE, counted
from policies.rules.examples.recovery import ISOLATED, TESTED, copies_in
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN

KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:alias/lz-prod-operations"
STORE = next(one for one in RECORDS if one.name == "table-store").properties["bucket"]


def test_only_what_feeds_a_table_must_have_columns() -> None:
    """A stream of logs into a bucket of its own may write JSON."""
    loose = delivered(bucketArn="arn:aws:s3:::logs", dataFormatConversionConfiguration=None)

    assert PASS is said("LZ-DEC-005", changed(RECORDS, "stream", extendedS3Configuration=loose))


@pytest.mark.parametrize(
    ("conversion", "expected"),
    [
        (None, FAIL),
        ({"enabled": True}, FAIL),
        ({"outputFormatConfiguration": {"serializer": {"orcSerDe": {}}}}, PASS),
        (parquet(enabled=True), PASS),
    ],
)
def test_a_conversion_without_a_format_is_none(conversion: dict[str, Any] | None, expected: Verdict) -> None:
    """ORC has columns as well."""
    into = delivered(dataFormatConversionConfiguration=conversion)

    assert expected is said("LZ-DEC-005", changed(RECORDS, "stream", extendedS3Configuration=into))


def test_what_waits_in_a_source_stream_is_the_sources_matter() -> None:
    """Firehose takes no key of its own for what it reads out of Kinesis."""
    reading = changed(RECORDS, "stream", serverSideEncryption=None, kinesisSourceConfiguration={"roleArn": "arn"})

    assert PASS is said("LZ-DEC-001", reading)


def test_answers_may_lie_in_a_bucket_of_ours() -> None:
    """Under a customer key they are as good there as with Athena."""
    key = {"encryptionOption": "SSE_KMS", "kmsKeyArn": "arn:aws:kms:eu-west-1:111122223333:alias/lz-prod-operations"}
    own = asked(managedQueryResultsConfiguration=None, resultConfiguration={"encryptionConfiguration": key})

    assert PASS is said("LZ-DEC-008", changed(RECORDS, "workgroup", configuration=own))


def test_a_table_may_take_its_place_from_a_bucket_that_is_not_there_yet() -> None:
    """At the first preview an edge says whose place it is."""
    assert PASS is said("LZ-DEC-006", linked(RECORDS, "table", storageDescriptor="table-store"))


@pytest.mark.parametrize("rule", ["LZ-DEC-010", "LZ-DEC-011"])
def test_a_function_of_no_system_decides_nothing(rule: str) -> None:
    """Nothing of it can be missing."""
    assert PASS is said(rule, changed(OBJECTIVE, "decide", tags={}))


@pytest.mark.parametrize(
    ("vaults", "expected"),
    [(("*",), PASS), ((), FAIL), (("arn:aws:backup:eu-west-1:111122223333:backup-vault:lz-prod-vault",), PASS)],
)
def test_a_test_may_take_the_original_or_the_copy(vaults: tuple[str, ...], expected: Verdict) -> None:
    """Of one of the vaults that the plan fills, something is restored."""
    assert expected is said("LZ-DR-001", changed(TESTED, "testing", recoveryPointSelection=copies_in(*vaults)))


@pytest.mark.parametrize("way", [{"resourceArns": ["arn:aws:ec2:::subnet/subnet-1"]}, {"filters": [{"path": "Tags"}]}])
def test_an_experiment_may_name_what_it_disturbs(way: dict[str, Any]) -> None:
    """A list is as narrow as a tag."""
    named = changed(ISOLATED, "isolation", targets=[{"name": "Subnets", "resourceType": "aws:ec2:subnet", **way}])

    assert PASS is said("LZ-DR-005", named)


def test_an_experiment_without_a_condition_has_none() -> None:
    """Nothing given is nothing that stops it."""
    assert FAIL is said("LZ-DR-003", changed(ISOLATED, "isolation", stopConditions=[]))


def streaming(**changes: Any) -> Examples:
    """The stream with changes to what it delivers."""
    return changed(RECORDS, "stream", extendedS3Configuration=delivered(**changes))


@pytest.mark.parametrize(
    ("encryption", "expected"),
    [
        ({"enabled": True, "keyArn": KEY_ARN}, PASS),
        ({"enabled": "true", "keyArn": KEY_ARN}, PASS),
        ({"enabled": False, "keyArn": KEY_ARN}, FAIL),
        ({"keyArn": KEY_ARN}, FAIL),
        ({"enabled": True, "keyArn": "alias/aws/firehose"}, FAIL),
        ({"enabled": True, "keyArn": UNKNOWN}, UNSURE),
        ({"enabled": UNKNOWN, "keyArn": KEY_ARN}, UNSURE),
        (None, FAIL),
    ],
)
def test_a_stream_is_encrypted_when_it_is_switched_on(encryption: Any, expected: Verdict) -> None:
    """A key alone encrypts nothing."""
    assert expected is said("LZ-DEC-001", changed(RECORDS, "stream", serverSideEncryption=encryption))


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-DEC-002", {"kmsKeyArn": "alias/aws/s3"}, FAIL),
        ("LZ-DEC-002", {"kmsKeyArn": UNKNOWN}, UNSURE),
        ("LZ-DEC-003", {"errorOutputPrefix": ""}, FAIL),
        ("LZ-DEC-003", {"errorOutputPrefix": UNKNOWN}, UNSURE),
        ("LZ-DEC-004", {"cloudwatchLoggingOptions": None}, FAIL),
        ("LZ-DEC-004", {"cloudwatchLoggingOptions": {"logGroupName": "g"}}, FAIL),
        ("LZ-DEC-004", {"cloudwatchLoggingOptions": {"enabled": "true"}}, PASS),
        ("LZ-DEC-004", {"cloudwatchLoggingOptions": UNKNOWN}, UNSURE),
    ],
)
def test_a_delivery_says_its_key_its_errors_and_its_log(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """None of them is there by itself; a stream to another kind of place has none of them."""
    assert expected is said(rule, streaming(**change))
    assert PASS is said(rule, changed(RECORDS, "stream", extendedS3Configuration=None))


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("LZ-DEC-001", "serverSideEncryption.keyArn"),
        ("LZ-DEC-002", "extendedS3Configuration.kmsKeyArn"),
        ("LZ-DEC-003", "extendedS3Configuration.errorOutputPrefix"),
        ("LZ-DEC-004", "extendedS3Configuration.cloudwatchLoggingOptions"),
        ("LZ-DEC-005", "extendedS3Configuration.dataFormatConversionConfiguration"),
        ("LZ-DEC-006", "storageDescriptor.location"),
        ("LZ-DEC-008", "configuration.managedQueryResultsConfiguration.encryptionConfiguration.kmsKey"),
        ("LZ-DEC-010", "tags"),
        ("LZ-DEC-011", "tags"),
    ],
)
def test_a_finding_stands_at_what_is_missing(rule: str, path: str) -> None:
    """A stream has many settings, and a function's system is what its tags say."""
    assert {path} == {outcome.path for outcome in outcomes(RULES[rule], graph_of(RULES[rule].good))}


@pytest.mark.parametrize(
    ("bucket", "location", "expected"),
    [
        (f"arn:aws:s3:::{STORE}", f"s3://{STORE}/records/", FAIL),
        (f"arn:aws:s3:::{STORE}", f"s3://{STORE}", FAIL),
        (f"arn:aws:s3:::{STORE}", "s3://another/records/", PASS),
        (f"arn:aws:s3:::{STORE}", STORE, PASS),
        (f"arn:aws:s3:::{STORE}", None, PASS),
        (f"arn:aws:s3:::{STORE}", UNKNOWN, UNSURE),
        (UNKNOWN, f"s3://{STORE}/records/", UNSURE),
        (None, f"s3://{STORE}/records/", PASS),
    ],
)
def test_a_stream_feeds_the_table_that_lies_in_its_bucket(bucket: Any, location: Any, expected: Verdict) -> None:
    """By the name of the bucket; only then must it write columns."""
    loose = streaming(bucketArn=bucket, dataFormatConversionConfiguration=None)

    assert expected is said("LZ-DEC-005", changed(loose, "table", storageDescriptor={"location": location}))


@pytest.mark.parametrize(
    ("conversion", "expected"),
    [
        ({**parquet(enabled=True), "enabled": "false"}, FAIL),
        ({**parquet(enabled=True), "enabled": UNKNOWN}, UNSURE),
        ({"outputFormatConfiguration": UNKNOWN}, UNSURE),
        ({"enabled": False, "outputFormatConfiguration": UNKNOWN}, FAIL),
        ({"outputFormatConfiguration": {"serializer": {"hiveJsonSerDe": {}}}}, FAIL),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_conversion_is_on_unless_it_is_switched_off(conversion: Any, expected: Verdict) -> None:
    """And writes columns by one of two serializers."""
    assert expected is said("LZ-DEC-005", streaming(dataFormatConversionConfiguration=conversion))


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (f"s3://{STORE}", PASS),
        (f"s3://{STORE}-2/records/", FAIL),
        (f"https://{STORE}/records/", FAIL),
        (STORE, FAIL),
        (7, FAIL),
        (None, PASS),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_table_lies_in_a_bucket_by_its_name(location: Any, expected: Verdict) -> None:
    """A view lies nowhere."""
    assert expected is said("LZ-DEC-006", changed(RECORDS, "table", storageDescriptor={"location": location}))


def test_a_table_may_lie_in_a_bucket_whose_name_is_not_known_yet() -> None:
    """But not in a thing that is no bucket."""
    assert UNSURE is said("LZ-DEC-006", changed(RECORDS, "table-store", bucket=UNKNOWN))
    assert UNSURE is said("LZ-DEC-006", linked(RECORDS, "table", storageDescriptor="stream"))
    assert FAIL is said("LZ-DEC-006", changed(RECORDS, "table-store", bucket=None))


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-DEC-007", {"enforceWorkgroupConfiguration": None}, PASS),
        ("LZ-DEC-007", {"enforceWorkgroupConfiguration": "false"}, FAIL),
        ("LZ-DEC-007", {"enforceWorkgroupConfiguration": UNKNOWN}, UNSURE),
        ("LZ-DEC-008", {"managedQueryResultsConfiguration": None}, FAIL),
        ("LZ-DEC-008", {"managedQueryResultsConfiguration": UNKNOWN}, UNSURE),
        ("LZ-DEC-009", {"bytesScannedCutoffPerQuery": 10_000_000}, PASS),
        ("LZ-DEC-009", {"bytesScannedCutoffPerQuery": 9_999_999}, FAIL),
        ("LZ-DEC-009", {"bytesScannedCutoffPerQuery": UNKNOWN}, UNSURE),
    ],
)
def test_a_workgroup_binds_its_callers(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """Athena enforces by itself, encrypts by itself under no key of ours, and has no limit by itself."""
    assert expected is said(rule, changed(RECORDS, "workgroup", configuration=asked(**change)))


@pytest.mark.parametrize(
    ("queries", "expected"),
    [
        ([counted("Recorded")], PASS),
        ([counted("Served"), counted("Recorded")], PASS),
        ([counted("Served")], FAIL),
        ([counted("Recorded", "another")], FAIL),
        ([counted("Served"), counted("Recorded", "another")], FAIL),
        ([{"id": "recorded", "metric": UNKNOWN}], UNSURE),
        (UNKNOWN, UNSURE),
        (None, FAIL),
    ],
)
def test_records_of_the_system_itself_are_counted(queries: Any, expected: Verdict) -> None:
    """What another system recorded, and what this one served, are no records of it."""
    assert expected is said("LZ-DEC-010", changed(OBJECTIVE, "missing", metricQueries=queries))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"metricName": "Recorded"}, FAIL),
        ({"metricName": UNKNOWN}, UNSURE),
        ({"dimensions": {"system": "another"}}, FAIL),
        ({"dimensions": UNKNOWN}, UNSURE),
        ({"treatMissingData": None}, FAIL),
        ({"treatMissingData": "missing"}, FAIL),
        ({"treatMissingData": UNKNOWN}, UNSURE),
    ],
)
def test_silence_of_the_signer_is_an_alarm(change: dict[str, Any], expected: Verdict) -> None:
    """Of this system's seals, where no data is bad data."""
    assert expected is said("LZ-DEC-011", changed(OBJECTIVE, "unsealed", **change))


@pytest.mark.parametrize("rule", ["LZ-DEC-010", "LZ-DEC-011"])
def test_a_function_of_a_system_not_known_yet_may_be_of_any(rule: str) -> None:
    """Nobody can say whose records are counted."""
    assert UNSURE is said(rule, changed(OBJECTIVE, "decide", tags={"lz:system": UNKNOWN}))
