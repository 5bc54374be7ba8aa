"""A record of every connection the VPC accepted or refused, in the log archive.

Guarantees: all traffic, in intervals of one minute, straight to the archive bucket: no role to abuse and no log group
to delete. Parquet, one prefix an hour: an incident review reads an hour, not a day.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from components import kit

FORMAT = " ".join(
    f"${{{field}}}"
    for field in (
        "version", "account-id", "vpc-id", "subnet-id", "instance-id", "interface-id", "az-id", "srcaddr", "dstaddr",
        "srcport", "dstport", "protocol", "pkt-srcaddr", "pkt-dstaddr", "pkt-src-aws-service", "pkt-dst-aws-service",
        "flow-direction", "traffic-path", "tcp-flags", "packets", "bytes", "start", "end", "action", "log-status",
    )
)  # fmt: skip
"""The default fields, and those that tell which pod spoke behind a node or a NAT gateway, and by which way it left.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
"""

INTERVAL = 60
"""Seconds a record may aggregate: 60 or 600; a review needs the minute."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowLogsArgs:
    """What is recorded, and where it goes."""

    vpc_id: pulumi.Input[str]
    """The VPC."""

    archive_bucket_arn: pulumi.Input[str]
    """The log archive; its bucket policy lets delivery.logs.amazonaws.com write under AWSLogs/ACCOUNT/."""


class FlowLogs(pulumi.ComponentResource):
    """VPC flow logs to the log archive."""

    flow_log_id: pulumi.Output[str]
    """The id of the flow log."""

    def __init__(self, name: str, args: FlowLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:network:FlowLogs", name, None, opts)
        log = ec2.FlowLog(
            f"{name}-flows",
            vpc_id=args.vpc_id,
            traffic_type="ALL",
            log_destination_type="s3",
            log_destination=args.archive_bucket_arn,
            log_format=FORMAT,
            max_aggregation_interval=INTERVAL,
            destination_options={
                "file_format": "parquet",
                "hive_compatible_partitions": False,
                "per_hour_partition": True,
            },
            tags={"Name": name},
            opts=kit.child(self),
        )

        self.flow_log_id = log.id
        self.register_outputs({"flow_log_id": self.flow_log_id})
