"""What proves recovery, and what does it: restored backups, an experiment that stops by itself, a switch of Regions."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, aws
from policies.rules.examples.data import BACKUPS, VAULT_NAME

TESTING_PLAN: Final = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
TESTING_SELECTION: Final = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
EXPERIMENT: Final = "aws:fis/experimentTemplate:ExperimentTemplate"
SWITCH: Final = "aws:arcregionswitch/plan:Plan"
RECORD: Final = "aws:route53/record:Record"
HEALTH_CHECK: Final = "aws:route53/healthCheck:HealthCheck"


def copies_in(*vaults: str) -> dict[str, Any]:
    """Which recovery points a test takes: the newest of these vaults."""
    return {"algorithm": "LATEST_WITHIN_WINDOW", "includeVaults": list(vaults), "recoveryPointTypes": ["SNAPSHOT"]}


TESTED: Final[Examples] = (
    *BACKUPS,
    aws(
        TESTING_PLAN,
        "testing",
        name="lz_prod_copies",
        region=RECOVERY_REGION,
        recoveryPointSelection=copies_in(f"arn:aws:backup:{RECOVERY_REGION}:{ACCOUNT}:backup-vault:{VAULT_NAME}"),
    ),
    aws(
        TESTING_SELECTION,
        "tables",
        restoreTestingPlanName="lz_prod_copies",
        protectedResourceType="DynamoDB",
        region=RECOVERY_REGION,
    ),
)

ISOLATED: Final[Examples] = (
    aws(
        EXPERIMENT,
        "isolation",
        stopConditions=[
            {
                "source": "aws:cloudwatch:alarm",
                "value": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:lz-prod-isolation-stop",
            }
        ],
        logConfiguration={"s3Configuration": {"bucketName": f"lz-prod-logs-{ACCOUNT}-{REGION}"}},
        targets=[
            {
                "name": "Subnets",
                "resourceType": "aws:ec2:subnet",
                "selectionMode": "ALL",
                "resourceTags": [{"key": "DisruptSubnet", "value": "Allowed"}],
            }
        ],
    ),
)

APPROVAL: Final[dict[str, Any]] = {
    "name": "approve",
    "executionBlockType": "ManualApproval",
    "executionApprovalConfigs": [{"approvalRole": f"arn:aws:iam::{ACCOUNT}:role/lz-prod-dr-switch-operator"}],
}
CALLERS: Final[dict[str, Any]] = {
    "name": "callers",
    "executionBlockType": "Route53HealthCheck",
    "route53HealthCheckConfigs": [{"hostedZoneId": "Z0123456789", "recordName": "region.prod.example.com"}],
}


def flow(region: str | None, *steps: dict[str, Any]) -> dict[str, Any]:
    """What a switch does to activate a Region; either one, where no Region is named."""
    named = {"workflowTargetRegion": region} if region else {}
    return {"workflowTargetAction": "activate", **named, "steps": list(steps)}


SWITCHED: Final[Examples] = (
    aws(
        SWITCH,
        "switch",
        name="lz-prod",
        recoveryApproach="activePassive",
        regions=[REGION, RECOVERY_REGION],
        workflows=[flow(region, APPROVAL, CALLERS) for region in (REGION, RECOVERY_REGION)],
        reportConfigurations=[
            {
                "reportOutputs": [
                    {"s3Configurations": [{"bucketPath": f"lz-prod-logs-{ACCOUNT}-{RECOVERY_REGION}/region-switch"}]}
                ]
            }
        ],
    ),
)


def half(name: str, region: str, kind: str) -> Example:
    """One of the two records of a name."""
    return aws(
        RECORD,
        name,
        zoneId="Z0123456789",
        name="assistant.prod.example.com",
        type="A",
        setIdentifier=region,
        healthCheckId=f"of-{region}",
        failoverRoutingPolicies=[{"type": kind}],
    )


HALVES: Final[Examples] = (half("first", REGION, "PRIMARY"), half("second", RECOVERY_REGION, "SECONDARY"))
