"""RestoreTesting: every week the newest copy of each backup is restored in the recovery Region, timed, and thrown away.

Guarantees: what is tested is the copy that a lost Region leaves, in the vault that is left; a restored table is under
the customer key of its data class; the role that restores can write to restored tables only, never to one that serves.

It proves that a copy can be restored, and how long that took. Whether the content is right nobody asks yet.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi_aws import backup, iam

from components import kit
from config.vocabulary import AccountId, DataClass, EnvironmentName, RegionName

SCHEDULE = "cron(0 12 ? * MON *)"
"""Mondays at noon UTC: the backup of 03:00 has had its hour to start, six to end, and time to be copied."""

START_WINDOW_HOURS = 8
VALIDATION_WINDOW_HOURS = 4
"""How long a restored table stands before AWS Backup deletes it."""

SELECTION_WINDOW_DAYS = 7
"""How old the newest copy may be for a test to begin; an older one means that backups have stopped."""

RESTORED = "awsbackup-restore-test-*"
"""How AWS Backup calls what it restores for a test:
https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html, read 2026-11-25"""


@dataclass(frozen=True, kw_only=True, slots=True)
class RestoreTestingArgs:
    """Which copies are tested."""

    family: EnvironmentName
    """The environment whose name the vault carries."""

    account: AccountId
    region: RegionName
    """The Region of the copies."""

    vault: str
    """Name of the vault the copies go to."""

    data_class: DataClass
    """The class of what is backed up."""

    key_arn: pulumi.Input[str]
    """The class's key in the Region of the copies."""

    boundary: pulumi.Input[str]
    """ARN of the permissions boundary."""

    @property
    def name(self) -> str:
        """The plan's name, which AWS Backup spells without hyphens."""
        return kit.resource_name(self.family, "copies").replace("-", "_")

    @property
    def vault_arn(self) -> str:
        """The vault the copies go to, known before it exists."""
        return f"arn:aws:backup:{self.region}:{self.account}:backup-vault:{self.vault}"


def restore_policy(args: RestoreTestingArgs) -> str:
    """What the role may do: read the family's copies, and make and fill tables that carry a test's name.

    The DynamoDB part of AWSBackupServiceRolePolicyForRestores, held to tests.
    Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html
    """
    tables = f"arn:aws:dynamodb:{args.region}:{args.account}:table"
    keys = [f"arn:aws:kms:{args.region}:{args.account}:key/*"]
    alias = {"kms:ResourceAliases": kit.key_alias(args.family, args.data_class)}
    return kit.policy_document(
        kit.allow(
            "FillRestoredTables",
            [
                "dynamodb:BatchWriteItem",
                "dynamodb:DeleteItem",
                "dynamodb:DescribeTable",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:Query",
                "dynamodb:RestoreTableFromAwsBackup",
                "dynamodb:RestoreTableFromBackup",
                "dynamodb:Scan",
                "dynamodb:UpdateItem",
            ],
            [f"{tables}/{RESTORED}"],
        ),
        kit.allow(
            "RestoreCopies",
            ["dynamodb:RestoreTableFromBackup"],
            [f"{tables}/{kit.resource_name(args.family, '*')}/backup/*"],
        ),
        kit.allow(
            "ReadCopies",
            ["backup:DescribeRecoveryPoint", "backup:GetRecoveryPointRestoreMetadata"],
            [f"arn:aws:backup:{args.region}:{args.account}:recovery-point:*"],
        ),
        kit.allow(
            "UseKey",
            [
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ],
            keys,
            Condition={
                "ForAnyValue:StringEquals": alias,
                "StringEquals": {
                    "kms:ViaService": [f"{service}.{args.region}.amazonaws.com" for service in ("backup", "dynamodb")]
                },
            },
        ),
        kit.allow(
            "GrantKey",
            ["kms:CreateGrant"],
            keys,
            Condition={"Bool": {"kms:GrantIsForAWSResource": "true"}, "ForAnyValue:StringEquals": alias},
        ),
    )


class RestoreTesting(pulumi.ComponentResource):
    """The weekly plan, what it restores, and the role it does that with."""

    plan: pulumi.Output[str]
    """The plan's name, once something is selected."""

    def __init__(self, name: str, args: RestoreTestingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:recovery:RestoreTesting", name, None, opts)
        role = iam.Role(
            f"{name}-role",
            name=kit.role_name(args.family, "restore-testing"),
            description="AWS Backup restores copies for a test, and nothing else",
            assume_role_policy=kit.trust("backup.amazonaws.com", args.account),
            permissions_boundary=args.boundary,
            opts=kit.child(self),
        )
        permissions = iam.RolePolicy(
            f"{name}-role-policy", role=role.name, policy=restore_policy(args), opts=kit.child(self)
        )
        plan = backup.RestoreTestingPlan(
            f"{name}-plan",
            name=args.name,
            schedule_expression=SCHEDULE,
            start_window_hours=START_WINDOW_HOURS,
            recovery_point_selection=backup.RestoreTestingPlanRecoveryPointSelectionArgs(
                algorithm="LATEST_WITHIN_WINDOW",
                include_vaults=[args.vault_arn],
                recovery_point_types=["SNAPSHOT"],
                selection_window_days=SELECTION_WINDOW_DAYS,
            ),
            region=args.region,
            opts=kit.child(self),
        )
        selection = backup.RestoreTestingSelection(
            f"{name}-tables",
            name="tables",
            restore_testing_plan_name=plan.name,
            protected_resource_type="DynamoDB",
            protected_resource_arns=["*"],
            iam_role_arn=role.arn,
            restore_metadata_overrides={"encryptionType": "KMS", "kmsMasterKeyArn": args.key_arn},
            validation_window_hours=VALIDATION_WINDOW_HOURS,
            region=args.region,
            opts=kit.child(self, depends_on=[permissions]),
        )
        self.plan = selection.restore_testing_plan_name
        self.register_outputs({"plan": self.plan})
