"""BackupVault: daily backups that nobody deletes early, with a copy in the recovery Region.

Guarantees: whatever carries the tag lz:backup=daily is backed up every day and copied to the second Region; both vaults
refuse a backup that would be kept for less than the promise, and its deletion before; the role that makes backups can
do nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import kit
from components.storage.key_policy import may_use_key
from components.storage.scope import Scope, Site
from config.vocabulary import DataClass

BACKUP_TAG = "lz:backup"
BACKUP_DAILY = "daily"

SCHEDULE = "cron(0 3 * * ? *)"
"""Every day at 03:00 UTC."""
START_WINDOW_MINUTES = 60
COMPLETION_WINDOW_MINUTES = 360


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupVaultArgs:
    """What the vaults need to know."""

    scope: Scope
    data_class: DataClass
    primary: Site
    recovery: Site
    days: int
    """How long every backup is kept, and the least the vaults accept."""

    @property
    def vault(self) -> str:
        """The vaults' name, the same in both Regions."""
        return kit.resource_name(self.scope.family, "vault")

    def vault_arn(self, site: Site) -> str:
        """The ARN of the vault on one side."""
        return f"arn:aws:backup:{site.region}:{self.scope.account}:backup-vault:{self.vault}"


def access_policy(break_glass: str) -> str:
    """Nobody but the break-glass role takes a backup out of the vault or shortens its life.

    AWS Backup's own expiry is no call of a principal and goes on.
    """
    return kit.policy_document(
        kit.deny(
            "NobodyDeletesBackups",
            ["backup:DeleteRecoveryPoint", "backup:DisassociateRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
            ["*"],
            Principal="*",
            Condition={"ArnNotEquals": {"aws:PrincipalArn": break_glass}},
        )
    )


def backup_policy(args: BackupVaultArgs) -> str:
    """What the backup role may do: back up the family's tables and copy into the family's vaults.

    The DynamoDB part of AWSBackupServiceRolePolicyForBackup, held to this family; tag:GetResources knows no resource.
    Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
    """
    account, region = args.scope.account, args.primary.region
    regions = [region, args.recovery.region]
    tables = f"arn:aws:dynamodb:{region}:{account}:table/{kit.resource_name(args.scope.family, '*')}"
    vaults = [args.vault_arn(args.primary), args.vault_arn(args.recovery)]
    points = [f"arn:aws:backup:{place}:{account}:recovery-point:*" for place in regions]
    return kit.policy_document(
        kit.allow("FindTagged", ["tag:GetResources"], ["*"]),
        kit.allow(
            "BackUpTables",
            [
                "dynamodb:CreateBackup",
                "dynamodb:DescribeTable",
                "dynamodb:ListTagsOfResource",
                "dynamodb:StartAwsBackupJob",
            ],
            [tables],
        ),
        kit.allow("ExpireBackups", ["dynamodb:DeleteBackup", "dynamodb:DescribeBackup"], [f"{tables}/backup/*"]),
        kit.allow("UseVaults", ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"], vaults),
        kit.allow("CopyBackups", ["backup:CopyFromBackupVault", "backup:TagResource"], [*points, *vaults]),
        may_use_key(
            "ReadTables",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            family=args.scope.family,
            account=account,
            data_class=args.data_class,
            regions=regions,
            service="dynamodb",
        ),
        kit.allow(
            "EncryptBackups",
            ["kms:CreateGrant", "kms:DescribeKey"],
            [f"arn:aws:kms:{place}:{account}:key/*" for place in regions],
            Condition={
                "BoolIfExists": {"kms:GrantIsForAWSResource": "true"},
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": kit.key_alias(args.scope.family, args.data_class)},
            },
        ),
    )


class BackupVault(pulumi.ComponentResource):
    """A locked vault, the vault its copies go to, and the daily plan."""

    vault: pulumi.Output[str]
    """The name, the same in both Regions; waits for the lock."""

    def __init__(self, name: str, args: BackupVaultArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("lz:storage:BackupVault", name, None, opts)
        self._args = args
        primary = self._vault(f"{name}-primary", args.primary)
        replica = self._vault(f"{name}-replica", args.recovery)
        role = aws.iam.Role(
            f"{name}-role",
            name=kit.role_name(args.scope.family, "backup"),
            description="AWS Backup backs up tables and copies the backups",
            assume_role_policy=kit.trust("backup.amazonaws.com", args.scope.account),
            permissions_boundary=args.scope.boundary,
            opts=kit.child(self),
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-role-policy", role=role.name, policy=backup_policy(args), opts=kit.child(self)
        )
        plan = aws.backup.Plan(
            f"{name}-plan",
            name=kit.resource_name(args.scope.family, BACKUP_DAILY),
            rules=[
                aws.backup.PlanRuleArgs(
                    rule_name=BACKUP_DAILY,
                    target_vault_name=primary.backup_vault_name,
                    schedule=SCHEDULE,
                    start_window=START_WINDOW_MINUTES,
                    completion_window=COMPLETION_WINDOW_MINUTES,
                    lifecycle=aws.backup.PlanRuleLifecycleArgs(delete_after=args.days),
                    copy_actions=[
                        aws.backup.PlanRuleCopyActionArgs(
                            destination_vault_arn=args.vault_arn(args.recovery),
                            lifecycle=aws.backup.PlanRuleCopyActionLifecycleArgs(delete_after=args.days),
                        )
                    ],
                )
            ],
            region=args.primary.region,
            opts=kit.child(self, depends_on=[replica]),
        )
        aws.backup.Selection(
            f"{name}-selection",
            name=BACKUP_DAILY,
            plan_id=plan.id,
            iam_role_arn=role.arn,
            selection_tags=[
                aws.backup.SelectionSelectionTagArgs(type="STRINGEQUALS", key=BACKUP_TAG, value=BACKUP_DAILY)
            ],
            region=args.primary.region,
            opts=kit.child(self, depends_on=[permissions]),
        )
        self.vault = primary.backup_vault_name
        self.register_outputs({"vault": self.vault})

    def _vault(self, name: str, site: Site) -> aws.backup.VaultLockConfiguration:
        vault = aws.backup.Vault(
            f"{name}-vault",
            name=self._args.vault,
            kms_key_arn=site.key_arn,
            region=site.region,
            tags={kit.DATA_CLASS_TAG: self._args.data_class.value},
            opts=kit.child(self),
        )
        aws.backup.VaultPolicy(
            f"{name}-policy",
            backup_vault_name=vault.name,
            policy=access_policy(self._args.scope.break_glass),
            region=site.region,
            opts=kit.child(self),
        )
        # Without changeableForDays the lock is one of governance: whoever IAM lets change a vault lock can lift it.
        return aws.backup.VaultLockConfiguration(
            f"{name}-lock",
            backup_vault_name=vault.name,
            min_retention_days=self._args.days,
            region=site.region,
            opts=kit.child(self),
        )
