"""A secret that is rotated, and a state machine that says what it did."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, ai, aws
from policies.rules.examples.storage import key_arn

SECRET: Final = "aws:secretsmanager/secret:Secret"  # noqa: S105  a type
ROTATION: Final = "aws:secretsmanager/secretRotation:SecretRotation"
STATE_MACHINE: Final = "aws:sfn/stateMachine:StateMachine"

SECRETS: Final[Examples] = (
    aws(SECRET, "partner", name="lz-prod-partner", kmsKeyId=key_arn(REGION, "operations")),
    aws(
        ROTATION,
        "partner-rotation",
        {"secretId": "partner"},
        rotationLambdaArn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:lz-prod-rotate-partner",
        rotationRules={"automaticallyAfterDays": 30},
    ),
)
"""A partner's secret."""


def recorded(**changes: Any) -> dict[str, Any]:
    """What a state machine logs, with changes."""
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/lz/prod/steps:*"
    return {"level": "ALL", "includeExecutionData": True, "logDestination": group, **changes}


STEPS: Final[Examples] = (
    ai(
        STATE_MACHINE,
        "steps",
        name="lz-prod-support-assistant-ingestion",
        loggingConfiguration=recorded(),
        tracingConfiguration={"enabled": True},
    ),
)
"""Steps that prepare what an assistant knows."""
