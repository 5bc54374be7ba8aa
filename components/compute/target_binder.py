"""What the AWS Load Balancer Controller may do here: put pods into the platform's target groups, and take them out.

Its own policy lets it make balancers and security groups from a Kubernetes object; here a balancer is made by the
platform, so that whoever may write an object in the cluster cannot open a way in. Its chart asks for no more when only
TargetGroupBindings are used (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/).
"""

from __future__ import annotations

from components import kit
from components.compute.pod_role import ServiceAccount
from components.compute.scope import Scope

CONTROLLER = ServiceAccount(namespace="kube-system", name="aws-load-balancer-controller")

_SEEN = (
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeInstances",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroupAttributes",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
)


def document(scope: Scope) -> str:
    """The controller's policy, JSON."""
    groups = f"arn:aws:elasticloadbalancing:{scope.region}:{scope.account}:targetgroup/{kit.PREFIX}-*/*"
    return kit.policy_document(
        kit.allow("See", _SEEN, ["*"], Condition={"StringEquals": {"aws:RequestedRegion": scope.region}}),
        kit.allow(
            "Bind",
            ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
            [groups],
            Condition={"StringEquals": {"aws:ResourceTag/lz:environment": scope.environment}},
        ),
    )
