"""An agent on Bedrock with its role, what it may do, and the function that does it; a flow of prompts."""

from __future__ import annotations

import json
from typing import Any, Final

from policies.rule import Example, Examples
from policies.rules.examples.build import ACCOUNT, REGION, ai, aws, document
from policies.rules.examples.custody import ROLE_POLICY, function_role
from policies.rules.examples.decisions import PERMISSION
from policies.rules.examples.inventory import entered
from policies.rules.examples.models import GUARDRAIL_ARN
from policies.rules.examples.storage import key_arn

AGENT: Final = "aws:bedrock/agentAgent:AgentAgent"
ACTIONS: Final = "aws:bedrock/agentAgentActionGroup:AgentAgentActionGroup"
COLLABORATOR: Final = "aws:bedrock/agentAgentCollaborator:AgentAgentCollaborator"
FLOW: Final = "aws:bedrock/agentFlow:AgentFlow"

GUARDED: Final = {"guardrailIdentifier": GUARDRAIL_ARN, "guardrailVersion": "3"}
TOOLS: Final = "lz-prod-support-tools"
_KEY: Final = key_arn(REGION, "operations")
_MODEL: Final = "eu.anthropic.claude-haiku-4-5-20251001-v1:0"
_INSTRUCTION: Final = "Answer questions about orders. Refund an order when its customer asks for it and confirms it."


def api(confirmation: str = "ENABLED", method: str = "post") -> str:
    """What an agent may do: read an order, and refund it (or do it by another method) after a confirmation."""
    refund = {"operationId": "refund", "description": "Refunds an order.", "x-requireConfirmation": confirmation}
    order = {"get": {"operationId": "order", "description": "Reads an order."}}
    return json.dumps({"openapi": "3.0.0", "paths": {"/order": order, "/refund": {method: refund}}})


def overridden(**changes: Any) -> list[dict[str, Any]]:
    """The prompt before the others, with changes."""
    prompt = {"promptType": "PRE_PROCESSING", "promptState": "ENABLED", "promptCreationMode": "DEFAULT", **changes}
    return [{"promptConfigurations": [prompt]}]


def reads(*actions: str) -> str:
    """A policy for actions on what the house has written for its agents."""
    written = "arn:aws:s3:::lz-prod-operations/agents/*"
    return document({"Effect": "Allow", "Action": list(actions), "Resource": written})


def agent(name: str, role: str) -> Example:
    """An agent, under the role that is called so."""
    return ai(
        AGENT,
        name,
        {"agentResourceRoleArn": role},
        agentName=f"lz-prod-{name}",
        foundationModel=_MODEL,
        instruction=_INSTRUCTION,
        guardrailConfigurations=[GUARDED],
        customerEncryptionKeyArn=_KEY,
        idleSessionTtlInSeconds=900,
        promptOverrideConfigurations=overridden(),
    )


AGENTS: Final[Examples] = entered(
    (
        *function_role("agent", "bedrock.amazonaws.com"),
        aws(ROLE_POLICY, "agent-policy", {"role": "agent"}, policy=reads("s3:GetObject")),
        agent("support", role="agent"),
        aws(
            ACTIONS,
            "orders",
            {"agentId": "support"},
            actionGroupName="orders",
            agentVersion="DRAFT",
            actionGroupExecutor={"lambda": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{TOOLS}"},
            apiSchema={"payload": api()},
        ),
        aws(
            ACTIONS,
            "asking",
            {"agentId": "support"},
            actionGroupName="asking",
            agentVersion="DRAFT",
            parentActionGroupSignature="AMAZON.UserInput",
        ),
        aws(
            PERMISSION,
            "orders-permission",
            {"sourceArn": "support"},
            action="lambda:InvokeFunction",
            function=TOOLS,
            principal="bedrock.amazonaws.com",
        ),
    )
)

TWO_AGENTS: Final[Examples] = entered(
    (
        *function_role("agent", "bedrock.amazonaws.com"),
        *function_role("orders-agent", "bedrock.amazonaws.com"),
        agent("support", role="agent"),
        agent("orders", role="orders-agent"),
    )
)


def answers(**changes: Any) -> dict[str, Any]:
    """A flow that looks something up and puts it into words, with changes to the node of the prompt."""
    written = {"modelId": _MODEL, "templateType": "TEXT", "templateConfiguration": {"text": {"text": "Sum up {{it}}."}}}
    prompt = {"sourceConfiguration": {"inline": written}, "guardrailConfiguration": GUARDED, **changes}
    found = {"knowledgeBaseId": "ABCDEFGHIJ", "modelId": _MODEL, "guardrailConfiguration": GUARDED}
    return {
        "nodes": [
            {"name": "look-up", "type": "KnowledgeBase", "configuration": {"knowledgeBase": found}},
            {
                "name": "sum-up",
                "type": "Prompt",
                "configuration": {"prompt": {key: said for key, said in prompt.items() if said is not None}},
            },
        ]
    }


FLOWS: Final[Examples] = entered(
    (
        ai(
            FLOW,
            "flow",
            name="lz-prod-support-answers",
            executionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-support-flow",
            customerEncryptionKeyArn=_KEY,
            definition=answers(),
        ),
    )
)
