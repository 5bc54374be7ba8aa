"""Backup vaults in a good and a bad account."""

from __future__ import annotations

import pytest

from config.contracts.data import VaultContract
from ops.verification import vaults
from ops.verification.account import Account
from tests.ops.verification.reading import HERE, THERE, client, differing, kept

NAME = "lz-test-vault"


@pytest.fixture
def contract(account: Account) -> VaultContract:
    """A locked vault here and there."""
    del account
    for region in (HERE, THERE):
        backup = client("backup", region)
        backup.create_backup_vault(BackupVaultName=NAME, EncryptionKeyArn=f"arn:aws:kms:{region}:123456789012:key/1")
        backup.put_backup_vault_lock_configuration(BackupVaultName=NAME, MinRetentionDays=400)
    return VaultContract(name=NAME, region=HERE, min_retention_days=400, copy_region=THERE)


def test_a_good_vault_keeps_every_promise_in_both_regions(contract: VaultContract, account: Account) -> None:
    """Lock, days and encryption."""
    lines = list(vaults.check(contract, account))

    assert {} == differing(lines)
    assert {"locked", "keeps at least (days)", "encrypted"} == kept(lines)
    assert {f"vault {NAME} in {HERE}", f"vault {NAME} in {THERE}"} == {line.thing for line in lines}


@pytest.mark.parametrize("region", [HERE, THERE])
def test_a_lifted_lock_differs(region: str, contract: VaultContract, account: Account) -> None:
    """On either side."""
    client("backup", region).delete_backup_vault_lock_configuration(BackupVaultName=NAME)

    assert {"locked": "no", "keeps at least (days)": "nothing"} == differing(vaults.check(contract, account))


def test_a_shortened_lock_differs(contract: VaultContract, account: Account) -> None:
    """Fewer days than promised."""
    client("backup", THERE).put_backup_vault_lock_configuration(BackupVaultName=NAME, MinRetentionDays=7)

    assert {"keeps at least (days)": "7"} == differing(vaults.check(contract, account))


def test_a_missing_vault_differs_in_everything(contract: VaultContract, account: Account) -> None:
    """Copies would have nowhere to go."""
    client("backup", THERE).delete_backup_vault(BackupVaultName=NAME)

    assert {"locked": "nothing", "keeps at least (days)": "nothing", "encrypted": "nothing"} == differing(
        vaults.check(contract, account)
    )


def test_the_recovery_side_has_only_its_own_vault(contract: VaultContract, account: Account) -> None:
    """It is where the copies arrive."""
    lines = list(vaults.check(contract.model_copy(update={"copy_region": None}), account))

    assert {f"vault {NAME} in {HERE}"} == {line.thing for line in lines}
