"""What AWS services need in order to deliver logs and alarms: the bucket's side and the key's side of each.

A service must be admitted by both. With one side missing AWS creates the trail or the flow log, and delivers nothing.
"""

from __future__ import annotations

from components import kit
from components.kit import Statement

_OWNER_CONTROLS = "bucket-owner-full-control"


def trail_name(family: str) -> str:
    """The name of the family's trail."""
    return kit.resource_name(family, "trail")


def trail_arn(family: str, account: str, home: str) -> str:
    """The ARN of the family's trail; a multi-Region trail has it in its home Region only."""
    return f"arn:aws:cloudtrail:{home}:{account}:trail/{trail_name(family)}"


def trail_to_bucket(bucket_arn: str, account: str, trail: str) -> tuple[Statement, ...]:
    """Let the trail write to the bucket.

    Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    principal = {"Service": "cloudtrail.amazonaws.com"}
    return (
        kit.allow(
            "TrailReadsAcl",
            ["s3:GetBucketAcl"],
            [bucket_arn],
            Principal=principal,
            Condition={"StringEquals": {"aws:SourceAccount": account, "aws:SourceArn": trail}},
        ),
        kit.allow(
            "TrailWrites",
            ["s3:PutObject"],
            [f"{bucket_arn}/AWSLogs/{account}/*"],
            Principal=principal,
            Condition={
                "StringEquals": {
                    "aws:SourceAccount": account,
                    "aws:SourceArn": trail,
                    "s3:x-amz-acl": _OWNER_CONTROLS,
                }
            },
        ),
    )


def trail_uses_key(account: str, trail: str) -> tuple[Statement, ...]:
    """Let the trail encrypt with the key.

    kms:Decrypt belongs to buckets with a bucket key: without it the trail cannot be created or changed.
    Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    """
    principal = {"Service": "cloudtrail.amazonaws.com"}
    return (
        kit.allow(
            "TrailEncrypts",
            ["kms:GenerateDataKey*"],
            ["*"],
            Principal=principal,
            Condition={
                "StringEquals": {"aws:SourceArn": trail},
                "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": f"arn:aws:cloudtrail:*:{account}:trail/*"},
            },
        ),
        kit.allow(
            "TrailReadsKey",
            ["kms:Decrypt", "kms:DescribeKey"],
            ["*"],
            Principal=principal,
            Condition={"StringEquals": {"aws:SourceArn": trail}},
        ),
    )


def logs_to_bucket(bucket_arn: str, account: str, region: str) -> tuple[Statement, ...]:
    """Let VPC flow logs and Route 53 Resolver query logs of a Region be delivered to the bucket.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
    """
    principal = {"Service": "delivery.logs.amazonaws.com"}
    source = {"ArnLike": {"aws:SourceArn": f"arn:aws:logs:{region}:{account}:*"}}
    return (
        kit.allow(
            "LogDeliveryReadsAcl",
            ["s3:GetBucketAcl", "s3:ListBucket"],
            [bucket_arn],
            Principal=principal,
            Condition={"StringEquals": {"aws:SourceAccount": account}, **source},
        ),
        kit.allow(
            "LogDeliveryWrites",
            ["s3:PutObject"],
            [f"{bucket_arn}/AWSLogs/{account}/*"],
            Principal=principal,
            Condition={"StringEquals": {"aws:SourceAccount": account, "s3:x-amz-acl": _OWNER_CONTROLS}, **source},
        ),
    )


def logs_use_key(account: str, region: str) -> tuple[Statement, ...]:
    """Let the same deliveries encrypt with the key of the bucket."""
    return (
        kit.allow(
            "LogDeliveryEncrypts",
            ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
            ["*"],
            Principal={"Service": "delivery.logs.amazonaws.com"},
            Condition={
                "StringEquals": {"aws:SourceAccount": account},
                "ArnLike": {"aws:SourceArn": f"arn:aws:logs:{region}:{account}:*"},
            },
        ),
    )


def calls_to_bucket(bucket_arn: str, account: str, region: str) -> tuple[Statement, ...]:
    """Let Bedrock write the model invocations of a Region to the bucket.

    Source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
    """
    return (
        kit.allow(
            "ModelCallsWrite",
            ["s3:PutObject"],
            [f"{bucket_arn}/AWSLogs/{account}/BedrockModelInvocationLogs/*"],
            Principal={"Service": "bedrock.amazonaws.com"},
            Condition={
                "StringEquals": {"aws:SourceAccount": account},
                "ArnLike": {"aws:SourceArn": f"arn:aws:bedrock:{region}:{account}:*"},
            },
        ),
    )


def calls_use_key(account: str, region: str) -> tuple[Statement, ...]:
    """Let the same delivery encrypt with the key of the bucket."""
    return (
        kit.allow(
            "ModelCallsEncrypt",
            ["kms:GenerateDataKey"],
            ["*"],
            Principal={"Service": "bedrock.amazonaws.com"},
            Condition={
                "StringEquals": {"aws:SourceAccount": account},
                "ArnLike": {"aws:SourceArn": f"arn:aws:bedrock:{region}:{account}:*"},
            },
        ),
    )


def configuration_to_bucket(bucket_arn: str, account: str) -> tuple[Statement, ...]:
    """Let AWS Config deliver what it recorded to the bucket.

    Source: https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    """
    principal = {"Service": "config.amazonaws.com"}
    return (
        kit.allow(
            "ConfigurationReadsBucket",
            ["s3:GetBucketAcl", "s3:ListBucket"],
            [bucket_arn],
            Principal=principal,
            Condition={"StringEquals": {"aws:SourceAccount": account}},
        ),
        kit.allow(
            "ConfigurationWrites",
            ["s3:PutObject"],
            [f"{bucket_arn}/AWSLogs/{account}/Config/*"],
            Principal=principal,
            Condition={"StringEquals": {"aws:SourceAccount": account, "s3:x-amz-acl": _OWNER_CONTROLS}},
        ),
    )


def configuration_uses_key(account: str) -> tuple[Statement, ...]:
    """Let the same delivery encrypt with the key of the bucket.

    Source: https://docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html
    """
    return (
        kit.allow(
            "ConfigurationEncrypts",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            ["*"],
            Principal={"Service": "config.amazonaws.com"},
            Condition={"StringEquals": {"aws:SourceAccount": account}},
        ),
    )


def alarms_use_key(account: str) -> tuple[Statement, ...]:
    """Let what raises alarms publish to encrypted SNS topics; without it an alarm changes state and nobody hears of it.

    EventBridge documents no source account for encrypted topics, so for it the account counts where it is named.
    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """
    actions = ["kms:Decrypt", "kms:GenerateDataKey*"]
    return (
        kit.allow(
            "AlarmsPublish",
            actions,
            ["*"],
            Principal={"Service": ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"]},
            Condition={"StringEquals": {"aws:SourceAccount": account}},
        ),
        kit.allow(
            "EventsPublish",
            actions,
            ["*"],
            Principal={"Service": "events.amazonaws.com"},
            Condition={"StringEqualsIfExists": {"aws:SourceAccount": account}},
        ),
    )
