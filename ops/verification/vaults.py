"""Backup vaults: locked for the promised days, here and where the copies go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from config.contracts.data import VaultContract
from ops.verification.account import Account, Once
from ops.verification.outcome import Line


def check(vault: VaultContract, account: Account) -> Iterator[Line]:
    """The vault, and the one of the same name in the Region of the copies."""
    for region in filter(None, (vault.region, vault.copy_region)):
        yield from _side(vault, region, account)


def _side(vault: VaultContract, region: str, account: Account) -> Iterator[Line]:
    backup = account.client("backup", region)
    thing = account.thing("vault", f"{vault.name} in {region}")

    def read() -> dict[str, Any]:
        # DescribeBackupVault answers AccessDenied for a vault that does not exist; the list tells the two apart.
        pages = backup.get_paginator("list_backup_vaults").paginate()
        return next((v for page in pages for v in page["BackupVaultList"] if v["BackupVaultName"] == vault.name), {})

    found = Once(read)
    yield thing.holds("locked", True, lambda: found().get("Locked"))
    yield thing.holds("keeps at least (days)", vault.min_retention_days, lambda: found().get("MinRetentionDays"))
    yield thing.holds("encrypted", True, lambda: bool(found()["EncryptionKeyArn"]) if found() else None)
