"""Log groups and the trail."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, aws
from policies.rules.examples.storage import key_arn
from policies.rules.examples.watched import FOLLOWED, RECORDED, SETTLED, THREATS, TOLD
from policies.trails import TRAIL

LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
ANALYZER: Final = "aws:accessanalyzer/analyzer:Analyzer"
BUDGET: Final = "aws:budgets/budget:Budget"
MONITOR: Final = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
SUBSCRIPTION: Final = "aws:costexplorer/anomalySubscription:AnomalySubscription"


def data_events(resource_type: str) -> list[dict[str, Any]]:
    """Advanced event selectors for the data events of a CloudFormation resource type."""
    fields = {"eventCategory": "Data", "resources.type": resource_type}
    return [{"fieldSelectors": [{"field": field, "equals": [value]} for field, value in fields.items()]}]


LOGS: Final[Examples] = (
    aws(
        LOG_GROUP,
        "trail-logs",
        name="/lz/prod/trail",
        retentionInDays=400,
        kmsKeyId=key_arn(REGION, "security-logs"),
        tags={"lz:data-class": "security-logs"},
    ),
)

ACCOUNT_BASE: Final[Examples] = (
    *LOGS,
    aws(
        TRAIL,
        "trail",
        {"cloudWatchLogsGroupArn": "trail-logs"},
        name="lz-prod-trail",
        s3BucketName=f"lz-prod-security-logs-{ACCOUNT}-{REGION}",
        isMultiRegionTrail=True,
        enableLogFileValidation=True,
        includeGlobalServiceEvents=True,
        kmsKeyId=key_arn(REGION, "security-logs"),
        cloudWatchLogsRoleArn=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-trail",
        advancedEventSelectors=data_events("AWS::S3::Object"),
    ),
    aws(ANALYZER, "analyzer", type="ACCOUNT"),
    aws(
        BUDGET,
        "budget",
        budgetType="COST",
        timeUnit="MONTHLY",
        limitAmount="60000",
        limitUnit="USD",
        notifications=[
            {
                "comparisonOperator": "GREATER_THAN",
                "threshold": 80,
                "thresholdType": "PERCENTAGE",
                "notificationType": "ACTUAL",
                "subscriberEmailAddresses": ["platform@example.com"],
            }
        ],
    ),
    aws(MONITOR, "spending", monitorType="DIMENSIONAL", monitorDimension="SERVICE"),
    aws(
        SUBSCRIPTION,
        "spending-owner",
        {"monitorArnLists": "spending"},
        frequency="DAILY",
        subscribers=[{"type": "EMAIL", "address": "platform@example.com"}],
    ),
    *TOLD,
    *THREATS,
    *RECORDED,
    *SETTLED,
    *FOLLOWED,
)
"""What stands once in an account: the trail, and what belongs beside it."""
