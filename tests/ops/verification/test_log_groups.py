"""Log groups in a good and a bad account."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from config.contracts.foundation import LogGroupContract
from ops.verification import log_groups
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, client, differing, kept, unchecked

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


def test_a_mask_that_was_promised_is_asked_for(contract: LogGroupContract) -> None:
    """One that only finds hides nothing, and where there is none the account says that it is not found."""
    masked = contract.model_copy(update={"masked": True})
    mask = {"Statement": [{"Operation": {"Deidentify": {"MaskConfig": {}}}}]}
    find = {"Statement": [{"Operation": {"Audit": {"FindingsDestination": {}}}}]}

    assert "masks personal data" in kept(log_groups.check(masked, _says(mask)))
    assert "no" == differing(log_groups.check(masked, _says(find)))["masks personal data"]
    assert "nothing" == differing(log_groups.check(masked, _says(None)))["masks personal data"]


def test_the_sandbox_cannot_say_whether_it_masks(contract: LogGroupContract, account: Account) -> None:
    """A stand-in never pretends."""
    masked = contract.model_copy(update={"masked": True})

    assert {"masks personal data"} == set(unchecked(log_groups.check(masked, account)))


def _says(policy: dict[str, Any] | None) -> Account:
    """The account of the sandbox, but for what it says of masks."""

    def asked(service: str, region: str) -> Any:
        logs = client(service, region)
        if service != "logs":
            return logs
        answer = {} if policy is None else {"policyDocument": json.dumps(policy)}
        return SimpleNamespace(get_paginator=logs.get_paginator, get_data_protection_policy=lambda **_: answer)

    return Account(asked)
