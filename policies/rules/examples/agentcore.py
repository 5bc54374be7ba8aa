"""What AgentCore runs agents with."""

from __future__ import annotations

from typing import Final

GATEWAY: Final = "aws:bedrock/agentcoreGateway:AgentcoreGateway"
HARNESS: Final = "aws:bedrock/agentcoreHarness:AgentcoreHarness"
