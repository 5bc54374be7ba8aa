"""Identity, keys and evidence."""

from __future__ import annotations

from config.contracts.base import Contract, LayerContract
from config.contracts.cost import AnomalyWatchContract, BudgetContract
from config.contracts.detection import DetectionContract
from config.contracts.stores import StoreContract
from config.vocabulary import DataClass, Role


class KeyReplica(Contract):
    """A multi-Region replica key."""

    arn: str
    region: str


class KeyContract(Contract):
    """The customer key of a data class."""

    data_class: DataClass
    alias: str
    arn: str
    region: str
    rotation_days: int
    replica: KeyReplica | None
    """None where this environment is itself the recovery side: `arn` is then the alias's, and the key is a replica."""


class LogGroupContract(Contract):
    """A log group and how long it keeps."""

    name: str
    region: str
    retention_days: int
    key_arn: str
    masked: bool = False
    """Whether personal data in it is masked."""


class TrailContract(Contract):
    """The multi-Region CloudTrail trail."""

    name: str
    arn: str
    region: str
    bucket: str


class RolesContract(Contract):
    """Roles that people and pipelines assume, by ARN."""

    boundary: str
    preview: str
    apply: str
    break_glass: str


class FoundationContract(LayerContract):
    """Identity, keys and evidence."""

    role: Role
    roles: RolesContract
    keys: dict[DataClass, KeyContract]
    archive: StoreContract
    trail: TrailContract | None
    """None in the role recovery: the primary's multi-Region trail covers both Regions."""
    log_groups: list[LogGroupContract]
    alarm_topic: str
    """ARN of the topic in the environment's Region."""
    recovery_alarm_topic: str | None
    """ARN of the topic in the recovery Region: alarms reach only their own Region. None in the role recovery."""
    budget: BudgetContract
    """Of the whole environment."""
    anomaly_watch: AnomalyWatchContract | None
    """None in the role recovery: an account has one, and the primary made it."""
    detection: DetectionContract | None = None
    """None of a foundation that an earlier release made."""
