"""InvocationLogging: every call of a foundation model in the account's Region is written down.

Guarantees: what was asked and answered, of every kind of input, goes to the log archive, and to a log group for as long
as an incident review looks back; whoever called, through whichever system or from a console.

Bedrock keeps this setting once an account and Region: it is owned here and nowhere else. A second owner would not be
told; the last one to deploy would win (https://github.com/hashicorp/terraform-provider-aws/issues/33737).
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from config.vocabulary import AccountId, RegionName

STREAM = "aws/bedrock/modelinvocations"
"""The log stream Bedrock writes to.

Source: https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html, read 2026-11-25.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class InvocationLoggingArgs:
    """Where calls are written down."""

    role: str
    """The physical name of the role that Bedrock writes to the log group with."""
    account: AccountId
    region: RegionName
    boundary: pulumi.Input[str]
    """ARN of the permissions boundary of the role."""
    bucket: str
    """Name of the log archive of the Region; its policy lets bedrock.amazonaws.com write under AWSLogs/ACCOUNT/."""
    log_group: str
    """Name of the log group."""


def trust(account: str, region: str) -> str:
    """Trust in Bedrock, for its logging in this account and Region."""
    return kit.policy_document(
        {
            "Sid": "Assume",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "bedrock.amazonaws.com"},
            "Condition": {
                "StringEquals": {"aws:SourceAccount": account},
                "ArnLike": {"aws:SourceArn": f"arn:aws:bedrock:{region}:{account}:*"},
            },
        }
    )


def permissions(args: InvocationLoggingArgs) -> str:
    """Write to the one stream of the group, and nothing else."""
    group = f"arn:aws:logs:{args.region}:{args.account}:log-group:{args.log_group}"
    return kit.policy_document(
        kit.allow("WriteCalls", ["logs:CreateLogStream", "logs:PutLogEvents"], [f"{group}:log-stream:{STREAM}"])
    )


class InvocationLogging(pulumi.ComponentResource):
    """The account's logging of model invocations in its Region."""

    region: pulumi.Output[str]
    """The Region, once calls are written down: the identity of the setting."""

    def __init__(self, name: str, args: InvocationLoggingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:InvocationLogging", name, None, opts)
        role = aws.iam.Role(
            f"{name}-role",
            name=args.role,
            assume_role_policy=trust(args.account, args.region),
            permissions_boundary=args.boundary,
            opts=kit.child(self),
        )
        attached = aws.iam.RolePolicy(
            f"{name}-role-policy", role=role.name, policy=permissions(args), opts=kit.child(self)
        )
        logging = aws.bedrockmodel.InvocationLoggingConfiguration(
            f"{name}-calls",
            logging_config={
                "text_data_delivery_enabled": True,
                "image_data_delivery_enabled": True,
                "embedding_data_delivery_enabled": True,
                "video_data_delivery_enabled": True,
                "s3_config": {"bucket_name": args.bucket},
                "cloudwatch_config": {
                    "log_group_name": args.log_group,
                    "role_arn": role.arn,
                    # Bodies above 100 KB do not fit into a log event.
                    "large_data_delivery_s3_config": {"bucket_name": args.bucket},
                },
            },
            # Bedrock tries the role when the setting is made.
            opts=kit.child(self, depends_on=[attached]),
        )
        self.region = logging.id
        self.register_outputs({"region": self.region})
