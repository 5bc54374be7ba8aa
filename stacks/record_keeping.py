"""What all systems of an environment keep their records with: keys, tables, the record stream and its table."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.decision import plan, record_keys, record_stream
from components.decision.catalog import SCANNED_BYTES, RecordCatalog, RecordCatalogArgs
from components.decision.record_keys import Purpose, RecordKey, RecordKeyArgs
from components.decision.record_stream import RecordStream, RecordStreamArgs
from components.identity import names
from components.storage.derived_bucket import DerivedBucket, DerivedBucketArgs
from components.storage.key_policy import may_use
from components.storage.log_group import LogGroup
from components.storage.scope import Scope, Site
from components.storage.table import Table, TableArgs
from config.model import LandingZone
from config.vocabulary import DataClass, Deletion, Layer, Role
from stacks import function_code, operations_log, places
from stacks.providers import stateful
from stacks.references import Published, Upstream

EXPIRES = "expiration"
TABLES = ("decision-requests", "decision-breakers", "decision-reviews")
"""Which request was answered how, which target is left alone, which decision waits for whom."""
STREAM_LOG = "decisions/record-stream"


def requests_table(zone: LandingZone) -> str:
    """The table of requests."""
    return kit.resource_name(zone.family, TABLES[0])


def breakers_table(zone: LandingZone) -> str:
    """The table of breakers."""
    return kit.resource_name(zone.family, TABLES[1])


def reviews_table(zone: LandingZone) -> str:
    """The table of reviews."""
    return kit.resource_name(zone.family, TABLES[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What the systems need to know of it."""

    ready: tuple[pulumi.Resource, ...]
    """What must stand before a function is called."""
    published: Published


def compose(zone: LandingZone, using: aws.Provider, upstream: Upstream) -> Keeping:
    """Keys and tables by the primary alone, for both Regions; the stream and its table by each side."""
    kept, here = stateful(zone, using), pulumi.ResourceOptions(providers=[using])
    made = _shared(zone, upstream, kept) if zone.role is Role.PRIMARY else ()
    operations = upstream.value(Layer.FOUNDATION, "keys", str(DataClass.OPERATIONS), "arn")
    bucket = DerivedBucket(
        places.DECISION_TABLE,
        DerivedBucketArgs(
            bucket=kit.bucket_name(zone.family, places.DECISION_TABLE, zone.account, zone.region),
            scope=Scope(
                family=zone.family,
                account=zone.account,
                boundary=upstream.value(Layer.FOUNDATION, "roles", "boundary"),
                break_glass=names.break_glass_arn(zone.environment, zone.account),
            ),
            site=Site(region=zone.region, key_arn=operations),
            data_class=DataClass.OPERATIONS,
            days=zone.retention.decisions.days,
        ),
        kept,
    )
    columns = plan.columns(function_code.record_schema())
    catalog = RecordCatalog(
        "decision-catalog",
        RecordCatalogArgs(
            environment=zone.environment,
            bucket=bucket.bucket,
            columns=columns,
            key_arn=operations,
        ),
        here,
    )
    log = operations_log.compose(
        zone,
        using,
        "record-stream-log",
        group=kit.log_group_name(zone.family, STREAM_LOG),
        key=upstream.value(Layer.PLATFORM, "key_arn"),
    )
    stream = _stream(zone, using, upstream, bucket=bucket, catalog=catalog, log=log.made)
    return Keeping(
        ready=(*made, stream),
        published={
            "stream": stream.stream,
            "database": catalog.database,
            "table": catalog.table,
            "workgroup": catalog.workgroup,
            "query": catalog.query,
            "table_bucket": bucket.bucket,
            "days": zone.retention.decisions.days,
            "stops": breakers_table(zone),
            "tables": [kit.resource_name(zone.family, table) for table in TABLES],
            "memory": [_memory(zone, table, operations) for table in TABLES],
            "subject_key": record_keys.alias(zone.family, Purpose.SUBJECTS),
            "manifest_key": record_keys.alias(zone.family, Purpose.MANIFESTS),
            "keys": [_key(zone, purpose) for purpose in Purpose],
            "stream_key": upstream.value(Layer.PLATFORM, "key_arn"),
            "stream_log": log.published,
            "key_arn": operations,
            "location": catalog.location,
            "columns": {column.name: column.type for column in columns},
            "most_bytes": SCANNED_BYTES,
        },
    )


def _key(zone: LandingZone, purpose: Purpose) -> Published:
    return {
        "alias": record_keys.alias(zone.family, purpose),
        "region": zone.region,
        "usage": purpose.usage,
        "spec": purpose.spec,
        "replica_region": zone.recovery.region if zone.role is Role.PRIMARY else None,
    }


def _memory(zone: LandingZone, table: str, key: pulumi.Input[str]) -> Published:
    """The promise about a table; on the recovery side the primary owns it and chose the key."""
    return {
        "name": kit.resource_name(zone.family, table),
        "region": zone.region,
        "key_arn": key if zone.role is Role.PRIMARY else None,
        "replica_region": zone.recovery.region,
        "expires": EXPIRES,
        "deletion_protected": zone.governance.deletion is Deletion.PROTECTED,
    }


def _shared(zone: LandingZone, upstream: Upstream, opts: pulumi.ResourceOptions) -> tuple[pulumi.Resource, ...]:
    def site(region: str, *path: str) -> Site:
        return Site(
            region=region, key_arn=upstream.value(Layer.FOUNDATION, "keys", str(DataClass.OPERATIONS), *path, "arn")
        )

    keys = [
        RecordKey(
            f"key-{purpose.name.lower()}",
            RecordKeyArgs(
                family=zone.family,
                account=zone.account,
                purpose=purpose,
                region=zone.region,
                recovery_region=zone.recovery.region,
            ),
            opts,
        )
        for purpose in Purpose
    ]
    tables = [
        Table(
            table,
            TableArgs(
                family=zone.family,
                table=table,
                data_class=DataClass.OPERATIONS,
                primary=site(zone.region),
                recovery=site(zone.recovery.region, "replica"),
                deletion=zone.governance.deletion,
                ttl_attribute=EXPIRES,
            ),
            opts,
        )
        for table in TABLES
    ]
    return (*keys, *tables)


def _stream(
    zone: LandingZone,
    using: aws.Provider,
    upstream: Upstream,
    *,
    bucket: DerivedBucket,
    catalog: RecordCatalog,
    log: LogGroup,
) -> RecordStream:
    grants = tuple(
        may_use(
            sid,
            ["kms:Decrypt", "kms:GenerateDataKey"],
            alias=alias,
            account=zone.account,
            regions=[zone.region],
            service=service,
        )
        for sid, alias, service in (
            ("EncryptFiles", kit.key_alias(zone.family, DataClass.OPERATIONS), "s3"),
            ("EncryptRecords", kit.platform_key_alias(zone.environment), "firehose"),
        )
    )
    return RecordStream(
        "record-stream",
        RecordStreamArgs(
            environment=zone.environment,
            account=zone.account,
            region=zone.region,
            boundary=upstream.value(Layer.FOUNDATION, "roles", "boundary"),
            bucket=bucket.bucket,
            database=catalog.database,
            table=catalog.table,
            key_arn=upstream.value(Layer.FOUNDATION, "keys", str(DataClass.OPERATIONS), "arn"),
            buffer_key_arn=upstream.value(Layer.PLATFORM, "key_arn"),
            grants=grants,
            log_group=log.group,
            alarm_topic=upstream.value(Layer.FOUNDATION, "alarm_topic"),
        ),
        pulumi.ResourceOptions(providers=[using]),
    )


def stream_arn(zone: LandingZone) -> str:
    """The stream's ARN, known before it exists."""
    return record_stream.stream_arn(zone.environment, zone.account, zone.region)
