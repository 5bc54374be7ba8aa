"""What the rules about records and about recovery say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from policies.registry import all_rules
from policies.rule import Examples
from policies.rules.examples.build import changed, linked
from policies.rules.examples.decisions import RECORDS, asked, delivered, parquet
from policies.rules.examples.objectives import OBJECTIVE
from policies.rules.examples.recovery import ISOLATED, TESTED, copies_in
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

RULES = {rule.id: rule for rule in all_rules()}
PASS, FAIL = Verdict.PASS, Verdict.FAIL


def said(rule: str, stack: Examples) -> Verdict:
    return verdict(RULES[rule], stack)


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
