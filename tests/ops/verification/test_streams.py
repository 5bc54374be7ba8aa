"""A stream of requests in a good and a bad account."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from config.contracts.systems import StreamContract
from ops.verification import streams
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing

NAME = "lz-test-fraud-requests"


@pytest.fixture
def contract(account: Account) -> StreamContract:
    """A stream as the zone makes it."""
    del account
    key = client("kms", HERE).create_key()["KeyMetadata"]["Arn"]
    kinesis = client("kinesis", HERE)
    kinesis.create_stream(StreamName=NAME, StreamModeDetails={"StreamMode": "ON_DEMAND"})
    kinesis.increase_stream_retention_period(StreamName=NAME, RetentionPeriodHours=168)
    kinesis.start_stream_encryption(StreamName=NAME, EncryptionType="KMS", KeyId=key)
    return StreamContract(name=NAME, hours=168, key_arn=key, undecided="lz-test-fraud-undecided")


def test_a_good_stream_keeps_every_promise(contract: StreamContract, account: Account) -> None:
    """And moto shows all of it."""
    lines = list(streams.check(contract, HERE, account))

    assert [] == [line for line in lines if line.verdict != "ok"]
    assert 4 == len(lines)


def _forget() -> None:
    client("kinesis", HERE).decrease_stream_retention_period(StreamName=NAME, RetentionPeriodHours=24)


def _open() -> None:
    client("kinesis", HERE).stop_stream_encryption(StreamName=NAME, EncryptionType="KMS", KeyId="any")


def _narrow() -> None:
    arn = client("kinesis", HERE).describe_stream_summary(StreamName=NAME)["StreamDescriptionSummary"]["StreamARN"]
    client("kinesis", HERE).update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": "PROVISIONED"})


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (_forget, {"keeps (h)": "24"}),
        (_open, {"encrypted with": "nothing"}),
        (_narrow, {"grows by itself": "PROVISIONED"}),
    ],
)
def test_a_stream_that_somebody_changed_differs(
    contract: StreamContract, account: Account, spoil: Callable[[], None], found: dict[str, str]
) -> None:
    """What was put aside is gone after a day, anybody of the account reads it, or a peak is refused."""
    spoil()

    assert found == differing(streams.check(contract, HERE, account))


def test_a_stream_that_is_gone_differs(contract: StreamContract, account: Account) -> None:
    """AWS says that there is none."""
    client("kinesis", HERE).delete_stream(StreamName=NAME)

    assert "nothing" == differing(streams.check(contract, HERE, account))["state"]
