"""PlatformKey: the key of what stands in one Region only: cluster secrets, volumes, logs, settings of functions.

Guarantees: yearly rotation; thirty days to change one's mind about a deletion; used by roles of this account, and by
two AWS services only: CloudWatch Logs for log groups, and EC2 Auto Scaling for volumes of node groups.

A key of its own, in one Region: nothing under it is replicated, so a copy elsewhere would open nothing; the environment
that stands by has its own, and needs nobody else's to stand up.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.compute import names
from config.vocabulary import AccountId, DataClass, EnvironmentName, RegionName

ROTATION_DAYS = 365
DELETION_WINDOW_DAYS = 30
"""The longest AWS KMS offers."""

_USE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")


@dataclass(frozen=True, kw_only=True, slots=True)
class PlatformKeyArgs:
    """Whose key it is."""

    environment: EnvironmentName
    family: EnvironmentName
    """Whose names log groups carry: the environment's own, or that of the one it stands by for."""
    account: AccountId
    region: RegionName


def policy(args: PlatformKeyArgs) -> str:
    """The key's policy, JSON.

    EC2 Auto Scaling launches the nodes of a node group with a role of its own, which a deploy makes on first use: KMS
    refuses a policy whose principal does not exist, so the condition names it.
    Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
    """
    role = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
    launcher = {"aws:PrincipalArn": kit.role_arn(args.account, role)}
    return kit.policy_document(
        # Without the account's root nobody could ever change the key again, and IAM policies would not count.
        kit.allow("EnableIamPolicies", ["kms:*"], ["*"], Principal={"AWS": f"arn:aws:iam::{args.account}:root"}),
        *kit.log_groups_use_key(
            args.account, args.region, [names.cluster_log_group(args.environment), *kit.log_groups(args.family)]
        ),
        kit.allow("NodeGroupsEncrypt", _USE, ["*"], Principal={"AWS": "*"}, Condition={"StringEquals": launcher}),
        kit.allow(
            "NodeGroupsAttachVolumes",
            ["kms:CreateGrant"],
            ["*"],
            Principal={"AWS": "*"},
            Condition={"StringEquals": launcher, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    )


class PlatformKey(pulumi.ComponentResource):
    """A customer key and its alias."""

    arn: pulumi.Output[str]
    """The key's ARN; waits for the alias."""

    def __init__(self, name: str, args: PlatformKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:compute:PlatformKey", name, None, opts)
        key = aws.kms.Key(
            f"{name}-key",
            description=f"{args.environment}: what stands in {args.region} only",
            enable_key_rotation=True,
            rotation_period_in_days=ROTATION_DAYS,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            policy=policy(args),
            tags={kit.DATA_CLASS_TAG: str(DataClass.OPERATIONS)},
            opts=kit.child(self),
        )
        alias = aws.kms.Alias(
            f"{name}-alias",
            name=kit.platform_key_alias(args.environment),
            target_key_id=key.key_id,
            opts=kit.child(self),
        )

        self.arn = pulumi.Output.all(key.arn, alias.name).apply(lambda known: str(known[0]))
        self.register_outputs({"arn": self.arn})
