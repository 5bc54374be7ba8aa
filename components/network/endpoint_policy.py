"""What may pass through each VPC endpoint: the service's run-time calls, by principals of this account.

An endpoint policy grants nothing. It is the ceiling of what a stolen credential of another account, or a workload
gone astray, can do from inside the VPC; without one AWS attaches full access
(https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html). Package mirrors and agents that AWS
keeps in buckets of its own are refused too: an image holds what it needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from components import kit

_ECR_PULL = (
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:DescribeImages",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
)

ACTIONS: Mapping[str, Sequence[str]] = {
    "bedrock-runtime": (
        "bedrock:ApplyGuardrail",
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream",
    ),
    "dynamodb": (
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:Scan",
        "dynamodb:UpdateItem",
    ),
    "ec2": (
        # Karpenter makes and ends nodes, vpc-cni their network interfaces.
        "ec2:AssignPrivateIpAddresses",
        "ec2:AttachNetworkInterface",
        "ec2:CreateFleet",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateNetworkInterface",
        "ec2:CreateTags",
        "ec2:DeleteLaunchTemplate",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribePlacementGroups",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DescribeVpcs",
        "ec2:DetachNetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:RunInstances",
        "ec2:TerminateInstances",
        "ec2:UnassignPrivateIpAddresses",
    ),
    "ecr.api": _ECR_PULL,
    "ecr.dkr": _ECR_PULL,
    "eks": ("eks:DescribeCluster",),
    "eks-auth": ("eks-auth:AssumeRoleForPodIdentity",),
    "elasticloadbalancing": (
        # Pods come into target groups and go; balancers are made by a deploy.
        "elasticloadbalancing:DeregisterTargets",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "elasticloadbalancing:RegisterTargets",
    ),
    "kinesis-firehose": ("firehose:PutRecord", "firehose:PutRecordBatch"),
    "kms": (
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:GenerateMac",
        "kms:GetPublicKey",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
        "kms:Sign",
        "kms:Verify",
    ),
    "logs": (
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
    ),
    "monitoring": (
        "cloudwatch:GetMetricData",
        "cloudwatch:GetMetricStatistics",
        "cloudwatch:ListMetrics",
        "cloudwatch:PutMetricData",
    ),
    "s3": (
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:GetObjectAttributes",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        "s3:ListBucketMultipartUploads",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
        "s3:PutObjectTagging",
    ),
    "sagemaker.runtime": (
        "sagemaker:InvokeEndpoint",
        "sagemaker:InvokeEndpointAsync",
        "sagemaker:InvokeEndpointWithResponseStream",
    ),
    "secretsmanager": ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
    "sns": ("sns:Publish",),
    "sqs": (
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
        "sqs:SendMessage",
    ),
    "ssm": ("ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"),
    "sts": ("sts:AssumeRole", "sts:GetCallerIdentity", "sts:TagSession"),
    "xray": (
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ),
}
"""The run-time calls of a service. Deploys and audits go another way, from outside the VPC."""

_ANYONE = "*"
"""A gateway endpoint reads any other principal as an account's root user alone; the condition names the account."""


def _own_principals(account: str, **more: str) -> dict[str, Any]:
    return {"StringEquals": {"aws:PrincipalAccount": account, **more}}


def document(service: str, account: str, region: str) -> str:
    """The endpoint policy of a service, by the last part of its endpoint name, as JSON.

    Raises KeyError for a service that is not in the table.
    """
    match service:
        case "s3":
            return kit.policy_document(*_s3(account, region))
        case "sts":
            return kit.policy_document(*_sts(account))
        case _:
            return kit.policy_document(
                kit.allow(
                    "OwnPrincipals",
                    ACTIONS[service],
                    ["*"],
                    Principal=_ANYONE,
                    Condition=_own_principals(account),
                )
            )


def _s3(account: str, region: str) -> tuple[kit.Statement, ...]:
    return (
        kit.allow(
            "OwnPrincipalsOwnBuckets",
            ACTIONS["s3"],
            ["arn:aws:s3:::*"],
            Principal=_ANYONE,
            Condition=_own_principals(account, **{"aws:ResourceAccount": account}),
        ),
        # ECR hands out URLs that it signed itself, so neither the principal nor the bucket is of this account:
        # https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
        kit.allow(
            "ImageLayers",
            ["s3:GetObject"],
            [f"arn:aws:s3:::prod-{region}-starport-layer-bucket/*"],
            Principal=_ANYONE,
        ),
    )


def _sts(account: str) -> tuple[kit.Statement, ...]:
    return (
        kit.allow("OwnPrincipals", ACTIONS["sts"], ["*"], Principal=_ANYONE, Condition=_own_principals(account)),
        # The caller of this one has no AWS identity yet, so only the role it asks for can be held to the account.
        kit.allow(
            "OwnRolesByWebIdentity",
            ["sts:AssumeRoleWithWebIdentity"],
            [f"arn:aws:iam::{account}:role/*"],
            Principal=_ANYONE,
        ),
    )
