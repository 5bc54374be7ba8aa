"""EndpointRole: what a model's instances may do.

Guarantees: read this one model, add to this one system's captures, write this one log, pull this one image; nothing
else, under the boundary. The container itself has no network and cannot use the role; SageMaker does, around it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.kit import Statement
from components.serving.registries import repository_arn


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointRoleArgs:
    """Whose role it is."""

    role: str
    """Its physical name."""
    account: str
    region: str
    boundary: pulumi.Input[str]
    """ARN of the permissions boundary."""
    repository: str
    """The image's repository in AWS's registry of the Region."""
    log_group: str
    """Name of the log group of the endpoint."""
    grants: tuple[Statement, ...]
    """What those who own model, captures and keys allow."""


def permissions(args: EndpointRoleArgs) -> str:
    """What the role may do, as JSON.

    Network interfaces get an id of AWS's own, and the calls that look for them take no resource
    (https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html); metrics have no resource at all.
    """
    logs = f"arn:aws:logs:{args.region}:{args.account}:log-group:{args.log_group}:*"
    return kit.policy_document(
        *args.grants,
        kit.allow("WriteLog", ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], [logs]),
        kit.allow(
            "SendMetrics",
            ["cloudwatch:PutMetricData"],
            ["*"],
            Condition={"StringLike": {"cloudwatch:namespace": ["/aws/sagemaker/*", "AWS/SageMaker"]}},
        ),
        kit.allow("EnterRegistry", ["ecr:GetAuthorizationToken"], ["*"]),
        kit.allow(
            "PullImage",
            ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            [repository_arn(args.repository, args.region)],
        ),
        kit.allow(
            "HaveInterfaces",
            [
                "ec2:CreateNetworkInterface",
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteNetworkInterfacePermission",
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
            ],
            ["*"],
        ),
    )


class EndpointRole(pulumi.ComponentResource):
    """The execution role of a model."""

    arn: pulumi.Output[str]
    """Waits for the role's permissions."""

    def __init__(self, name: str, args: EndpointRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:serving:EndpointRole", name, None, opts)
        role = aws.iam.Role(
            f"{name}-role",
            name=args.role,
            assume_role_policy=kit.trust("sagemaker.amazonaws.com", args.account),
            permissions_boundary=args.boundary,
            opts=kit.child(self),
        )
        attached = aws.iam.RolePolicy(
            f"{name}-permissions", role=role.name, policy=permissions(args), opts=kit.child(self)
        )
        self.arn = pulumi.Output.all(role.arn, attached.id).apply(lambda known: str(known[0]))
        self.register_outputs({"arn": self.arn})
