"""Trail: who did what in the account, in every Region, and who touched what its buckets hold.

Guarantees: multi-Region; every log file has a digest that shows tampering; encrypted; written to the archive for years
and to CloudWatch Logs for alarms; reads and writes of what every bucket of the family holds are recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.storage.delivery import trail_name
from components.storage.log_group import LogGroup, LogGroupArgs
from components.storage.scope import Scope, Site
from config.vocabulary import DataClass


@dataclass(frozen=True, kw_only=True, slots=True)
class TrailArgs:
    """What the trail needs to know."""

    scope: Scope
    site: Site
    """The trail's home Region, and the key of the security logs there."""
    bucket: pulumi.Input[str]
    """The log archive's name; as the archive gives it, so that the trail waits until it may write."""
    days: int
    """How long CloudWatch Logs keeps events."""
    watched: tuple[str, ...]
    """ARNs of the buckets whose object reads and writes are recorded."""
    archive: str
    """ARN of the bucket it writes to: reads and deletions there are recorded, and no delivery is."""


def cloudtrail_trust(account: str) -> str:
    """Trust in CloudTrail; another account's use is refused where CloudTrail names the account.

    It was seen to assume the role without naming one (https://github.com/prowler-cloud/prowler/issues/4714), and
    StringEquals on an absent key is false: events would stop reaching the log group. Giving the role to CloudTrail
    needs iam:PassRole in this account in any case.
    """
    return kit.policy_document(
        {
            "Sid": "Assume",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Condition": {"StringEqualsIfExists": {"aws:SourceAccount": account}},
        }
    )


def log_delivery_policy(account: str, region: str, group: str) -> str:
    """Write to the trail's own log streams, and to nothing else.

    Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    """
    streams = f"arn:aws:logs:{region}:{account}:log-group:{group}:log-stream:{account}_CloudTrail_{region}*"
    return kit.policy_document(kit.allow("WriteEvents", ["logs:CreateLogStream", "logs:PutLogEvents"], [streams]))


class Trail(pulumi.ComponentResource):
    """The multi-Region trail, its log group and the role that writes there."""

    trail: pulumi.Output[str]
    """The name."""
    arn: pulumi.Output[str]
    log_group: LogGroup

    def __init__(self, name: str, args: TrailArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:Trail", name, None, opts)
        family, account, region = args.scope.family, args.scope.account, args.site.region
        group = kit.log_group_name(family, "trail")
        self.log_group = LogGroup(
            f"{name}-logs",
            LogGroupArgs(
                group=group,
                region=region,
                data_class=DataClass.SECURITY_LOGS,
                days=args.days,
                key_arn=args.site.key_arn,
            ),
            kit.child(self),
        )
        role = aws.iam.Role(
            f"{name}-delivery-role",
            name=kit.role_name(family, "trail-delivery"),
            description="CloudTrail writes to its log group",
            assume_role_policy=cloudtrail_trust(account),
            permissions_boundary=args.scope.boundary,
            opts=kit.child(self),
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-delivery-policy",
            role=role.name,
            policy=log_delivery_policy(account, region, group),
            opts=kit.child(self),
        )
        trail = aws.cloudtrail.Trail(
            f"{name}-trail",
            name=trail_name(family),
            s3_bucket_name=args.bucket,
            kms_key_id=args.site.key_arn,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            enable_logging=True,
            # Built from the name, which a first preview knows, as it does not know the ARN. CloudTrail wants the :*.
            cloud_watch_logs_group_arn=self.log_group.group.apply(
                lambda group: f"arn:aws:logs:{region}:{account}:log-group:{group}:*"
            ),
            cloud_watch_logs_role_arn=role.arn,
            advanced_event_selectors=_selectors(args),
            region=region,
            tags={kit.DATA_CLASS_TAG: DataClass.SECURITY_LOGS.value},
            # CloudTrail writes a test event to the log group before it accepts the trail.
            opts=kit.child(self, depends_on=[permissions]),
        )
        self.trail, self.arn = trail.name, trail.arn
        self.register_outputs({"arn": self.arn, "logGroup": self.log_group.group, "trail": self.trail})


def _selectors(args: TrailArgs) -> list[aws.cloudtrail.TrailAdvancedEventSelectorArgs]:
    field = aws.cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs
    management = aws.cloudtrail.TrailAdvancedEventSelectorArgs(
        name="management", field_selectors=[field(field="eventCategory", equals=["Management"])]
    )
    # The record of a delivery would be delivered, and recorded, without end.
    undelivered = field(field="eventName", not_equals=["PutObject"])
    archive = _objects("objects of the archive", (args.archive,), undelivered)
    return [management, *([_objects("objects of the stores", args.watched)] if args.watched else []), archive]


def _objects(
    name: str, buckets: tuple[str, ...], *narrowed: aws.cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs
) -> aws.cloudtrail.TrailAdvancedEventSelectorArgs:
    field = aws.cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs
    return aws.cloudtrail.TrailAdvancedEventSelectorArgs(
        name=name,
        field_selectors=[
            field(field="eventCategory", equals=["Data"]),
            field(field="resources.type", equals=["AWS::S3::Object"]),
            # Without the slash a bucket whose name continues this one's would be recorded, and paid for, too.
            field(field="resources.ARN", starts_withs=[f"{arn}/" for arn in sorted(buckets)]),
            *narrowed,
        ],
    )
