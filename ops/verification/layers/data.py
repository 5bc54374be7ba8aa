"""What must survive."""

from __future__ import annotations

from collections.abc import Iterator

from config.contracts import DataContract
from ops.verification import buckets, tables, vaults
from ops.verification.account import Account
from ops.verification.outcome import Line


def check(contract: DataContract, account: Account) -> Iterator[Line]:
    """Stores, tables and the vault."""
    for store in contract.stores:
        yield from buckets.check(store, account)
    if contract.documentation is not None:
        yield from buckets.check(contract.documentation, account)
    for table in contract.tables:
        yield from tables.check(table, account)
    yield from vaults.check(contract.vault, account)
