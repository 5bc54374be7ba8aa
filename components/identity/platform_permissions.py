"""What a deploy may do to the platform: the cluster and its nodes, reserved capacity, images, ways in to models.

A policy of its own, because IAM takes no more than 10,240 characters of inline policies a role. Everything it makes is
called lz-, but for what AWS names by an id.
"""

from __future__ import annotations

from components import kit

PASSED_TO = (
    "ec2.amazonaws.com", "ecr.amazonaws.com", "eks.amazonaws.com", "pods.eks.amazonaws.com",
)  # fmt: skip
"""Services that a deploy hands a role of the platform to."""

SERVICE_LINKED = (
    "autoscaling.amazonaws.com", "eks-nodegroup.amazonaws.com", "eks.amazonaws.com",
    "elasticloadbalancing.amazonaws.com", "inspector2.amazonaws.com", "replication.ecr.amazonaws.com",
    "spot.amazonaws.com",
)  # fmt: skip
"""Services that make a role of their own on first use."""

READ_ACTIONS = (
    "ecr:Describe*", "ecr:GetLifecyclePolicy", "ecr:GetRegistry*", "ecr:GetRepositoryPolicy", "ecr:ListTagsForResource",
    "eks:Describe*", "eks:List*",
    "elasticloadbalancing:Describe*",
    "events:Describe*", "events:List*",
    "inspector2:BatchGetAccountStatus",
    "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueue*",
)  # fmt: skip
"""The shape of what the platform makes; ecr:Get* would pull images."""

_CLUSTERS = (
    "eks:AssociateAccessPolicy", "eks:CreateAccessEntry", "eks:CreateAddon", "eks:CreateCluster",
    "eks:CreateNodegroup", "eks:CreatePodIdentityAssociation", "eks:DeleteAccessEntry", "eks:DeleteAddon",
    "eks:DeleteCluster", "eks:DeleteNodegroup", "eks:DeletePodIdentityAssociation", "eks:DisassociateAccessPolicy",
    "eks:TagResource", "eks:UntagResource", "eks:Update*",
)  # fmt: skip

_REPOSITORIES = (
    "ecr:CreateRepository", "ecr:DeleteLifecyclePolicy", "ecr:DeleteRepository*", "ecr:PutImageScanningConfiguration",
    "ecr:PutImageTagMutability", "ecr:PutLifecyclePolicy", "ecr:SetRepositoryPolicy", "ecr:TagResource",
    "ecr:UntagResource",
)  # fmt: skip

_BALANCERS = (
    "elasticloadbalancing:AddTags", "elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateLoadBalancer",
    "elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:DeleteListener",
    "elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing:DeleteTargetGroup",
    "elasticloadbalancing:ModifyListener*", "elasticloadbalancing:ModifyLoadBalancerAttributes",
    "elasticloadbalancing:ModifyTargetGroup*", "elasticloadbalancing:RemoveTags",
    "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets",
)  # fmt: skip

_UNNAMED = (
    "ec2:CancelCapacityReservation", "ec2:CreateCapacityReservation", "ec2:CreateLaunchTemplate*",
    "ec2:DeleteLaunchTemplate*", "ec2:ModifyCapacityReservation", "ec2:ModifyLaunchTemplate",
    "ecr:CreateRepositoryCreationTemplate", "ecr:DeleteRepositoryCreationTemplate",
    "ecr:PutRegistryScanningConfiguration", "ecr:PutReplicationConfiguration", "ecr:UpdateRepositoryCreationTemplate",
    "inspector2:Disable", "inspector2:Enable",
)  # fmt: skip
"""Things whose ARN is made of an id, and settings of a whole registry."""

_LOG_GROUP = (
    "logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:PutRetentionPolicy",
    "logs:TagResource", "logs:UntagResource",
)  # fmt: skip

_PROFILES = (
    "iam:AddRoleToInstanceProfile", "iam:CreateInstanceProfile", "iam:DeleteInstanceProfile",
    "iam:RemoveRoleFromInstanceProfile", "iam:TagInstanceProfile", "iam:UntagInstanceProfile",
)  # fmt: skip

_QUEUES = ("sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue")

_RULES = (
    "events:DeleteRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets", "events:TagResource",
    "events:UntagResource",
)  # fmt: skip


def apply_document(account: str) -> str:
    """What a deploy may do to the platform, JSON."""
    zone = f"{kit.PREFIX}-*"

    def named(service: str, *kinds: str) -> list[str]:
        return [f"arn:aws:{service}:*:{account}:{kind}" for kind in kinds]

    in_cluster = (f"{kind}/{zone}/*" for kind in ("access-entry", "addon", "nodegroup", "podidentityassociation"))
    balancers = (f"loadbalancer/net/{zone}", f"listener/net/{zone}", f"targetgroup/{zone}")
    return kit.policy_document(
        kit.allow("Clusters", _CLUSTERS, named("eks", f"cluster/{zone}", *in_cluster)),
        kit.allow("Repositories", _REPOSITORIES, named("ecr", f"repository/{zone}")),
        kit.allow("Balancers", _BALANCERS, named("elasticloadbalancing", *balancers)),
        kit.allow("Queues", _QUEUES, named("sqs", zone)),
        kit.allow("EventRules", _RULES, named("events", f"rule/{zone}")),
        kit.allow("ControlPlaneLog", _LOG_GROUP, named("logs", f"log-group:/aws/eks/{zone}")),
        kit.allow("PlatformUnnamed", _UNNAMED, ["*"]),
        # EKS asks whether whoever makes a node group could launch its template.
        kit.allow(
            "LaunchByTemplate",
            ["ec2:RunInstances"],
            ["*"],
            Condition={"ArnLike": {"ec2:LaunchTemplate": f"arn:aws:ec2:*:{account}:launch-template/*"}},
        ),
        kit.allow("Profiles", _PROFILES, [f"arn:aws:iam::{account}:instance-profile/{zone}"]),
        kit.allow(
            "PassPlatformRoles",
            ["iam:PassRole"],
            [kit.role_arn(account, zone)],
            Condition={"StringEquals": {"iam:PassedToService": list(PASSED_TO)}},
        ),
        kit.allow(
            "PlatformServiceLinkedRoles",
            ["iam:CreateServiceLinkedRole"],
            [kit.role_arn(account, "aws-service-role/*")],
            Condition={"StringEquals": {"iam:AWSServiceName": list(SERVICE_LINKED)}},
        ),
    )
