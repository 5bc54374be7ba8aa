"""An agent, and the delivery of what it writes down."""

from __future__ import annotations

from typing import Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, ai, aws

AGENT_RUNTIME: Final = "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime"
KNOWLEDGE_BASE: Final = "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase"
SOURCE: Final = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
DELIVERY: Final = "aws:cloudwatch/logDelivery:LogDelivery"

AGENT_LOGS: Final[Examples] = (
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
    aws(SOURCE, "agent-logs", {"resourceArn": "agent"}, name="lz-prod-support-agent", logType="APPLICATION_LOGS"),
    aws(
        DELIVERY,
        "agent-logs-delivery",
        {"deliverySourceName": "agent-logs"},
        deliveryDestinationArn=f"arn:aws:logs:{REGION}:{ACCOUNT}:delivery-destination:lz-prod-agents",
    ),
)
