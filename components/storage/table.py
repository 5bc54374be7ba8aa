"""Table: an operational table of DynamoDB, and its replica in the recovery Region.

Guarantees: any second of the last 35 days can be restored, in both Regions; encrypted with the key of its data class in
each; backed up daily; paid by the request, so that a failover meets no capacity limit of ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.storage.backup_vault import BACKUP_DAILY, BACKUP_TAG
from components.storage.scope import Site
from config.vocabulary import DataClass, Deletion

RECOVERY_DAYS = 35
"""The longest DynamoDB offers for point-in-time recovery."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableArgs:
    """What a table needs to know."""

    family: str
    table: str
    """What it holds, as its name says it."""
    data_class: DataClass
    primary: Site
    recovery: Site
    deletion: Deletion
    hash_key: str = "id"
    """The partition key, a string."""
    ttl_attribute: str | None = None
    """The attribute that says when an item may go, in seconds since 1970; None keeps items."""


class Table(pulumi.ComponentResource):
    """A DynamoDB global table in two Regions; the last writer wins."""

    table: pulumi.Output[str]
    """The name, the same in both Regions."""
    arn: pulumi.Output[str]

    def __init__(self, name: str, args: TableArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:Table", name, None, opts)
        protected = args.deletion is Deletion.PROTECTED
        table = aws.dynamodb.Table(
            f"{name}-table",
            name=kit.resource_name(args.family, args.table),
            billing_mode="PAY_PER_REQUEST",
            hash_key=args.hash_key,
            attributes=[aws.dynamodb.TableAttributeArgs(name=args.hash_key, type="S")],
            # Global tables replicate through the stream, and through no other view of it.
            stream_enabled=True,
            stream_view_type="NEW_AND_OLD_IMAGES",
            point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(
                enabled=True, recovery_period_in_days=RECOVERY_DAYS
            ),
            server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(
                enabled=True, kms_key_arn=args.primary.key_arn
            ),
            replicas=[
                aws.dynamodb.TableReplicaArgs(
                    region_name=args.recovery.region,
                    kms_key_arn=args.recovery.key_arn,
                    point_in_time_recovery=True,
                    deletion_protection_enabled=protected,
                    propagate_tags=True,
                )
            ],
            ttl=(
                None
                if args.ttl_attribute is None
                else aws.dynamodb.TableTtlArgs(attribute_name=args.ttl_attribute, enabled=True)
            ),
            deletion_protection_enabled=protected,
            region=args.primary.region,
            tags={
                kit.DATA_CLASS_TAG: args.data_class.value,
                BACKUP_TAG: BACKUP_DAILY,
                **dict([kit.DISRUPT_TABLE]),
            },
            opts=kit.child(self),
        )
        self.table, self.arn = table.name, table.arn
        self.register_outputs({"arn": self.arn, "table": self.table})
