"""A record of every name the VPC asked for, in the log archive: data that leaves by DNS passes no flow log."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import route53

from components import kit


@dataclass(frozen=True, kw_only=True, slots=True)
class QueryLogsArgs:
    """What is recorded, and where it goes."""

    vpc_id: pulumi.Input[str]
    """The VPC whose resolver is recorded."""

    archive_bucket_arn: pulumi.Input[str]
    """The log archive; its bucket policy lets delivery.logs.amazonaws.com write under AWSLogs/ACCOUNT/."""


class QueryLogs(pulumi.ComponentResource):
    """Route 53 Resolver query logs to the log archive."""

    query_log_id: pulumi.Output[str]
    """The id of the query log configuration, once the VPC is associated with it."""

    def __init__(self, name: str, args: QueryLogsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:network:QueryLogs", name, None, opts)
        config = route53.ResolverQueryLogConfig(
            f"{name}-queries", destination_arn=args.archive_bucket_arn, tags={"Name": name}, opts=kit.child(self)
        )
        association = route53.ResolverQueryLogConfigAssociation(
            f"{name}-queries",
            resolver_query_log_config_id=config.id,
            resource_id=args.vpc_id,
            opts=kit.child(self),
        )

        self.query_log_id = association.resolver_query_log_config_id
        self.register_outputs({"query_log_id": self.query_log_id})
