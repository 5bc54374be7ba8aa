"""What proves recovery: backups that are restored for a test, and an experiment that stops by itself."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, RECOVERY_REGION, REGION, aws
from policies.rules.examples.data import BACKUPS, VAULT_NAME

TESTING_PLAN: Final = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
TESTING_SELECTION: Final = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
EXPERIMENT: Final = "aws:fis/experimentTemplate:ExperimentTemplate"


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
