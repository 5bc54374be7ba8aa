"""Daily backups that nobody deletes early."""

from __future__ import annotations

import json

from components.storage.backup_vault import BackupVault, BackupVaultArgs, access_policy, backup_policy
from components.storage.table import Table, TableArgs
from config.vocabulary import DataClass, Deletion
from tests.components.storage.sites import (
    ACCOUNT,
    AWAY,
    AWAY_KEY,
    BOUNDARY,
    BREAK_GLASS,
    FAMILY,
    HOME,
    HOME_KEY,
    PRIMARY,
    RECOVERY,
    SCOPE,
    allowed,
    by_sid,
)
from tests.synth import Declared, synth

VAULT = "aws:backup/vault:Vault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
PLAN = "aws:backup/plan:Plan"
ARGS = BackupVaultArgs(scope=SCOPE, data_class=DataClass.OPERATIONS, primary=PRIMARY, recovery=RECOVERY, days=180)


def declare(*, unknown: bool = False) -> Declared:
    return synth(lambda: BackupVault("backups", ARGS), unknown=unknown)


def test_there_is_a_vault_in_each_region_under_its_own_key() -> None:
    """A copy under the primary's key could not be restored without the primary Region."""
    vaults = declare().of_type(VAULT)

    assert {HOME: HOME_KEY, AWAY: AWAY_KEY} == {v["region"]: v["kmsKeyArn"] for v in vaults}
    assert {"lz-prod-vault"} == {v["name"] for v in vaults}
    assert [{"lz:data-class": "operations"}] * 2 == [v["tags"] for v in vaults]


def test_both_vaults_refuse_a_backup_kept_for_less() -> None:
    """The lock is one of governance: with changeableForDays nobody, not even AWS, could lift it after some days."""
    locks = declare().of_type(LOCK)

    assert {HOME: 180, AWAY: 180} == {lock["region"]: lock["minRetentionDays"] for lock in locks}
    assert not [lock for lock in locks if lock.inputs.get("changeableForDays")]


def test_the_plan_keeps_both_copies_as_long_as_the_locks_ask() -> None:
    """A lifecycle shorter than the lock fails every backup job, silently until somebody restores."""
    (rule,) = declare().only(PLAN)["rules"]
    (copy,) = rule["copyActions"]

    assert 180 == rule["lifecycle"]["deleteAfter"] == copy["lifecycle"]["deleteAfter"]
    assert f"arn:aws:backup:{AWAY}:{ACCOUNT}:backup-vault:lz-prod-vault" == copy["destinationVaultArn"]
    assert rule["completionWindow"] >= rule["startWindow"] + 60, "AWS Backup refuses less"


def test_what_carries_the_tag_of_the_table_is_selected() -> None:
    """The selection and the table mean the same tag."""

    def build() -> None:
        BackupVault("backups", ARGS)
        Table(
            "systems",
            TableArgs(
                family=FAMILY,
                table="systems",
                data_class=DataClass.OPERATIONS,
                primary=PRIMARY,
                recovery=RECOVERY,
                deletion=Deletion.PROTECTED,
            ),
        )

    declared = synth(build)
    (condition,) = declared.only("aws:backup/selection:Selection")["selectionTags"]

    assert "STRINGEQUALS" == condition["type"]
    assert condition["value"] == declared.only("aws:dynamodb/table:Table")["tags"][condition["key"]]


def test_nobody_but_break_glass_takes_a_backup_out() -> None:
    """Not the administrator, not the role that made it."""
    (statement,) = by_sid(access_policy(BREAK_GLASS)).values()

    assert ("Deny", "*") == (statement["Effect"], statement["Principal"])
    assert {"backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"} <= set(statement["Action"])
    assert {"ArnNotEquals": {"aws:PrincipalArn": BREAK_GLASS}} == statement["Condition"]
    assert {HOME, AWAY} == {p["region"] for p in declare().of_type("aws:backup/vaultPolicy:VaultPolicy")}


def test_the_backup_role_reaches_the_tables_and_vaults_of_its_family_only() -> None:
    """It restores nothing, and reads no other environment's table."""
    found = by_sid(backup_policy(ARGS))

    assert [f"arn:aws:dynamodb:{HOME}:{ACCOUNT}:table/lz-prod-*"] == found["BackUpTables"]["Resource"]
    assert ["FindTagged"] == [sid for sid, s in found.items() if s["Resource"] == ["*"]], "it knows no resource"
    assert not [a for a in allowed(backup_policy(ARGS)) if "Restore" in a or a.endswith("*")]
    assert {"kms:ResourceAliases": "alias/lz-prod-operations"} == (
        found["EncryptBackups"]["Condition"]["ForAnyValue:StringEquals"]
    )


def test_aws_backup_alone_assumes_the_role() -> None:
    """Held by the boundary as every role."""
    role = declare().only("aws:iam/role:Role")
    (trust,) = json.loads(role["assumeRolePolicy"])["Statement"]

    assert {"Service": "backup.amazonaws.com"} == trust["Principal"]
    assert {"StringEquals": {"aws:SourceAccount": ACCOUNT}} == trust["Condition"]
    assert BOUNDARY == role["permissionsBoundary"]


def test_backups_begin_when_the_vaults_are_locked() -> None:
    """The plan waits for both locks; the selection, which starts it all, for the permissions."""
    declared = declare()

    assert {lock.urn for lock in declared.of_type(LOCK)} <= set(declared.only(PLAN).dependencies)
    assert declared.only("aws:iam/rolePolicy:RolePolicy").urn in (
        declared.only("aws:backup/selection:Selection").dependencies
    )


def test_a_first_preview_shows_the_plan() -> None:
    """Vault, schedule and destination are known before anything exists."""
    declared = declare(unknown=True)

    assert "UNKNOWN" not in repr(declared.only(PLAN)["rules"])
    assert "lz-prod-vault" == declared.outputs_of("lz:storage:BackupVault")["vault"]
