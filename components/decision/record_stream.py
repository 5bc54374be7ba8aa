"""RecordStream: records on their way into the table.

Guarantees: encrypted on the way; written as Parquet by the table's own columns, under the day of delivery; what cannot
be converted is put aside and not lost; the role delivers into this bucket and does nothing else; somebody hears of it
when the table falls behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components import kit
from components.decision.catalog import PREFIX
from components.kit import Statement
from config.vocabulary import DataClass

BUFFER_MIB = 64
"""The least that Firehose takes with format conversion."""
BUFFER_SECONDS = 300
BEHIND_SECONDS = 3 * BUFFER_SECONDS
"""Older than this and the table is behind: Firehose waits one buffer and retries."""
RUNBOOK = "decision-table-behind"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordStreamArgs:
    """What a stream needs to know."""

    environment: str
    account: str
    region: str
    boundary: pulumi.Input[str]
    bucket: pulumi.Input[str]
    """The name of the table's bucket."""
    database: pulumi.Input[str]
    table: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    """The key of the class operations, as the bucket's, by its ARN or its alias's."""
    buffer_key_arn: pulumi.Input[str]
    """The key of what the stream holds until it is written. Firehose takes no alias here."""
    grants: tuple[Statement, ...]
    """What the role needs of keys."""
    log_group: pulumi.Input[str]
    alarm_topic: pulumi.Input[str]


def stream_name(environment: str) -> str:
    """The name of an environment's stream."""
    return kit.resource_name(environment, "decision-records")


def stream_arn(environment: str, account: str, region: str) -> str:
    """The ARN, known before the stream exists."""
    return f"arn:aws:firehose:{region}:{account}:deliverystream/{stream_name(environment)}"


def delivering(args: RecordStreamArgs, bucket: str, database: str, table: str, log_group: str) -> str:
    """What the role may do: read the table's columns, write files, write its log. As JSON.

    Source: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
    """
    glue, arn = f"arn:aws:glue:{args.region}:{args.account}", kit.bucket_arn(bucket)
    logs = f"arn:aws:logs:{args.region}:{args.account}:log-group:{log_group}:*"
    return kit.policy_document(
        kit.allow(
            "ReadColumns",
            ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"],
            [f"{glue}:catalog", f"{glue}:database/{database}", f"{glue}:table/{database}/{table}"],
        ),
        kit.allow("FindBucket", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], [arn]),
        kit.allow("WriteFiles", ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], [f"{arn}/*"]),
        kit.allow("WriteLog", ["logs:PutLogEvents"], [logs]),
        *args.grants,
    )


class RecordStream(pulumi.ComponentResource):
    """A Firehose stream of records, its role and its alarm."""

    stream: pulumi.Output[str]
    """The name."""
    arn: pulumi.Output[str]

    def __init__(self, name: str, args: RecordStreamArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:decision:RecordStream", name, None, opts)
        role = aws.iam.Role(
            f"{name}-role",
            name=kit.role_name(args.environment, "record-stream"),
            description="Firehose delivers decision records as Parquet",
            assume_role_policy=kit.trust("firehose.amazonaws.com", args.account),
            permissions_boundary=args.boundary,
            opts=kit.child(self),
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-permissions",
            role=role.name,
            policy=pulumi.Output.all(args.bucket, args.database, args.table, args.log_group).apply(
                lambda known: delivering(args, *(str(value) for value in known))
            ),
            opts=kit.child(self),
        )
        stream = aws.kinesis.FirehoseDeliveryStream(
            f"{name}-stream",
            name=stream_name(args.environment),
            destination="extended_s3",
            server_side_encryption=aws.kinesis.FirehoseDeliveryStreamServerSideEncryptionArgs(
                enabled=True, key_type="CUSTOMER_MANAGED_CMK", key_arn=args.buffer_key_arn
            ),
            extended_s3_configuration=self._destination(args, role.arn),
            tags={kit.DATA_CLASS_TAG: DataClass.OPERATIONS.value},
            region=args.region,
            opts=kit.child(self, depends_on=[permissions]),
        )
        aws.cloudwatch.MetricAlarm(
            f"{name}-behind",
            alarm_description=kit.described(
                "Decision records wait longer than three buffers for the table; the store has them.", RUNBOOK
            ),
            namespace="AWS/Firehose",
            metric_name="DeliveryToS3.DataFreshness",
            dimensions={"DeliveryStreamName": stream_name(args.environment)},
            statistic="Maximum",
            comparison_operator="GreaterThanThreshold",
            threshold=BEHIND_SECONDS,
            period=300,
            evaluation_periods=2,
            # No metric is sent while nothing waits.
            treat_missing_data="notBreaching",
            alarm_actions=[args.alarm_topic],
            ok_actions=[args.alarm_topic],
            region=args.region,
            opts=kit.child(self),
        )
        self.stream, self.arn = stream.name, stream.arn
        self.register_outputs({"arn": self.arn, "stream": self.stream})

    def _destination(
        self, args: RecordStreamArgs, role: pulumi.Input[str]
    ) -> aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationArgs:
        return aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationArgs(
            role_arn=role,
            bucket_arn=pulumi.Output.from_input(args.bucket).apply(kit.bucket_arn),
            prefix=f"{PREFIX}/day=!{{timestamp:yyyy/MM/dd}}/",
            error_output_prefix="errors/!{firehose:error-output-type}/day=!{timestamp:yyyy/MM/dd}/",
            buffering_size=BUFFER_MIB,
            buffering_interval=BUFFER_SECONDS,
            kms_key_arn=args.key_arn,
            cloudwatch_logging_options=(
                aws.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptionsArgs(
                    enabled=True, log_group_name=args.log_group, log_stream_name="delivery"
                )
            ),
            data_format_conversion_configuration=_conversion(args, role),
        )


def _conversion(args: RecordStreamArgs, role: pulumi.Input[str]) -> Any:
    """From JSON to Parquet by the table's columns, as a mapping: its classes have names of a hundred letters."""
    return {
        "enabled": True,
        # Hive's SerDe would need every field in every row; OpenX takes an absent one for null.
        "input_format_configuration": {"deserializer": {"open_x_json_ser_de": {}}},
        "output_format_configuration": {"serializer": {"parquet_ser_de": {"compression": "SNAPPY"}}},
        "schema_configuration": {
            "role_arn": role,
            "database_name": args.database,
            "table_name": args.table,
            "region": args.region,
            "version_id": "LATEST",
        },
    }
