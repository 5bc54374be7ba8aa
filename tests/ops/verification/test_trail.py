"""The trail in a good and a bad account."""

from __future__ import annotations

from typing import Any

import pytest

from config.contracts.foundation import TrailContract
from ops.verification import trail
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing, kept

NAME, BUCKET = "lz-test-trail", "lz-test-archive"


@pytest.fixture
def contract(account: Account) -> TrailContract:
    """A multi-Region trail that logs."""
    del account
    client("s3", HERE).create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": HERE})
    cloudtrail = client("cloudtrail", HERE)
    made = cloudtrail.create_trail(
        Name=NAME,
        S3BucketName=BUCKET,
        IsMultiRegionTrail=True,
        IncludeGlobalServiceEvents=True,
        EnableLogFileValidation=True,
        KmsKeyId="arn:aws:kms:eu-west-1:123456789012:key/1",
    )
    cloudtrail.start_logging(Name=NAME)
    return TrailContract(name=NAME, arn=made["TrailARN"], region=HERE, bucket=BUCKET)


def test_a_good_trail_keeps_every_promise(contract: TrailContract, account: Account) -> None:
    """Settings and state."""
    assert {"multi-Region", "log file validation", "global services", "delivers to", "encrypted", "logging"} == kept(
        trail.check(contract, account)
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"IsMultiRegionTrail": False, "IncludeGlobalServiceEvents": True}, {"multi-Region": "no"}),
        ({"EnableLogFileValidation": False}, {"log file validation": "no"}),
        ({"KmsKeyId": ""}, {"encrypted": "no"}),
    ],
)
def test_a_weakened_trail_differs(
    change: dict[str, Any], expected: dict[str, str], contract: TrailContract, account: Account
) -> None:
    """In what was weakened."""
    client("cloudtrail", HERE).update_trail(Name=NAME, **change)

    assert expected == differing(trail.check(contract, account))


def test_a_trail_that_was_stopped_differs(contract: TrailContract, account: Account) -> None:
    """The first thing an intruder does."""
    client("cloudtrail", HERE).stop_logging(Name=NAME)

    assert {"logging": "no"} == differing(trail.check(contract, account))


def test_a_trail_that_is_gone_differs_in_everything(contract: TrailContract, account: Account) -> None:
    """And nothing is taken for kept."""
    client("cloudtrail", HERE).delete_trail(Name=NAME)

    lines = list(trail.check(contract, account))

    assert set() == kept(lines)
    assert 6 == len(differing(lines))
