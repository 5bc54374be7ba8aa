"""What Karpenter's controller may do: make and end nodes of its own cluster, and nothing to anybody else's.

Each right over an instance or a launch template ends at two tags: the cluster's, and that of a NodePool. It passes on
one role, reads one queue and encrypts volumes with one key. It has no right to change IAM: its nodes get an instance
profile that exists. Karpenter publishes what it needs: https://karpenter.sh/docs/reference/cloudformation/.
"""

from __future__ import annotations

from components import kit
from components.compute import names
from components.compute.interruptions import queue_arn
from components.compute.scope import Scope

_POOL = "karpenter.sh/nodepool"
_CLAIM = "karpenter.sh/nodeclaim"
_CLUSTER_NAME = "eks:eks-cluster-name"

_DESCRIBED = (
    "ec2:DescribeCapacityReservations",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstanceTypeOfferings",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeInstances",
    "ec2:DescribeLaunchTemplates",
    "ec2:DescribePlacementGroups",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSpotPriceHistory",
    "ec2:DescribeSubnets",
)


def document(scope: Scope) -> str:
    """The controller's policy, JSON."""
    return kit.policy_document(*_instances(scope), *_surroundings(scope))


def _ec2(scope: Scope, *kinds: str) -> list[str]:
    return [f"arn:aws:ec2:{scope.region}:{scope.account}:{kind}/*" for kind in kinds]


def _instances(scope: Scope) -> tuple[kit.Statement, ...]:
    owned, name = names.ownership_tag(scope.environment), names.cluster_name(scope.environment)
    launch = ["ec2:CreateFleet", "ec2:RunInstances"]
    made = _ec2(scope, "fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume")
    tagged = {
        "StringEquals": {f"aws:RequestTag/{owned}": "owned", f"aws:RequestTag/{_CLUSTER_NAME}": name},
        "StringLike": {f"aws:RequestTag/{_POOL}": "*"},
    }
    own = {
        "StringEquals": {f"aws:ResourceTag/{owned}": "owned"},
        "StringLike": {f"aws:ResourceTag/{_POOL}": "*"},
    }
    return (
        kit.allow(
            "LaunchFrom",
            launch,
            [
                f"arn:aws:ec2:{scope.region}::image/*",
                f"arn:aws:ec2:{scope.region}::snapshot/*",
                *_ec2(scope, "capacity-reservation", "security-group", "subnet"),
            ],
        ),
        kit.allow("LaunchByOwnTemplate", launch, _ec2(scope, "launch-template"), Condition=own),
        kit.allow("LaunchTagged", [*launch, "ec2:CreateLaunchTemplate"], made, Condition=tagged),
        kit.allow(
            "TagWhatIsMade",
            ["ec2:CreateTags"],
            made,
            Condition={
                "StringEquals": {
                    **tagged["StringEquals"],
                    "ec2:CreateAction": ["CreateFleet", "CreateLaunchTemplate", "RunInstances"],
                },
                "StringLike": tagged["StringLike"],
            },
        ),
        kit.allow(
            "TagOwnNodes",
            ["ec2:CreateTags"],
            _ec2(scope, "instance"),
            Condition={
                **own,
                "StringEqualsIfExists": {f"aws:RequestTag/{_CLUSTER_NAME}": name},
                "ForAllValues:StringEquals": {"aws:TagKeys": ["Name", _CLUSTER_NAME, _CLAIM]},
            },
        ),
        kit.allow(
            "EndOwnNodes",
            ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"],
            _ec2(scope, "instance", "launch-template"),
            Condition=own,
        ),
    )


def _surroundings(scope: Scope) -> tuple[kit.Statement, ...]:
    through_ec2 = {"kms:ViaService": f"ec2.{scope.region}.amazonaws.com"}
    key = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": kit.platform_key_alias(scope.environment)}}
    keys = [f"arn:aws:kms:{scope.region}:{scope.account}:key/*"]
    profile = f"arn:aws:iam::{scope.account}:instance-profile/{kit.role_name(scope.environment, names.NODE_PURPOSE)}"
    return (
        kit.allow("See", _DESCRIBED, ["*"], Condition={"StringEquals": {"aws:RequestedRegion": scope.region}}),
        kit.allow("SeeImages", ["ssm:GetParameter"], [f"arn:aws:ssm:{scope.region}::parameter/aws/service/*"]),
        kit.allow("SeePrices", ["pricing:GetProducts"], ["*"]),
        kit.allow(
            "ReadInterruptions",
            ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
            [queue_arn(scope)],
        ),
        kit.allow(
            "GiveNodesTheirRole",
            ["iam:PassRole"],
            [kit.role_arn(scope.account, kit.role_name(scope.environment, names.NODE_PURPOSE))],
            Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        ),
        # It lists all profiles to clean up those it would have made, and IAM narrows a list by nothing.
        kit.allow("SeeProfiles", ["iam:ListInstanceProfiles"], ["*"]),
        kit.allow("SeeProfile", ["iam:GetInstanceProfile"], [profile]),
        kit.allow(
            "SeeCluster",
            ["eks:DescribeCluster"],
            [names.cluster_arn(scope.environment, scope.account, scope.region)],
        ),
        kit.allow(
            "EncryptVolumes",
            [
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ],
            keys,
            Condition={**key, "StringEquals": through_ec2},
        ),
        kit.allow(
            "AttachVolumes",
            ["kms:CreateGrant"],
            keys,
            Condition={**key, "StringEquals": through_ec2, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    )
