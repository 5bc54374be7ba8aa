"""What the pipeline's roles may do: read the shape of things to preview, and shape them to apply.

Both shape and neither reads what is inside: objects, items, secrets and parameters are data, and a deploy needs none
of it. State and its key are granted by the policies of the state's own bucket and key, which stand outside the
environment.
"""

from __future__ import annotations

from collections.abc import Sequence

from components import kit
from components.identity import (
    decision_permissions,
    detection_permissions,
    entry_permissions,
    names,
    platform_permissions,
)
from config.vocabulary import DataClass

READ_ACTIONS = (
    "access-analyzer:Get*", "access-analyzer:List*",
    "application-autoscaling:Describe*", "application-autoscaling:ListTagsForResource",
    "arc-region-switch:Get*", "arc-region-switch:List*",
    "backup:Describe*", "backup:Get*", "backup:List*",
    "bedrock:Get*", "bedrock:ListTagsForResource",
    "budgets:ListTagsForResource", "budgets:ViewBudget",
    "cloudtrail:Describe*", "cloudtrail:Get*", "cloudtrail:List*",
    "cloudwatch:Describe*", "cloudwatch:ListTagsForResource",
    "dynamodb:Describe*", "dynamodb:ListTables", "dynamodb:ListTagsOfResource",
    "ec2:Describe*", "ec2:GetManagedPrefixListEntries",
    "events:Describe*", "events:List*",
    "fis:Get*", "fis:List*",
    "iam:Get*", "iam:List*",
    "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:List*",
    "logs:Describe*", "logs:ListTagsForResource",
    "route53:Get*", "route53:List*",
    "route53resolver:Get*", "route53resolver:List*",
    "s3:GetAccelerateConfiguration", "s3:GetBucket*", "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListAllMyBuckets", "s3:ListBucket",
    "sagemaker:Describe*", "sagemaker:ListTags",
    "sns:Get*", "sns:List*",
    "sts:GetCallerIdentity",
    "tag:GetResources",
    *entry_permissions.READ_ACTIONS,
    *platform_permissions.READ_ACTIONS,
)  # fmt: skip
"""The shape of everything the zone makes."""

_BUCKETS = (
    "s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:PutBucket*", "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration", "s3:PutReplicationConfiguration",
)  # fmt: skip

_TABLES = (
    "dynamodb:CreateTable", "dynamodb:CreateTableReplica", "dynamodb:DeleteTable", "dynamodb:DeleteTableReplica",
    "dynamodb:TagResource", "dynamodb:UntagResource", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTable",
    "dynamodb:UpdateTimeToLive",
)  # fmt: skip

_REPLICA_ITEMS = (
    "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query",
    "dynamodb:Scan", "dynamodb:UpdateItem",
)  # fmt: skip
"""What AWS asks of whoever makes a replica table, beside the right to make it:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2gt_IAM.html"""

_TOPICS = (
    "sns:CreateTopic", "sns:DeleteTopic", "sns:SetSubscriptionAttributes", "sns:SetTopicAttributes", "sns:Subscribe",
    "sns:TagResource", "sns:Unsubscribe", "sns:UntagResource",
)  # fmt: skip

_MODELS = (
    "sagemaker:AddTags", "sagemaker:CreateEndpoint*", "sagemaker:CreateModel", "sagemaker:CreateModelCard",
    "sagemaker:DeleteEndpoint*", "sagemaker:DeleteModel", "sagemaker:DeleteModelCard", "sagemaker:DeleteTags",
    "sagemaker:UpdateEndpoint", "sagemaker:UpdateModelCard",
)  # fmt: skip

_TRAILS = ("cloudtrail:AddTags", "cloudtrail:CreateTrail", "cloudtrail:RemoveTags", "cloudtrail:StartLogging")

_EVENTS = (
    "events:CreateEventBus", "events:DeleteEventBus", "events:DeleteRule", "events:PutRule", "events:PutTargets",
    "events:RemoveTargets", "events:TagResource", "events:UntagResource", "events:UpdateEventBus",
)  # fmt: skip

_LOG_GROUPS = (
    "logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteMetricFilter",
    "logs:PutMetricFilter", "logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource",
)  # fmt: skip

_UNNAMED = (
    "access-analyzer:CreateAnalyzer", "access-analyzer:DeleteAnalyzer", "access-analyzer:TagResource",
    "access-analyzer:UntagResource", "access-analyzer:UpdateAnalyzer",
    "application-autoscaling:DeleteScalingPolicy", "application-autoscaling:DeregisterScalableTarget",
    "application-autoscaling:PutScalingPolicy", "application-autoscaling:RegisterScalableTarget",
    "application-autoscaling:TagResource", "application-autoscaling:UntagResource",
    "arc-region-switch:CreatePlan", "arc-region-switch:DeletePlan", "arc-region-switch:TagResource",
    "arc-region-switch:UntagResource", "arc-region-switch:UpdatePlan",
    "backup-storage:MountCapsule",
    "backup:CreateBackup*", "backup:DeleteBackupPlan", "backup:DeleteBackupSelection", "backup:DeleteBackupVault",
    "backup:DeleteBackupVaultAccessPolicy", "backup:PutBackupVault*", "backup:TagResource", "backup:UntagResource",
    "backup:UpdateBackupPlan",
    "backup:CreateRestoreTesting*", "backup:DeleteRestoreTesting*", "backup:UpdateRestoreTesting*",
    "bedrock:CreateGuardrail*", "bedrock:CreateInferenceProfile", "bedrock:DeleteGuardrail",
    "bedrock:DeleteInferenceProfile", "bedrock:DeleteModelInvocationLoggingConfiguration",
    "bedrock:PutModelInvocationLoggingConfiguration", "bedrock:TagResource", "bedrock:UntagResource",
    "bedrock:UpdateGuardrail",
    "budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource",
    "cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource",
    "ec2:AllocateAddress", "ec2:Associate*", "ec2:AttachInternetGateway", "ec2:AuthorizeSecurityGroup*",
    "ec2:CreateFlowLogs", "ec2:CreateInternetGateway", "ec2:CreateNatGateway", "ec2:CreateRoute*",
    "ec2:CreateSecurityGroup", "ec2:CreateSubnet", "ec2:CreateTags", "ec2:CreateVpc", "ec2:CreateVpcEndpoint",
    "ec2:DeleteFlowLogs", "ec2:DeleteInternetGateway", "ec2:DeleteNatGateway", "ec2:DeleteRoute*",
    "ec2:DeleteSecurityGroup", "ec2:DeleteSubnet", "ec2:DeleteTags", "ec2:DeleteVpc", "ec2:DeleteVpcEndpoints",
    "ec2:DetachInternetGateway", "ec2:Disassociate*", "ec2:ModifySecurityGroupRules", "ec2:ModifySubnetAttribute",
    "ec2:ModifyVpcAttribute", "ec2:ModifyVpcBlockPublicAccessOptions", "ec2:ModifyVpcEndpoint", "ec2:ReleaseAddress",
    "ec2:ReplaceRoute*", "ec2:RevokeSecurityGroup*",
    "fis:CreateExperimentTemplate", "fis:DeleteExperimentTemplate", "fis:TagResource", "fis:UntagResource",
    "fis:UpdateExperimentTemplate",
    "kms:CreateAlias", "kms:CreateKey", "kms:DeleteAlias", "kms:EnableKeyRotation", "kms:PutKeyPolicy",
    "kms:ReplicateKey", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
    "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:GetLogDelivery", "logs:ListLogDeliveries",
    "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
    "route53:ChangeResourceRecordSets", "route53:ChangeTagsForResource", "route53:CreateHealthCheck",
    "route53:DeleteHealthCheck", "route53:UpdateHealthCheck",
    "route53resolver:AssociateFirewallRuleGroup", "route53resolver:AssociateResolverQueryLogConfig",
    "route53resolver:CreateFirewall*", "route53resolver:CreateResolverQueryLogConfig",
    "route53resolver:DeleteFirewall*", "route53resolver:DisassociateFirewallRuleGroup",
    "route53resolver:UpdateFirewall*",
    "route53resolver:DeleteResolverQueryLogConfig", "route53resolver:DisassociateResolverQueryLogConfig",
    "route53resolver:TagResource", "route53resolver:UntagResource",
)  # fmt: skip
"""Things whose ARN is made of an id that AWS gives, so that no name can narrow the right to make them."""

IDENTITY_ACTIONS = (
    "iam:AttachRolePolicy", "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:CreateRole", "iam:DeletePolicy",
    "iam:DeletePolicyVersion", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:TagPolicy", "iam:TagRole", "iam:UntagPolicy",
    "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
)  # fmt: skip
"""Roles and policies of the zone; the boundary sees to it that each new role carries it."""

PASSED_TO = (
    "arc-region-switch.amazonaws.com", "backup.amazonaws.com", "bedrock.amazonaws.com", "cloudtrail.amazonaws.com",
    "events.amazonaws.com", "fis.amazonaws.com", "s3.amazonaws.com", "sagemaker.amazonaws.com",
)  # fmt: skip
"""Services that a deploy hands a role to."""

SERVICE_LINKED = (
    "access-analyzer.amazonaws.com", "backup.amazonaws.com", "fis.amazonaws.com", "replication.dynamodb.amazonaws.com",
    "restore-testing.backup.amazonaws.com", "route53resolver.amazonaws.com",
    "sagemaker.application-autoscaling.amazonaws.com",
)  # fmt: skip
"""Services that make a role of their own on first use."""


def preview_document(family: str, account: str, record_buckets: Sequence[str]) -> str:
    """What a preview may do: see the shape of everything; and what it may never see, whoever grants it. JSON."""
    return kit.policy_document(
        # What a deploy sees of decisions and detection is in policies of their own.
        kit.allow(
            "ReadShape",
            (*READ_ACTIONS, *decision_permissions.READ_ACTIONS, *detection_permissions.READ_ACTIONS),
            ["*"],
        ),
        kit.allow("ReadInventory", ["ssm:GetParameter"], [decision_permissions.inventory(account)]),
        *_no_data(family, account, record_buckets),
        kit.deny(
            "NoItems",
            [
                "dynamodb:BatchGetItem",
                "dynamodb:ExportTableToPointInTime",
                "dynamodb:GetItem",
                "dynamodb:GetRecords",
                "dynamodb:PartiQLSelect",
                "dynamodb:Query",
                "dynamodb:Scan",
            ],
            ["*"],
        ),
    )


def apply_document(family: str, account: str, record_buckets: Sequence[str]) -> str:
    """What a deploy may do: shape the environment; secrets and decision records stay closed to it as well. JSON."""
    zone = f"{kit.PREFIX}-*"
    tables = [f"arn:aws:dynamodb:*:{account}:table/{zone}"]
    return kit.policy_document(
        kit.allow("ReadShape", READ_ACTIONS, ["*"]),
        kit.allow("Buckets", _BUCKETS, [kit.bucket_arn(zone)]),
        kit.allow("Tables", _TABLES, tables),
        kit.allow("ReplicaItems", _REPLICA_ITEMS, tables),
        kit.allow("Topics", _TOPICS, [f"arn:aws:sns:*:{account}:{zone}"]),
        kit.allow("Models", _MODELS, [f"arn:aws:sagemaker:*:{account}:*/{zone}"]),
        kit.allow("Trails", _TRAILS, [f"arn:aws:cloudtrail:*:{account}:trail/{zone}"]),
        kit.allow(
            "Events",
            _EVENTS,
            [f"arn:aws:events:*:{account}:event-bus/{zone}", f"arn:aws:events:*:{account}:rule/{zone}"],
        ),
        kit.allow(
            "LogGroups", _LOG_GROUPS, [f"arn:aws:logs:*:{account}:log-group:{group}" for group in kit.log_groups("*")]
        ),
        kit.allow("Unnamed", _UNNAMED, ["*"]),
        kit.allow(
            "GrantsToServices",
            ["kms:CreateGrant"],
            [f"arn:aws:kms:*:{account}:key/*"],
            Condition={"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
        kit.allow(
            "KeysOfGuardrailsAndCards",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            [f"arn:aws:kms:*:{account}:key/*"],
            # Bedrock encrypts a guardrail, SageMaker a model card, as whoever makes it:
            # https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-kms.html
            # https://docs.aws.amazon.com/sagemaker/latest/dg/model-cards-create.html
            Condition={"StringLike": {"kms:ViaService": ["bedrock.*.amazonaws.com", "sagemaker.*.amazonaws.com"]}},
        ),
        kit.allow("ZoneIdentities", IDENTITY_ACTIONS, [kit.policy_arn(account, zone), kit.role_arn(account, zone)]),
        kit.allow(
            "GithubTrust",
            ["iam:CreateOpenIDConnectProvider", "iam:DeleteOpenIDConnectProvider", "iam:TagOpenIDConnectProvider"],
            [names.github_arn(account)],
        ),
        kit.allow(
            "PassZoneRoles",
            ["iam:PassRole"],
            [kit.role_arn(account, zone)],
            Condition={"StringEquals": {"iam:PassedToService": list(PASSED_TO)}},
        ),
        kit.allow(
            "ServiceLinkedRoles",
            ["iam:CreateServiceLinkedRole"],
            [kit.role_arn(account, "aws-service-role/*")],
            Condition={"StringEquals": {"iam:AWSServiceName": list(SERVICE_LINKED)}},
        ),
        *_no_data(family, account, record_buckets),
    )


def _no_data(family: str, account: str, record_buckets: Sequence[str]) -> tuple[kit.Statement, ...]:
    return (
        kit.deny("NoSecrets", ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"], ["*"]),
        {
            "Sid": "NoParameters",
            "Effect": "Deny",
            "Action": ["ssm:GetParameter", "ssm:GetParameterHistory", "ssm:GetParameters", "ssm:GetParametersByPath"],
            # The inventory of AI systems is in plain text, for everybody to read.
            "NotResource": [decision_permissions.inventory(account)],
        },
        kit.deny(
            "NoDecisionKey",
            ["kms:Decrypt", "kms:ReEncryptFrom"],
            [f"arn:aws:kms:*:{account}:key/*"],
            Condition={
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": [kit.key_alias(family, DataClass.DECISIONS)]}
            },
        ),
        kit.deny(
            "NoRecords",
            ["s3:GetObject", "s3:GetObjectTorrent", "s3:GetObjectVersion", "s3:RestoreObject"],
            [f"{kit.bucket_arn(bucket)}/*" for bucket in record_buckets],
        ),
    )
