"""A table and its replica, a locked vault and its plan, a topic and a queue, an alarm."""

from __future__ import annotations

from typing import Any, Final

from policies.replicas import BACKUP_PLAN, TABLE, VAULT
from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, aws, document
from policies.rules.examples.storage import key_arn

VAULT_LOCK: Final = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
TOPIC: Final = "aws:sns/topic:Topic"
QUEUE: Final = "aws:sqs/queue:Queue"
QUEUE_POLICY: Final = "aws:sqs/queuePolicy:QueuePolicy"
REDRIVE_ALLOW: Final = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"

VAULT_NAME: Final = "lz-prod-vault"
_OPERATIONS: Final = {"lz:data-class": "operations"}


def replicas_in(region: str) -> list[dict[str, Any]]:
    """The one replica of a table, recoverable and encrypted, in a Region."""
    key = key_arn(region, "operations")
    return [{"regionName": region, "pointInTimeRecovery": True, "kmsKeyArn": key, "deletionProtectionEnabled": True}]


TABLES: Final[Examples] = (
    aws(
        TABLE,
        "table",
        name="lz-prod-decisions",
        hashKey="id",
        pointInTimeRecovery={"enabled": True},
        serverSideEncryption={"enabled": True, "kmsKeyArn": key_arn(REGION, "operations")},
        deletionProtectionEnabled=True,
        replicas=replicas_in(RECOVERY_REGION),
        tags=_OPERATIONS,
    ),
)

BACKUPS: Final[Examples] = (
    aws(VAULT, "vault", name="lz-prod-vault", kmsKeyArn=key_arn(REGION, "operations"), tags=_OPERATIONS),
    aws(VAULT_LOCK, "vault-lock", backupVaultName="lz-prod-vault", minRetentionDays=35, maxRetentionDays=3650),
    aws(
        BACKUP_PLAN,
        "plan",
        rules=[
            {
                "ruleName": "daily",
                "targetVaultName": "lz-prod-vault",
                "copyActions": [
                    {"destinationVaultArn": f"arn:aws:backup:{RECOVERY_REGION}:{ACCOUNT}:backup-vault:lz-prod-vault"}
                ],
            }
        ],
    ),
)


def only_tls(arn: str) -> dict[str, Any]:
    """A statement that refuses plain HTTP to everyone."""
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    return {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": arn, "Condition": plain}


def send(principal: Any) -> str:
    """A queue policy that lets a principal send, over TLS."""
    allowed = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage", "Resource": "*"}
    return document(allowed, only_tls("*"))


MESSAGES: Final[Examples] = (
    aws(TOPIC, "topic", name="lz-prod-alarms", kmsMasterKeyId=key_arn(REGION, "operations")),
    aws(QUEUE, "queue", kmsMasterKeyId=key_arn(REGION, "operations")),
    aws(
        QUEUE_POLICY,
        "queue-policy",
        {"queueUrl": "queue"},
        policy=send({"AWS": f"arn:aws:iam::{ACCOUNT}:role/lz-prod-apply"}),
    ),
    aws(
        ALARM,
        "alarm",
        alarmDescription="late\nrunbook: docs/runbooks/replication-late.md",
        alarmActions=[f"arn:aws:sns:{REGION}:{ACCOUNT}:lz-prod-alarms"],
        comparisonOperator="GreaterThanThreshold",
        evaluationPeriods=1,
    ),
)
