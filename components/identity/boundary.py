"""The permissions boundary: the ceiling of every role of the environment, whatever its own policies grant.

Guarantees, for whoever carries it: the boundary itself is neither changed nor left off a new role; the audit trail
keeps running; archived logs and decision records, and the keys that make them readable, are not destroyed; no
governance retention is bypassed; personal data in logs stays masked; nothing happens outside the allowed Regions, but
for the computing of models that a profile of the account routes within its geography (a rule holds which geographies);
no IAM user and no long-lived key comes into being. Only the break-glass role may destroy records, bypass retention or
unmask, and its use raises an alarm.

Neither the boundary nor the trail can be changed by those who carry the boundary: the deploy that first creates them,
and any that changes them, runs with an administrator's credentials.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import iam

from components import kit
from components.identity import names
from config.vocabulary import AccountId, EnvironmentName, RegionName

REGIONAL_SERVICES = (
    "access-analyzer", "acm", "apigateway", "application-autoscaling", "athena", "autoscaling", "backup",
    "backup-storage", "bedrock", "cloudtrail", "cloudwatch", "config", "dynamodb", "ec2", "ecr", "eks", "eks-auth",
    "elasticloadbalancing", "events", "execute-api", "firehose", "fis", "glue", "guardduty", "inspector2",
    "kinesis", "kms", "lambda", "logs", "resource-groups", "route53resolver", "s3", "sagemaker", "secretsmanager",
    "sns", "sqs", "ssm", "tag", "wafv2", "xray",
)  # fmt: skip
"""Services whose calls name a Region: the zone uses these, and only in the allowed Regions."""

GLOBAL_SERVICES = ("arc-region-switch", "budgets", "ce", "pricing", "route53", "sts")
"""Services whose calls always, or by default, go to us-east-1, so that a Region condition would close them."""

IAM_ACTIONS = (
    "AddClientIDToOpenIDConnectProvider", "AddRoleToInstanceProfile", "AttachRolePolicy", "CreateInstanceProfile",
    "CreateOpenIDConnectProvider", "CreatePolicy", "CreatePolicyVersion", "CreateRole", "CreateServiceLinkedRole",
    "DeleteAccountPasswordPolicy", "UpdateAccountPasswordPolicy",
    "DeleteInstanceProfile", "DeleteOpenIDConnectProvider", "DeletePolicy", "DeletePolicyVersion", "DeleteRole",
    "DeleteRolePolicy", "DeleteServiceLinkedRole", "DetachRolePolicy", "Get*", "List*", "PutRolePermissionsBoundary",
    "PutRolePolicy", "RemoveRoleFromInstanceProfile", "SetDefaultPolicyVersion", "SimulatePrincipalPolicy",
    "TagInstanceProfile",
    "TagOpenIDConnectProvider", "TagPolicy", "TagRole", "UntagInstanceProfile", "UntagOpenIDConnectProvider",
    "UntagPolicy", "UntagRole", "UpdateAssumeRolePolicy", "UpdateRole",
)  # fmt: skip
"""Roles, policies, the trust in GitHub and the policy of passwords: nothing about users or groups."""

PASSED_TO = (
    "apigateway.amazonaws.com", "arc-region-switch.amazonaws.com", "backup.amazonaws.com", "bedrock.amazonaws.com",
    "cloudtrail.amazonaws.com", "ec2.amazonaws.com", "ecr.amazonaws.com", "eks.amazonaws.com", "events.amazonaws.com",
    "firehose.amazonaws.com", "fis.amazonaws.com", "lambda.amazonaws.com", "pods.eks.amazonaws.com", "s3.amazonaws.com",
    "sagemaker.amazonaws.com",
)  # fmt: skip
"""Services that act for the zone with a role of the zone."""

RECORDS = "config.amazonaws.com"
"""The service that is handed its own service-linked role."""

_USER_ACTIONS = (
    "AddUserToGroup", "AttachGroupPolicy", "AttachUserPolicy", "CreateAccessKey", "CreateGroup", "CreateLoginProfile",
    "CreateServiceSpecificCredential", "CreateUser", "PutGroupPolicy", "PutUserPolicy", "UpdateLoginProfile",
    "UploadSSHPublicKey", "UploadSigningCertificate",
)  # fmt: skip


def _actions(service: str, *actions: str) -> list[str]:
    return [f"{service}:{action}" for action in actions]


@dataclass(frozen=True, kw_only=True, slots=True)
class BoundaryArgs:
    """What the ceiling protects."""

    environment: EnvironmentName
    """Whose roles carry it."""

    account: AccountId
    """The account."""

    regions: tuple[RegionName, ...]
    """The only Regions anything may happen in."""

    trails: tuple[str, ...]
    """Names of the CloudTrail trails that keep running."""

    record_buckets: tuple[str, ...]
    """Names of the buckets whose objects are evidence: the log archives and decision stores of both Regions."""

    record_key_aliases: tuple[str, ...]
    """Aliases of the keys without which the evidence cannot be read."""


def ceiling(account: str) -> tuple[kit.Statement, ...]:
    """The most that any role of the zone can be granted: the services it uses, and handing its own roles to them."""
    services = [f"{service}:*" for service in (*REGIONAL_SERVICES, *GLOBAL_SERVICES)] + _actions(
        "account", "DeleteAlternateContact", "GetAlternateContact", "PutAlternateContact"
    )
    return (
        kit.allow("Ceiling", services + _actions("iam", *IAM_ACTIONS), ["*"]),
        kit.allow(
            "CeilingOfPassedRoles",
            ["iam:PassRole"],
            # AWS Config records with a role of AWS's own.
            [kit.role_arn(account, f"{kit.PREFIX}-*"), kit.role_arn(account, f"aws-service-role/{RECORDS}/*")],
            Condition={"StringEquals": {"iam:PassedToService": [*PASSED_TO, RECORDS]}},
        ),
    )


def document(args: BoundaryArgs) -> str:
    """The boundary as a policy document, JSON."""
    boundary = names.boundary_arn(args.environment, args.account)
    emergency = {"ArnNotEquals": {"aws:PrincipalArn": names.break_glass_arn(args.environment, args.account)}}
    objects = [f"{kit.bucket_arn(bucket)}/*" for bucket in args.record_buckets]
    aliases = [f"arn:aws:kms:*:{args.account}:{alias}" for alias in args.record_key_aliases]
    keys = f"arn:aws:kms:*:{args.account}:key/*"
    outside = {"StringNotEquals": {"aws:RequestedRegion": sorted(args.regions)}}
    return kit.policy_document(
        *ceiling(args.account),
        kit.deny(
            "KeepBoundary",
            _actions("iam", "CreatePolicyVersion", "DeletePolicy", "DeletePolicyVersion", "SetDefaultPolicyVersion"),
            # Every environment's in the account, or one pipeline could lift the ceiling of another.
            [kit.policy_arn(args.account, kit.resource_name("*", "boundary"))],
        ),
        kit.deny("KeepBoundaryOnRoles", ["iam:DeleteRolePermissionsBoundary"], ["*"]),
        kit.deny(
            "BoundaryOnEveryRole",
            _actions("iam", "AttachRolePolicy", "CreateRole", "PutRolePermissionsBoundary", "PutRolePolicy"),
            ["*"],
            Condition={"StringNotEquals": {"iam:PermissionsBoundary": boundary}},
        ),
        kit.deny("NoUsersOrKeys", _actions("iam", *_USER_ACTIONS), ["*"]),
        kit.deny(
            "KeepTrail",
            _actions("cloudtrail", "DeleteTrail", "PutEventSelectors", "StopLogging", "UpdateTrail"),
            [f"arn:aws:cloudtrail:*:{args.account}:trail/{trail}" for trail in args.trails],
        ),
        kit.deny("KeepRecords", _actions("s3", "DeleteObject", "DeleteObjectVersion"), objects, Condition=emergency),
        kit.deny("KeepMasks", ["logs:Unmask"], ["*"], Condition=emergency),
        kit.deny("KeepRetention", ["s3:BypassGovernanceRetention"], ["*"], Condition=emergency),
        kit.deny(
            "KeepRecordKeys",
            _actions("kms", "DeleteImportedKeyMaterial", "DisableKey", "ScheduleKeyDeletion"),
            [keys],
            Condition={
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": sorted(args.record_key_aliases)},
                **emergency,
            },
        ),
        # A key without its alias would escape the statement above; AWS asks for the action on alias and key both.
        kit.deny("KeepRecordAliases", _actions("kms", "DeleteAlias", "UpdateAlias"), aliases, Condition=emergency),
        kit.deny(
            "StayInRegions",
            [f"{service}:*" for service in REGIONAL_SERVICES if service != "bedrock"],
            ["*"],
            Condition=outside,
        ),
        # A geography's profile computes in Regions where nothing of ours stands; it stores and logs nothing there.
        kit.deny(
            "StayInGeography",
            ["bedrock:*"],
            ["*"],
            Condition={
                **outside,
                "ArnNotLike": {
                    "bedrock:InferenceProfileArn": f"arn:aws:bedrock:*:{args.account}:application-inference-profile/*"
                },
            },
        ),
    )


class Boundary(pulumi.ComponentResource):
    """The managed policy that every role of the environment carries as its permissions boundary."""

    arn: pulumi.Output[str]
    """The boundary's ARN, once it exists; names.boundary_arn knows it before."""

    def __init__(self, name: str, args: BoundaryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:identity:Boundary", name, None, opts)
        policy = iam.Policy(
            f"{name}-policy",
            name=kit.resource_name(args.environment, "boundary"),
            description="The most that any role of this environment can do",
            policy=document(args),
            opts=kit.child(self),
        )

        self.arn = policy.arn
        self.register_outputs({"arn": self.arn})
