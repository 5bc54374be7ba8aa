"""What the resources of an AI system say of it: the tags of its card, and how systems are found by them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from policies.classification import tag
from policies.value import Outcome
from policies.view import View

AGENT: Final = "aws:bedrock/agentAgent:AgentAgent"
AGENT_RUNTIME: Final = "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime"
ENDPOINT: Final = "aws:sagemaker/endpoint:Endpoint"
FLOW: Final = "aws:bedrock/agentFlow:AgentFlow"
THROUGHPUT: Final = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"

AI_TYPES: Final = (
    AGENT,
    FLOW,
    "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase",
    "aws:bedrock/agentPrompt:AgentPrompt",
    AGENT_RUNTIME,
    "aws:bedrock/agentcoreBrowser:AgentcoreBrowser",
    "aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter",
    "aws:bedrock/agentcoreGateway:AgentcoreGateway",
    "aws:bedrock/agentcoreMemory:AgentcoreMemory",
    "aws:bedrock/customModel:CustomModel",
    "aws:bedrock/guardrail:Guardrail",
    "aws:bedrock/inferenceProfile:InferenceProfile",
    THROUGHPUT,
    ENDPOINT,
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
    "aws:sagemaker/featureGroup:FeatureGroup",
    "aws:sagemaker/model:Model",
)
"""Types that are parts of one AI system: what answers, what it is asked through, what it knows, what bounds it."""

ANSWERING_TYPES: Final = (AGENT, FLOW, AGENT_RUNTIME, ENDPOINT)
"""Types that give answers."""

LIFECYCLE: Final = "lz:lifecycle"
STAGES: Final = frozenset({"development", "pilot", "production", "retiring"})
"""How far a system is: values of the tag lz:lifecycle."""

REVIEW_BY: Final = "lz:review-by"
"""The last day on which what was decided about a thing still holds: its risks, its purpose, its cost."""

COMMITMENT: Final = "lz:commitment"
"""The commitment that somebody agreed to, spelled as commitmentDuration is."""

ACTS_AS: Final = "lz:acts-as"
ASSESSMENT: Final = "lz:assessment"
DOCUMENTED: Final = "lz:documentation"
"""Of a system of tier high: what we are to it (Art. 3), and where what was weighed and written of it is."""
DISCLOSURE: Final = "lz:disclosure"
"""How people are told that they deal with an AI system."""
OVERSIGHT: Final = "lz:oversight"
"""What a thing is to the people who oversee a system: `review` on a queue that they work off."""

TIERS: Final = frozenset({"minimal", "limited", "high", "gpai"})
"""Tiers of Regulation (EU) 2024/1689 that may run, gpai for a general-purpose model (Art. 51); what Art. 5 prohibits
has none."""


def still_holds(view: View) -> Outcome:
    """Whether the resource says by when it is looked at again, and the day has not passed."""
    today = view.stack.today
    return tag(view, REVIEW_BY).must(lambda raw: _day(raw) >= today, f"{REVIEW_BY} is no day, or has passed")


def _day(raw: Any) -> date:
    """The day of a text such as 2027-06-30; the first of all days where it is none."""
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        return date.min
