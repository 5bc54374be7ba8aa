"""AWS Backup vaults, locks, plans and selections."""

from __future__ import annotations

from engine.standin.row import Call, Row, Tagging

_GONE = ("ResourceNotFoundException",)
_VAULT = {"BackupVaultName": "$id"}
_LIFECYCLE = {"coldStorageAfter": "MoveToColdStorageAfterDays", "deleteAfter": "DeleteAfterDays"}


def _tagging(member: str, by: str) -> Tagging:
    return Tagging(
        at_create=member,
        put="TagResource",
        drop="UntagResource",
        target="ResourceArn",
        by=by,
        keys="TagKeyList",
        listed="ListTags",
    )


VAULT = Row(
    type="aws:backup/vault:Vault",
    service="backup",
    create=Call(
        operation="CreateBackupVault",
        carries=None,
        rename={"name": "BackupVaultName", "kmsKeyArn": "EncryptionKeyArn"},
    ),
    id_format="{name}",
    read=Call(operation="DescribeBackupVault", takes=_VAULT),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteBackupVault", takes=_VAULT),),
    outputs={"arn": "BackupVaultArn", "recoveryPoints": "NumberOfRecoveryPoints", "kmsKeyArn": "EncryptionKeyArn"},
    observed={"name": "BackupVaultName", "kmsKeyArn": "EncryptionKeyArn"},
    replace=("name", "kmsKeyArn"),
    name="name",
    name_limit=50,
    provider_only=("forceDestroy",),
    tagging=_tagging("BackupVaultTags", "arn:aws:backup:{region}:{account}:backup-vault:{id}"),
    listing=(Call(operation="ListBackupVaults"), "BackupVaultList[].BackupVaultName"),
)

VAULT_LOCK = Row(
    type="aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    service="backup",
    create=Call(operation="PutBackupVaultLockConfiguration", carries=None),
    put=True,
    id_format="{backupVaultName}",
    read=Call(operation="DescribeBackupVault", takes=_VAULT),
    entity="Locked && @",
    absent=_GONE,
    delete=(Call(operation="DeleteBackupVaultLockConfiguration", takes=_VAULT),),
    outputs={"backupVaultArn": "BackupVaultArn"},
    observed={
        "backupVaultName": "BackupVaultName",
        "minRetentionDays": "MinRetentionDays",
        "maxRetentionDays": "MaxRetentionDays",
    },
    replace=("backupVaultName", "changeableForDays"),
)

VAULT_POLICY = Row(
    type="aws:backup/vaultPolicy:VaultPolicy",
    service="backup",
    create=Call(operation="PutBackupVaultAccessPolicy", carries=None),
    put=True,
    id_format="{backupVaultName}",
    built={"backupVaultArn": "arn:aws:backup:{region}:{account}:backup-vault:{backupVaultName}"},
    replace=("backupVaultName",),
    state_only="moto has no PutBackupVaultAccessPolicy",
)

PLAN = Row(
    type="aws:backup/plan:Plan",
    service="backup",
    create=Call(
        operation="CreateBackupPlan",
        carries=None,
        into="BackupPlan",
        rename={
            "name": "BackupPlanName",
            "rules.targetVaultName": "TargetBackupVaultName",
            "rules.targetLogicallyAirGappedBackupVaultArn": "TargetLogicallyAirGappedBackupVaultArn",
            "rules.schedule": "ScheduleExpression",
            "rules.startWindow": "StartWindowMinutes",
            "rules.completionWindow": "CompletionWindowMinutes",
            "rules.copyActions.destinationVaultArn": "DestinationBackupVaultArn",
            **{f"rules.lifecycle.{prop}": member for prop, member in _LIFECYCLE.items()},
            **{f"rules.copyActions.lifecycle.{prop}": member for prop, member in _LIFECYCLE.items()},
        },
    ),
    id="BackupPlanId",
    read=Call(operation="GetBackupPlan", takes={"BackupPlanId": "$id"}),
    # A deleted plan can still be read, with the date of its deletion.
    entity="!DeletionDate && @",
    absent=_GONE,
    delete=(Call(operation="DeleteBackupPlan", takes={"BackupPlanId": "$id"}),),
    outputs={"arn": "BackupPlanArn", "version": "VersionId"},
    observed={"name": "BackupPlan.BackupPlanName"},
    replace=(),
    name="name",
    kept_changes=dict.fromkeys(
        ("name", "rules", "advancedBackupSettings", "scanSettings"), "moto has no UpdateBackupPlan"
    ),
    tagging=_tagging("BackupPlanTags", "arn:aws:backup:{region}:{account}:backup-plan:{id}"),
    listing=(Call(operation="ListBackupPlans"), "BackupPlansList[].BackupPlanId"),
)

SELECTION = Row(
    type="aws:backup/selection:Selection",
    service="backup",
    create=Call(
        operation="CreateBackupSelection",
        carries=None,
        into="BackupSelection",
        takes={"BackupPlanId": "planId"},
        rename={
            "name": "SelectionName",
            "selectionTags": "ListOfTags",
            **{
                f"conditions.{test}.{part}": f"Condition{part.capitalize()}"
                for test in ("stringEquals", "stringLikes", "stringNotEquals", "stringNotLikes")
                for part in ("key", "value")
            },
        },
    ),
    replace=("name", "planId", "iamRoleArn", "resources", "notResources", "selectionTags", "conditions"),
    name="name",
    name_limit=50,
    state_only="moto has no CreateBackupSelection",
)

RESTORE_TESTING_PLAN = Row(
    type="aws:backup/restoreTestingPlan:RestoreTestingPlan",
    service="backup",
    create=Call(
        operation="CreateRestoreTestingPlan",
        carries=None,
        into="RestoreTestingPlan",
        rename={"name": "RestoreTestingPlanName"},
    ),
    id_format="{name}",
    built={"arn": "arn:aws:backup:{region}:{account}:restore-testing-plan:{name}"},
    replace=("name",),
    name="name",
    name_limit=50,
    state_only="moto has no CreateRestoreTestingPlan",
)

RESTORE_TESTING_SELECTION = Row(
    type="aws:backup/restoreTestingSelection:RestoreTestingSelection",
    service="backup",
    create=Call(
        operation="CreateRestoreTestingSelection",
        carries=None,
        into="RestoreTestingSelection",
        takes={"RestoreTestingPlanName": "restoreTestingPlanName"},
        rename={"name": "RestoreTestingSelectionName"},
    ),
    id_format="{name}:{restoreTestingPlanName}",
    replace=("name", "protectedResourceType", "restoreTestingPlanName"),
    name="name",
    name_limit=50,
    state_only="moto has no CreateRestoreTestingSelection",
)

ROWS = (VAULT, VAULT_LOCK, VAULT_POLICY, PLAN, SELECTION, RESTORE_TESTING_PLAN, RESTORE_TESTING_SELECTION)
