"""Where data goes on its own."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.keys import REPLICA_KEY
from policies.registry import all_rules
from policies.replicas import BACKUP_PLAN, TABLE, TABLE_REPLICA, VAULT
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, aws, changed
from policies.rules.examples.data import BACKUPS
from policies.rules.examples.storage import EVIDENCE, KEYS
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ALLOWED, ELSEWHERE, IN_TIME = ({rule.id: rule for rule in all_rules()}[f"LZ-RES-00{n}"] for n in (2, 3, 4))


def plan_to(arn: Any) -> Examples:
    return (aws(BACKUP_PLAN, "plan", rules=[{"copyActions": [{"destinationVaultArn": arn}]}]),)


@pytest.mark.parametrize(("region", "said"), [(RECOVERY_REGION, PASS), (REGION, FAIL), (UNKNOWN, UNSURE)])
def test_a_replica_key_stands_in_another_region(region: Any, said: Verdict) -> None:
    """The primary's Region is found by the edge, before its ARN exists."""
    assert said is verdict(ELSEWHERE, changed(KEYS, "replica-key", region=region))


def test_the_region_of_a_key_outside_the_stack_is_in_its_arn() -> None:
    """A replica of a key of another stack is judged by the ARN."""
    arn = f"arn:aws:kms:{RECOVERY_REGION}:{ACCOUNT}:key/mrk-1"

    assert FAIL is verdict(ELSEWHERE, (aws(REPLICA_KEY, "key", region=RECOVERY_REGION, primaryKeyArn=arn),))


@pytest.mark.parametrize(
    ("region", "elsewhere", "allowed"),
    [(RECOVERY_REGION, PASS, PASS), (REGION, FAIL, PASS), ("us-east-1", PASS, FAIL), (UNKNOWN, UNSURE, UNSURE)],
)
def test_a_backup_copy_is_judged_by_the_region_of_its_vault(region: Any, elsewhere: Verdict, allowed: Verdict) -> None:
    """The vault's ARN says where the copy goes."""
    arn = region if region is UNKNOWN else f"arn:aws:backup:{region}:{ACCOUNT}:backup-vault:v"

    assert (elsewhere, allowed) == (verdict(ELSEWHERE, plan_to(arn)), verdict(ALLOWED, plan_to(arn)))


@pytest.mark.parametrize(("region", "said"), [(RECOVERY_REGION, PASS), (REGION, FAIL)])
def test_a_copy_to_a_vault_of_the_stack_is_judged_by_the_edge(region: str, said: Verdict) -> None:
    """While the vault's ARN is unknown, its Region is not."""
    vault = aws(VAULT, "copies", region=region)
    plan = aws(BACKUP_PLAN, "plan", {"rules": "copies"}, rules=[{"copyActions": [{"destinationVaultArn": UNKNOWN}]}])

    assert said is verdict(ELSEWHERE, (vault, plan))


@pytest.mark.parametrize(("region", "said"), [(RECOVERY_REGION, PASS), (REGION, FAIL)])
def test_a_table_replica_of_its_own_is_judged_like_an_inline_one(region: str, said: Verdict) -> None:
    """TableReplica and Table.replicas are two spellings."""
    table = aws(TABLE, "table", name="t")
    replica = aws(TABLE_REPLICA, "replica", {"globalTableArn": "table"}, region=region)

    assert said is verdict(ELSEWHERE, (table, replica))


def test_a_destination_outside_the_stack_is_unknown() -> None:
    """An S3 ARN names no Region: what this stack does not make, this stack cannot show."""
    stack = changed(EVIDENCE, "replication", rules=_to("arn:aws:s3:::elsewhere"))

    assert UNSURE is verdict(ELSEWHERE, stack)


def _to(arn: str) -> list[dict[str, Any]]:
    return [{"status": "Enabled", "destination": {"bucket": arn}}]


def test_a_replica_needs_no_replica() -> None:
    """The bucket a replication writes into is exempt; the same bucket without the replication is not."""
    without = tuple(e for e in EVIDENCE if e.name != "replication")

    assert PASS is verdict(IN_TIME, EVIDENCE)
    assert FAIL is verdict(IN_TIME, without)


def test_the_recovery_side_needs_no_replica() -> None:
    """In the role recovery nothing is left to replicate to; the provider's default tag says so."""
    alone = tuple(e for e in EVIDENCE if e.name.startswith("store"))
    tags = {"lz:data-class": "decisions", "lz:role": "recovery"}

    assert PASS is verdict(IN_TIME, changed(alone, "store", tags=tags))


def test_a_plan_without_copies_is_not_judged() -> None:
    """Whether there must be a copy is not this rule's thought."""
    assert PASS is verdict(ELSEWHERE, (aws(BACKUP_PLAN, "plan", rules=[{"ruleName": "daily"}]),))
    assert PASS is verdict(ELSEWHERE, BACKUPS)
