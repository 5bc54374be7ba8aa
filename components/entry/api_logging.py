"""ApiLogging: the role that API Gateway writes access logs with, in the account's Region.

Guarantees: every API of the Region can be logged. API Gateway keeps this setting once an account and Region: it is
owned here and nowhere else, for the last owner to deploy would win
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-account.html).
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import apigateway, iam

from components import kit
from config.vocabulary import AccountId, RegionName

SERVICE = "apigateway.amazonaws.com"


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiLoggingArgs:
    """Whose role it is."""

    role: str
    """The physical name."""
    account: AccountId
    region: RegionName
    boundary: pulumi.Input[str]
    """ARN of the permissions boundary."""


def writing(account: str, region: str) -> str:
    """What API Gateway asks of the role before it takes it.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html, read 2026-11-26. It asks
    for log groups of any name, because it would make those of execution logs by itself.
    """
    return kit.policy_document(
        kit.allow(
            "WriteLogs",
            [
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams",
                "logs:FilterLogEvents",
                "logs:GetLogEvents",
                "logs:PutLogEvents",
            ],
            [f"arn:aws:logs:{region}:{account}:*"],
        )
    )


class ApiLogging(pulumi.ComponentResource):
    """The account's setting in a Region."""

    role_arn: pulumi.Output[str]
    """Waits for the setting."""

    def __init__(self, name: str, args: ApiLoggingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:entry:ApiLogging", name, None, opts)
        role = iam.Role(
            f"{name}-role",
            name=args.role,
            description="API Gateway writes access logs",
            assume_role_policy=kit.trust(SERVICE, args.account),
            permissions_boundary=args.boundary,
            opts=kit.child(self),
        )
        permissions = iam.RolePolicy(
            f"{name}-role-policy", role=role.name, policy=writing(args.account, args.region), opts=kit.child(self)
        )
        setting = apigateway.Account(
            f"{name}-setting",
            cloudwatch_role_arn=role.arn,
            region=args.region,
            # API Gateway tries the role when it is set.
            opts=kit.child(self, depends_on=[permissions]),
        )
        self.role_arn = setting.cloudwatch_role_arn.apply(lambda arn: arn or "")
        self.register_outputs({"roleArn": self.role_arn})
