"""What must survive."""

from __future__ import annotations

from config.contracts.base import Contract, LayerContract
from config.contracts.stores import StoreContract


class TableContract(Contract):
    """A DynamoDB table with point-in-time recovery, and where its global replica stands."""

    name: str
    region: str
    key_arn: str | None
    """None where this environment is the recovery side and the primary owns the table."""
    replica_region: str
    expires: str | None
    """The attribute that says when an item may go; None where items stay."""
    deletion_protected: bool


class VaultContract(Contract):
    """A locked AWS Backup vault and the vault its copies go to."""

    name: str
    region: str
    min_retention_days: int
    copy_region: str | None
    """None where this environment is the recovery side: this vault is where the copies arrive."""


class DataContract(LayerContract):
    """What must survive, and where its replicas are."""

    stores: list[StoreContract]
    documentation: StoreContract | None = None
    """Of high-risk systems; None where there is none, and in a contract from before there was a store."""
    tables: list[TableContract]
    vault: VaultContract
