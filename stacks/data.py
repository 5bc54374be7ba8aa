"""The layer data: what must survive, and its replicas in the recovery Region."""

from __future__ import annotations

import pulumi_aws as aws

from components import kit
from components.identity import names
from components.observability.event_watch import EventWatch, EventWatchArgs
from components.observability.events import BACKUP_FAILED
from components.storage.backup_vault import BackupVault, BackupVaultArgs
from components.storage.decision_store import DecisionStore, DecisionStoreArgs
from components.storage.documentation_store import DocumentationStore, DocumentationStoreArgs
from components.storage.model_store import ModelStore, ModelStoreArgs
from components.storage.plan import Retention
from components.storage.scope import AlarmTopics, Scope, Site
from components.storage.table import Table, TableArgs
from config.model import LandingZone
from config.model.retention import DOCUMENTATION
from config.vocabulary import DataClass, Deletion, Layer, Role
from stacks import places
from stacks.providers import stateful
from stacks.references import Published, Upstream

SYSTEMS = "systems"
"""The operational table: what the running systems must remember."""


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> Published:
    """The stores, the table and the vault; in the role recovery they stand already, made by the primary."""
    own = zone.role is Role.PRIMARY
    if own:
        _make(zone, using, upstream)
    return {
        "environment": zone.environment,
        "account": zone.account,
        "region": zone.region,
        "stores": [places.store_contract(zone, c) for c in (DataClass.DECISIONS, DataClass.MODELS)],
        "documentation": places.documentation(zone) if places.documented(zone) else None,
        "tables": [
            {
                "name": kit.resource_name(zone.family, SYSTEMS),
                "region": zone.region,
                "key_arn": upstream.value(Layer.FOUNDATION, "keys", str(DataClass.OPERATIONS), "arn") if own else None,
                "replica_region": zone.recovery.region,
                "expires": None,
                "deletion_protected": zone.governance.deletion is Deletion.PROTECTED,
            }
        ],
        "vault": {
            "name": kit.resource_name(zone.family, "vault"),
            "region": zone.region,
            "min_retention_days": zone.retention.operations.days,
            "copy_region": zone.recovery.region if own else None,
        },
    }


def _make(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> None:
    scope = Scope(
        family=zone.family,
        account=zone.account,
        boundary=upstream.value(Layer.FOUNDATION, "roles", "boundary"),
        break_glass=names.break_glass_arn(zone.environment, zone.account),
    )
    alarms = AlarmTopics(
        primary=upstream.value(Layer.FOUNDATION, "alarm_topic"),
        recovery=upstream.value(Layer.FOUNDATION, "recovery_alarm_topic"),
    )
    opts = stateful(zone, using)
    DecisionStore(
        "decision-store",
        DecisionStoreArgs(
            scope=scope,
            retention=_retention(zone, DataClass.DECISIONS),
            primary=_here(zone, upstream, DataClass.DECISIONS),
            recovery=_there(zone, upstream, DataClass.DECISIONS),
            alarms=alarms,
        ),
        opts,
    )
    ModelStore(
        "model-store",
        ModelStoreArgs(
            scope=scope,
            retention=_retention(zone, DataClass.MODELS),
            primary=_here(zone, upstream, DataClass.MODELS),
            recovery=_there(zone, upstream, DataClass.MODELS),
            alarms=alarms,
            publishers=(names.apply_arn(zone.environment, zone.account),),
        ),
        opts,
    )
    if places.documented(zone):
        DocumentationStore(
            "documentation-store",
            DocumentationStoreArgs(
                scope=scope,
                retention=Retention(days=DOCUMENTATION.days, mode=zone.retention.lock.mode),
                primary=_here(zone, upstream, DataClass.OPERATIONS),
                recovery=_there(zone, upstream, DataClass.OPERATIONS),
                alarms=alarms,
                filers=(names.apply_arn(zone.environment, zone.account),),
            ),
            opts,
        )
    Table(
        "systems-table",
        TableArgs(
            family=zone.family,
            table=SYSTEMS,
            data_class=DataClass.OPERATIONS,
            primary=_here(zone, upstream, DataClass.OPERATIONS),
            recovery=_there(zone, upstream, DataClass.OPERATIONS),
            deletion=zone.governance.deletion,
        ),
        opts,
    )
    BackupVault(
        "backup-vault",
        BackupVaultArgs(
            scope=scope,
            data_class=DataClass.OPERATIONS,
            primary=_here(zone, upstream, DataClass.OPERATIONS),
            recovery=_there(zone, upstream, DataClass.OPERATIONS),
            days=zone.retention.operations.days,
        ),
        opts,
    )
    EventWatch(
        "backup-watch",
        EventWatchArgs(
            family=zone.family,
            region=zone.region,
            topic_arn=upstream.value(Layer.FOUNDATION, "alarm_topic"),
            event=BACKUP_FAILED,
        ),
        opts,
    )


def _retention(zone: LandingZone, data_class: DataClass) -> Retention:
    return Retention(days=zone.retention.of(data_class).days, mode=zone.retention.lock.mode)


def _here(zone: LandingZone, upstream: Upstream, data_class: DataClass) -> Site:
    key = upstream.value(Layer.FOUNDATION, "keys", str(data_class), "arn")
    return Site(region=zone.region, key_arn=key)


def _there(zone: LandingZone, upstream: Upstream, data_class: DataClass) -> Site:
    key = upstream.value(Layer.FOUNDATION, "keys", str(data_class), "replica", "arn")
    return Site(region=zone.recovery.region, key_arn=key)
