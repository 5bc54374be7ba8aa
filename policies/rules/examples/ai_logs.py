"""An agent, the delivery of what it writes down, and its evaluation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, AI_TAGS, REGION, ai, aws
from policies.rules.examples.inventory import entered
from policies.rules.examples.logs import LOG_GROUP
from policies.rules.examples.storage import key_arn

AGENT_RUNTIME: Final = "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime"
SOURCE: Final = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
EVALUATION: Final = "aws:bedrock/agentcoreOnlineEvaluationConfig:AgentcoreOnlineEvaluationConfig"
MASKING: Final = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy"
DELIVERY: Final = "aws:cloudwatch/logDelivery:LogDelivery"


def asked_about(percentage: float) -> dict[str, Any]:
    """A rule of an evaluation that looks at so many of a hundred traces."""
    return {"samplingConfig": {"samplingPercentage": percentage}}


def delivered(name: str) -> Examples:
    """The delivery of what a resource of the stack writes down."""
    destination = f"arn:aws:logs:{REGION}:{ACCOUNT}:delivery-destination:lz-prod-agents"
    return (
        aws(SOURCE, f"{name}-logs", {"resourceArn": name}, name=f"lz-prod-support-{name}", logType="APPLICATION_LOGS"),
        aws(
            DELIVERY,
            f"{name}-logs-delivery",
            {"deliverySourceName": f"{name}-logs"},
            deliveryDestinationArn=destination,
        ),
    )


AGENT_LOGS: Final[Examples] = entered(
    (
        ai(
            AGENT_RUNTIME,
            "agent",
            agentRuntimeName="lz_prod_support",
            roleArn=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-support-agent",
            networkConfiguration={
                "networkMode": "VPC",
                "networkModeConfig": {"subnets": ["subnet-1", "subnet-2"], "securityGroups": ["sg-1"]},
            },
            environmentVariables={"ORDERS": "lz-prod-orders"},
        ),
        *delivered("agent"),
        ai(
            EVALUATION,
            "agent-evaluation",
            {"dataSourceConfig": "agent"},
            onlineEvaluationConfigName="lz_prod_support",
            enableOnCreate=True,
            evaluationExecutionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-support-evaluation",
            evaluators=[{"evaluatorId": "Builtin.GoalSuccessRate"}],
            rule=asked_about(10),
        ),
    )
)


def masking(operation: str = "Deidentify", says: Mapping[str, Any] = MappingProxyType({"MaskConfig": {}})) -> str:
    """A data protection policy with one operation over e-mail addresses, JSON."""
    kinds = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]
    statement = {"Sid": "mask", "DataIdentifier": kinds, "Operation": {operation: dict(says)}}
    return json.dumps({"Name": "personal-data", "Version": "2021-06-01", "Statement": [statement]})


MASKED: Final[Examples] = (
    aws(
        LOG_GROUP,
        "prompts",
        name="/lz/prod/systems/support-assistant",
        retentionInDays=400,
        kmsKeyId=key_arn(REGION, "operations"),
        tags=AI_TAGS,
    ),
    aws(MASKING, "prompts-masking", {"logGroupName": "prompts"}, policyDocument=masking()),
)
