"""RecordCatalog: decision records as a table that people can ask.

Guarantees: the columns are the record's published schema; a day is read only where the question needs it (partition
projection: no crawler, and no partition that somebody forgot to add); nobody gets rights on the table by default;
queries run in a work group that enforces encrypted results and a ceiling of what one may read.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.decision import plan
from components.decision.plan import Column
from config.vocabulary import DataClass

TABLE = "records"
PREFIX = "records"
"""Where the table's files lie in its bucket."""
SCANNED_BYTES = 1024**4
"""The most a query may read: 1 TiB, at 5 USD (https://aws.amazon.com/athena/pricing/, 2026-11)."""
FIRST_DAY = "2026/01/01"
_PARQUET = "org.apache.hadoop.hive.ql.io.parquet"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordCatalogArgs:
    """What the table needs to know."""

    environment: str
    bucket: pulumi.Input[str]
    """The name of the table's bucket."""
    columns: tuple[Column, ...]
    key_arn: pulumi.Input[str]
    """The key of query results, of the class operations."""


def database_name(environment: str) -> str:
    """The name of an environment's database: Glue's names have no hyphens."""
    return kit.resource_name(environment, "decisions").replace("-", "_")


def workgroup_name(environment: str) -> str:
    """The name of an environment's work group."""
    return kit.resource_name(environment, "decisions")


class RecordCatalog(pulumi.ComponentResource):
    """Database, table, work group and the question that a law asks."""

    database: pulumi.Output[str]
    table: pulumi.Output[str]
    location: pulumi.Output[str]
    """Where its files lie: s3://..., with a slash at the end."""
    workgroup: pulumi.Output[str]
    query: pulumi.Output[str]
    """The id of the named query."""

    def __init__(self, name: str, args: RecordCatalogArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:decision:RecordCatalog", name, None, opts)
        database = aws.glue.CatalogDatabase(
            f"{name}-database",
            name=database_name(args.environment),
            description="Decision records as rows; the objects in the decision store are the record",
            # Without this, Lake Formation gives everybody in the account rights on every new table.
            create_table_default_permissions=[],
            tags={kit.DATA_CLASS_TAG: DataClass.OPERATIONS.value},
            opts=kit.child(self),
        )
        self.location = pulumi.Output.concat("s3://", args.bucket, f"/{PREFIX}/")
        table = self._table(name, args, database.name)
        workgroup = aws.athena.Workgroup(
            f"{name}-workgroup",
            name=workgroup_name(args.environment),
            description="Questions about decisions",
            configuration=aws.athena.WorkgroupConfigurationArgs(
                enforce_workgroup_configuration=True,
                publish_cloudwatch_metrics_enabled=True,
                bytes_scanned_cutoff_per_query=SCANNED_BYTES,
                engine_version=aws.athena.WorkgroupConfigurationEngineVersionArgs(
                    selected_engine_version="Athena engine version 3"
                ),
                # Athena keeps results itself, for a day, encrypted: no bucket of results that outlives its question.
                managed_query_results_configuration=(
                    aws.athena.WorkgroupConfigurationManagedQueryResultsConfigurationArgs(
                        enabled=True,
                        encryption_configuration=(
                            aws.athena.WorkgroupConfigurationManagedQueryResultsConfigurationEncryptionConfigurationArgs(
                                kms_key=args.key_arn
                            )
                        ),
                    )
                ),
            ),
            tags={kit.DATA_CLASS_TAG: DataClass.OPERATIONS.value},
            opts=kit.child(self),
        )
        query = aws.athena.NamedQuery(
            f"{name}-about-subject",
            name="all decisions about a subject",
            description="The parameter is the subject's pseudonym: lz decisions about SUBJECT makes and asks it.",
            database=database.name,
            workgroup=workgroup.id,
            query=plan.query_about_subject(database_name(args.environment), TABLE),
            opts=kit.child(self),
        )
        self.database, self.table, self.workgroup, self.query = database.name, table.name, workgroup.name, query.id
        self.register_outputs(
            {"database": self.database, "query": self.query, "table": self.table, "workgroup": self.workgroup}
        )

    def _table(self, name: str, args: RecordCatalogArgs, database: pulumi.Input[str]) -> aws.glue.CatalogTable:
        partition = "day=${day}/"
        return aws.glue.CatalogTable(
            f"{name}-table",
            name=TABLE,
            database_name=database,
            description="One row a record and delivery; a record that was delivered twice stands here twice",
            table_type="EXTERNAL_TABLE",
            parameters={
                "classification": "parquet",
                "projection.enabled": "true",
                "projection.day.type": "date",
                "projection.day.format": "yyyy/MM/dd",
                "projection.day.range": f"{FIRST_DAY},NOW",
                "storage.location.template": self.location.apply(lambda location: f"{location}{partition}"),
            },
            partition_keys=[
                aws.glue.CatalogTablePartitionKeyArgs(name="day", type="string", comment="The day of delivery, UTC")
            ],
            storage_descriptor=aws.glue.CatalogTableStorageDescriptorArgs(
                location=self.location,
                input_format=f"{_PARQUET}.MapredParquetInputFormat",
                output_format=f"{_PARQUET}.MapredParquetOutputFormat",
                columns=[
                    aws.glue.CatalogTableStorageDescriptorColumnArgs(
                        name=column.name, type=column.type, comment=column.comment
                    )
                    for column in args.columns
                ],
                ser_de_info=aws.glue.CatalogTableStorageDescriptorSerDeInfoArgs(
                    serialization_library=f"{_PARQUET}.serde.ParquetHiveSerDe"
                ),
            ),
            opts=kit.child(self),
        )
