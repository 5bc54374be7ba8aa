"""Log groups in a good and a bad account."""

from __future__ import annotations

import pytest

from config.contracts.foundation import LogGroupContract
from ops.verification import log_groups
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing, kept

NAME = "/lz/test/trail"


@pytest.fixture
def contract(account: Account) -> LogGroupContract:
    """An encrypted group with a retention, and one beside it whose name continues its own."""
    del account
    logs, key = client("logs", HERE), client("kms", HERE).create_key()["KeyMetadata"]["Arn"]
    logs.create_log_group(logGroupName=f"{NAME}-more")
    logs.create_log_group(logGroupName=NAME, kmsKeyId=key)
    logs.put_retention_policy(logGroupName=NAME, retentionInDays=400)
    return LogGroupContract(name=NAME, region=HERE, retention_days=400, key_arn=key)


def test_a_good_group_keeps_what_it_promised(contract: LogGroupContract, account: Account) -> None:
    """Retention and key, of the group of exactly that name."""
    assert {"keeps (days)", "encrypted with"} == kept(log_groups.check(contract, account))


def test_a_shortened_retention_differs(contract: LogGroupContract, account: Account) -> None:
    """Evidence would be gone early."""
    client("logs", HERE).put_retention_policy(logGroupName=NAME, retentionInDays=30)

    assert {"keeps (days)": "30"} == differing(log_groups.check(contract, account))


def test_a_group_that_keeps_forever_is_told_from_one_that_is_gone(contract: LogGroupContract, account: Account) -> None:
    """CloudWatch Logs says nothing in either case."""
    logs = client("logs", HERE)
    logs.delete_retention_policy(logGroupName=NAME)
    forever = contract.model_copy(update={"retention_days": 0})
    assert {} == differing(log_groups.check(forever, account))
    assert {"keeps (days)": "forever"} == differing(log_groups.check(contract, account))

    logs.delete_log_group(logGroupName=NAME)

    assert {"keeps (days)": "nothing", "encrypted with": "nothing"} == differing(log_groups.check(forever, account))


def test_a_group_without_the_key_differs(contract: LogGroupContract, account: Account) -> None:
    """Encrypted by AWS's own key is not encrypted with ours."""
    logs = client("logs", HERE)
    logs.delete_log_group(logGroupName=NAME)
    logs.create_log_group(logGroupName=NAME)
    logs.put_retention_policy(logGroupName=NAME, retentionInDays=400)

    assert {"encrypted with": "nothing"} == differing(log_groups.check(contract, account))


def test_a_key_may_be_named_by_its_alias(contract: LogGroupContract, account: Account) -> None:
    """The recovery side knows the alias, CloudWatch Logs answers with the key."""
    client("kms", HERE).create_alias(AliasName="alias/lz", TargetKeyId=contract.key_arn)
    named = contract.model_copy(update={"key_arn": f"arn:aws:kms:{HERE}:123456789012:alias/lz"})

    assert {} == differing(log_groups.check(named, account))
