"""Where the family's data is, by name: what either side of a Region pair can say without asking the other's state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components import kit
from components.storage import decision_store, documentation_store, log_archive, model_store, plan
from components.storage.data_key import ROTATION_DAYS
from config.model import LandingZone
from config.model.retention import DOCUMENTATION
from config.system import System
from config.vocabulary import DataClass, RiskTier, Role

STORES: Mapping[DataClass, str] = {
    DataClass.DECISIONS: decision_store.STORE,
    DataClass.MODELS: model_store.STORE,
    DataClass.SECURITY_LOGS: log_archive.STORE,
}
"""The store that holds a data class."""

CONFIGURATION = "configuration"
"""The store of what AWS Config delivers."""

DECISION_TABLE = "decision-table"
"""The store of the record stream's table."""

DERIVED = (CONFIGURATION, DECISION_TABLE)
"""Stores that each environment of the pair makes in its own Region."""


def bucket(zone: LandingZone, data_class: DataClass, region: str) -> str:
    """The name of a data class's bucket in a Region of the pair."""
    return kit.bucket_name(zone.family, STORES[data_class], zone.account, region)


def archive(zone: LandingZone) -> str:
    """The log archive's bucket in the environment's own Region: the replica, in the role recovery."""
    return bucket(zone, DataClass.SECURITY_LOGS, zone.region)


def documented(zone: LandingZone) -> bool:
    """Whether there is technical documentation to keep: a system of tier high owes it (EU AI Act Art. 11)."""
    return any(system.card.risk.tier is RiskTier.HIGH for system in zone.cards)


def documentation(zone: LandingZone) -> dict[str, Any]:
    """What is promised about the store of documentation, seen from this environment's Region."""
    return _contract(zone, documentation_store.STORE, DataClass.OPERATIONS, DOCUMENTATION.days)


def recorded_buckets(zone: LandingZone) -> tuple[str, ...]:
    """ARNs of every bucket of the pair but the archive in the primary's Region, which the trail itself writes to."""
    documents = (documentation_store.STORE,) if documented(zone) else ()
    named = [
        kit.bucket_name(zone.family, store, zone.account, region)
        for store in (*STORES.values(), *DERIVED, *documents)
        for region in (zone.region, zone.recovery.region)
    ]
    return tuple(kit.bucket_arn(name) for name in named if name != archive(zone))


def store_contract(zone: LandingZone, data_class: DataClass) -> dict[str, Any]:
    """What is promised about a store, seen from this environment's Region."""
    return _contract(zone, STORES[data_class], data_class, zone.retention.of(data_class).days)


def _contract(zone: LandingZone, store: str, data_class: DataClass, days: int) -> dict[str, Any]:
    name = kit.bucket_name(zone.family, store, zone.account, zone.region)
    return {
        "data_class": str(data_class),
        "bucket": name,
        "arn": kit.bucket_arn(name),
        "region": zone.region,
        "key_alias": kit.key_alias(zone.family, data_class),
        "lock_mode": str(zone.retention.lock.mode),
        "lock_days": days,
        "replica": _replica(zone, store, data_class) if zone.role is Role.PRIMARY else None,
    }


def _replica(zone: LandingZone, store: str, data_class: DataClass) -> Mapping[str, Any]:
    name = kit.bucket_name(zone.family, store, zone.account, zone.recovery.region)
    return {
        "bucket": name,
        "arn": kit.bucket_arn(name),
        "region": zone.recovery.region,
        "key_alias": kit.key_alias(zone.family, data_class),
        "minutes": plan.REPLICATION_MINUTES,
    }


def replica_key_contract(zone: LandingZone, data_class: DataClass) -> Mapping[str, Any]:
    """What the role recovery promises about a replica key; the alias's ARN stands for the key's."""
    return {
        "data_class": str(data_class),
        "alias": kit.key_alias(zone.family, data_class),
        "arn": kit.key_alias_arn(zone.family, data_class, zone.account, zone.region),
        "region": zone.region,
        "rotation_days": ROTATION_DAYS,
        "replica": None,
    }


def system_tags(system: System) -> Mapping[str, str]:
    """What everything that one system alone uses carries."""
    governed = system.card.governance
    assessed = governed.assessments.data_protection or governed.assessments.fundamental_rights
    papers = {"lz:assessment": assessed, "lz:documentation": governed.documentation}
    return {
        **{name: value for name, value in papers.items() if value},
        "lz:acts-as": str(system.card.risk.role),
        kit.DATA_CLASS_TAG: DataClass.OPERATIONS.value,
        "lz:lifecycle": str(system.card.governance.stage),
        "lz:owner": system.card.owner,
        "lz:review-by": system.card.governance.review_by.isoformat(),
        kit.RISK_TAG: str(system.card.risk.tier),
        kit.SYSTEM_TAG: system.name,
    }
