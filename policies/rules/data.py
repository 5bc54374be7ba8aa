"""Tables and backups: recoverable, encrypted, not to be deleted by mistake or on purpose."""

from __future__ import annotations

from collections.abc import Iterator

from policies.keys import customer_key
from policies.organisation import organisation
from policies.replicas import TABLE, VAULT
from policies.rule import Severity, resource_rule
from policies.rules.examples.build import changed
from policies.rules.examples.data import TABLES, VAULT_LOCK
from policies.rules.examples.recovery import TESTED
from policies.value import Outcome, at_least, is_true
from policies.verdict import Verdict
from policies.view import View

_KEY = "serverSideEncryption.kmsKeyArn"


@resource_rule(
    id="LZ-DB-001",
    title="A table can go back to any second of its last 35 days",
    severity=Severity.HIGH,
    types=(TABLE,),
    control="DB-03",
    why="A faulty release writes nonsense faster than anybody notices; a replica repeats it within a second.",
    fix="Set point_in_time_recovery enabled, on the table and on each replica.",
    good=TABLES,
    bad=changed(TABLES, "table", pointInTimeRecovery={"enabled": False}),
    offending="table.pointInTimeRecovery.enabled",
)
def table_can_go_back(table: View) -> Iterator[Outcome]:
    yield table.must("pointInTimeRecovery.enabled", is_true, "has no point-in-time recovery")
    for replica in table["replicas"].each():
        recovery = replica.at("pointInTimeRecovery")
        yield recovery.must(is_true, "the replica has no point-in-time recovery")


@resource_rule(
    id="LZ-DB-002",
    title="A table is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(TABLE,),
    control="DB-03",
    why="Under the default key everybody with dynamodb:GetItem reads; a customer key asks for a second permission.",
    fix="Set server_side_encryption with kms_key_arn of the table's data class, and kms_key_arn of each replica.",
    good=TABLES,
    bad=changed(TABLES, "table", serverSideEncryption={"enabled": True}),
    offending="table.serverSideEncryption.kmsKeyArn",
)
def table_has_a_customer_key(table: View) -> Iterator[Outcome]:
    on = table["serverSideEncryption.enabled"].holds(is_true)
    yield table[_KEY].outcome(on & customer_key(table, table[_KEY]), "has no customer key")
    for replica in table["replicas"].each():
        key = replica.at("kmsKeyArn")
        yield key.outcome(customer_key(table, key), "the replica has no customer key")


@resource_rule(
    id="LZ-DB-003",
    title="A table cannot be deleted in one step",
    severity=Severity.HIGH,
    types=(TABLE,),
    control="DB-03",
    why="A console click or a wrong rename deletes a table at once, and its point-in-time recovery soon after.",
    fix="Set governance.deletion to protected, or list the environment under deletion-allowed in organisation.yaml.",
    good=TABLES,
    bad=changed(TABLES, "table", deletionProtectionEnabled=False),
    offending="table.deletionProtectionEnabled",
)
def table_is_not_deleted_in_one_step(table: View) -> Iterator[Outcome]:
    if table.stack.environment not in organisation().deletion_allowed:
        yield table.must("deletionProtectionEnabled", is_true, "deletion protection is off")


@resource_rule(
    id="LZ-DB-004",
    title="A backup vault is locked",
    severity=Severity.HIGH,
    types=(VAULT,),
    control="DB-07",
    why="Whoever extorts a company deletes the backups first; a lock takes that away from every administrator.",
    fix="Attach aws.backup.VaultLockConfiguration with min_retention_days.",
    good=TESTED,
    bad=changed(TESTED, "vault-lock", backupVaultName="another-vault"),
    offending="vault-lock.backupVaultName",
    decides=("vault.name",),
)
def vault_is_locked(vault: View) -> Iterator[Outcome]:
    locks, perhaps = vault.stack.attached(vault, "backupVaultName", VAULT_LOCK, identities=("name",))
    if not locks:
        yield vault.outcome(Verdict.UNKNOWN if perhaps else Verdict.FAIL, "has no lock")
    for lock in locks:
        yield lock.must("minRetentionDays", at_least(1), "the lock has no minimum retention")


@resource_rule(
    id="LZ-DB-005",
    title="A backup vault is encrypted with a customer key",
    severity=Severity.HIGH,
    types=(VAULT,),
    control="DB-07",
    why="Copies under the AWS-managed key cannot be read in another account, which is where recovery may happen.",
    fix="Set kms_key_arn to the key of the vault's data class.",
    good=TESTED,
    bad=changed(TESTED, "vault", kmsKeyArn=None),
    offending="vault.kmsKeyArn",
)
def vault_has_a_customer_key(vault: View) -> Iterator[Outcome]:
    yield vault["kmsKeyArn"].outcome(customer_key(vault, vault["kmsKeyArn"]), "has no customer key")
