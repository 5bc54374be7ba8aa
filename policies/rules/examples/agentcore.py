"""What AgentCore runs agents with: a gateway to their tools and its policies, a browser, an interpreter, a memory."""

from __future__ import annotations

from typing import Any, Final

from policies.rule import Examples
from policies.rules.examples.build import ACCOUNT, REGION, ai, aws, document
from policies.rules.examples.storage import key_arn

AGENT_REGISTRY: Final = "aws:agentregistry/registry:Registry"
BROWSER: Final = "aws:bedrock/agentcoreBrowser:AgentcoreBrowser"
CEDAR: Final = "aws:bedrock/agentcorePolicy:AgentcorePolicy"
ENGINE: Final = "aws:bedrock/agentcorePolicyEngine:AgentcorePolicyEngine"
EVALUATOR: Final = "aws:bedrock/agentcoreEvaluator:AgentcoreEvaluator"
GATEWAY: Final = "aws:bedrock/agentcoreGateway:AgentcoreGateway"
HARNESS: Final = "aws:bedrock/agentcoreHarness:AgentcoreHarness"
INTERPRETER: Final = "aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter"
MEMORY: Final = "aws:bedrock/agentcoreMemory:AgentcoreMemory"
REGISTRY: Final = "aws:bedrock/agentcoreRegistry:AgentcoreRegistry"
RESOURCE_POLICY: Final = "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy"
TARGET: Final = "aws:bedrock/agentcoreGatewayTarget:AgentcoreGatewayTarget"
TOKEN_VAULT: Final = "aws:bedrock/agentcoreTokenVaultCmk:AgentcoreTokenVaultCmk"  # noqa: S105  a type

SERVER: Final = "https://knowledge-mcp.global.api.aws"
_KEY: Final = key_arn(REGION, "operations")
_AGENTCORE: Final = f"arn:aws:bedrock-agentcore:{REGION}:{ACCOUNT}"
_GATEWAY_ARN: Final = f"{_AGENTCORE}:gateway/lz-prod-support"
_VPC: Final = {"subnets": ["subnet-1", "subnet-2"], "securityGroups": ["sg-1"]}


_ORDER: Final = 'principal, action == AgentCore::Action::"Orders__order", resource'


def permit(scope: str = _ORDER, condition: str = "") -> str:
    """A permit in Cedar, for one tool."""
    return f"permit ({scope}){condition};"


def tokens(**changes: Any) -> dict[str, Any]:
    """An authorizer of tokens that were made for the gateway, with changes."""
    issuer = "https://login.example.com/.well-known/openid-configuration"
    return {"customJwtAuthorizer": {"discoveryUrl": issuer, "allowedAudiences": ["lz-prod-support"], **changes}}


def invoke(principal: Any) -> str:
    """A policy that lets somebody call the gateway."""
    action = "bedrock-agentcore:InvokeGateway"
    return document({"Effect": "Allow", "Principal": principal, "Action": action, "Resource": _GATEWAY_ARN})


def server(endpoint: str) -> dict[str, Any]:
    """A target that is an MCP server."""
    return {"mcp": {"mcpServer": {"endpoint": endpoint}}}


GATEWAYS: Final[Examples] = (
    ai(ENGINE, "engine", name="lz_prod_support", encryptionKeyArn=_KEY),
    aws(
        CEDAR,
        "orders-policy",
        {"policyEngineId": "engine"},
        name="orders",
        definition={"cedar": {"statement": permit()}},
        validationMode="FAIL_ON_ANY_FINDINGS",
    ),
    ai(
        GATEWAY,
        "gateway",
        name="lz-prod-support",
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-support-gateway",
        protocolType="MCP",
        authorizerType="CUSTOM_JWT",
        authorizerConfiguration=tokens(),
        kmsKeyArn=_KEY,
        policyEngineConfiguration={"arn": f"{_AGENTCORE}:policy-engine/lz_prod_support", "mode": "ENFORCE"},
    ),
    aws(
        TARGET,
        "documentation",
        {"gatewayIdentifier": "gateway"},
        name="documentation",
        targetConfiguration=server(SERVER),
        credentialProviderConfiguration={"gatewayIamRole": {"service": "bedrock-agentcore"}},
    ),
    aws(
        RESOURCE_POLICY,
        "gateway-policy",
        {"resourceArn": "gateway"},
        policy=invoke({"AWS": f"arn:aws:iam::{ACCOUNT}:role/lz-prod-support-agent"}),
    ),
)
"""A gateway to tools, and what decides which of them may be called."""

TOOLS: Final[Examples] = (
    ai(
        BROWSER,
        "browser",
        name="lz_prod_support",
        networkConfiguration={"networkMode": "VPC", "vpcConfig": _VPC},
        recording={
            "enabled": True,
            "s3Location": {"bucket": f"lz-prod-operations-{ACCOUNT}-{REGION}", "prefix": "browser/"},
        },
    ),
    ai(INTERPRETER, "interpreter", name="lz_prod_support", networkConfiguration={"networkMode": "SANDBOX"}),
    ai(MEMORY, "memory", name="lz_prod_support", eventExpiryDuration=30, encryptionKeyArn=_KEY),
    aws(TOKEN_VAULT, "vault", kmsConfiguration={"keyType": "CustomerManagedKey", "kmsKeyArn": _KEY}),
    aws(REGISTRY, "registry", name="lz-prod-agents", approvalConfigurations=[{"autoApproval": False}]),
)
"""What an agent works with and is kept in."""
