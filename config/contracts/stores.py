"""Buckets that keep what must not be lost."""

from __future__ import annotations

from config.contracts.base import Contract
from config.vocabulary import DataClass, LockMode


class StoreReplica(Contract):
    """The bucket in the recovery Region that a store replicates to."""

    bucket: str
    arn: str
    region: str
    key_alias: str
    minutes: int
    """S3 Replication Time Control: replicated within this many minutes."""


class StoreContract(Contract):
    """A locked, versioned, encrypted bucket and its replica."""

    data_class: DataClass
    bucket: str
    arn: str
    region: str
    key_alias: str
    lock_mode: LockMode
    lock_days: int
    replica: StoreReplica | None
    """None where this environment is itself the recovery side."""
