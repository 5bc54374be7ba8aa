"""Tables and vaults: their replicas, their locks, and what AWS does where nothing is said."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.rules.examples.build import RECOVERY_REGION, changed, linked
from policies.rules.examples.data import TABLES, replicas_in
from policies.rules.examples.recovery import TESTED
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, said, verdict

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def replica(**changes: Any) -> list[dict[str, Any]]:
    """A replica of a table, and another that has what is changed."""
    (whole,) = replicas_in(RECOVERY_REGION)
    return [whole, {key: value for key, value in {**whole, **changes}.items() if value is not None}]


@pytest.mark.parametrize(
    ("rule", "change", "expected"),
    [
        ("LZ-DB-001", {"pointInTimeRecovery": None}, FAIL),
        ("LZ-DB-001", {"pointInTimeRecovery": {"enabled": "true"}}, PASS),
        ("LZ-DB-001", {"replicas": None}, PASS),
        ("LZ-DB-001", {"replicas": replica(pointInTimeRecovery=False)}, FAIL),
        ("LZ-DB-001", {"replicas": replica(pointInTimeRecovery=None)}, FAIL),
        ("LZ-DB-001", {"replicas": replica(pointInTimeRecovery=UNKNOWN)}, UNSAID),
        ("LZ-DB-002", {"serverSideEncryption": None}, FAIL),
        ("LZ-DB-002", {"serverSideEncryption": {"kmsKeyArn": "arn:aws:kms:1:key/2"}}, FAIL),
        ("LZ-DB-002", {"serverSideEncryption": {"enabled": False, "kmsKeyArn": "arn:aws:kms:1:key/2"}}, FAIL),
        ("LZ-DB-002", {"serverSideEncryption": {"enabled": True, "kmsKeyArn": "alias/aws/dynamodb"}}, FAIL),
        ("LZ-DB-002", {"replicas": replica(kmsKeyArn=None)}, FAIL),
        ("LZ-DB-002", {"replicas": replica(kmsKeyArn="alias/aws/dynamodb")}, FAIL),
        ("LZ-DB-003", {"deletionProtectionEnabled": None}, FAIL),
    ],
)
def test_a_table_and_each_replica_are_held_to_the_same(rule: str, change: dict[str, Any], expected: Verdict) -> None:
    """A key alone encrypts nothing while encryption is off."""
    assert expected is said(rule, changed(TABLES, "table", **change))


def test_a_table_of_an_experiment_may_be_deleted() -> None:
    """Where the organisation lists the environment."""
    loose = changed(TABLES, "table", deletionProtectionEnabled=False)

    assert [FAIL, PASS] == [verdict(RULES["LZ-DB-003"], graph_of(loose, stack=stack)) for stack in ("prod", "dev")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"minRetentionDays": 1}, PASS),
        ({"minRetentionDays": 0}, FAIL),
        ({"minRetentionDays": None}, FAIL),
        ({"minRetentionDays": UNKNOWN}, UNSAID),
        ({"backupVaultName": "another"}, FAIL),
        ({"backupVaultName": UNKNOWN}, UNSAID),
    ],
)
def test_a_lock_is_of_this_vault_and_holds_a_day_at_least(change: dict[str, Any], expected: Verdict) -> None:
    """Without a least retention it holds nothing."""
    assert expected is said("LZ-DB-004", changed(TESTED, "vault-lock", **change))


def test_a_lock_names_its_vault_by_an_edge_too() -> None:
    """Before the vault has its name."""
    by_edge = linked(TESTED, "vault-lock", backupVaultName="vault")

    assert PASS is said("LZ-DB-004", by_edge)
    assert FAIL is said("LZ-DB-004", changed(by_edge, "vault-lock", minRetentionDays=0))


@pytest.mark.parametrize(("key", "expected"), [(None, FAIL), ("alias/aws/backup", FAIL), (UNKNOWN, UNSAID)])
def test_a_vault_has_a_key_of_ours(key: Any, expected: Verdict) -> None:
    """That of AWS cannot be used from another account."""
    assert expected is said("LZ-DB-005", changed(TESTED, "vault", kmsKeyArn=key))
