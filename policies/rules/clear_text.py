"""Secrets where everybody reads them: in what a model is told, and in the environment of an agent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policies.paths import leaves
from policies.rule import Severity, resource_rule
from policies.rules.examples.agentcore import GATEWAY, HARNESS
from policies.rules.examples.agents import AGENT, AGENTS, COLLABORATOR, FLOW
from policies.rules.examples.ai_logs import AGENT_LOGS, AGENT_RUNTIME
from policies.rules.examples.build import changed
from policies.rules.examples.models import PROMPT
from policies.secret_text import carries, reveals
from policies.value import Outcome
from policies.verdict import Verdict
from policies.view import View

_TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    AGENT: ("instruction", "promptOverrideConfigurations[].promptConfigurations[].basePromptTemplate"),
    COLLABORATOR: ("collaborationInstruction",),
    FLOW: (
        "definition.nodes[].configuration.prompt.sourceConfiguration.inline.templateConfiguration",
        "definition.nodes[].configuration.inlineCode.code",
    ),
    GATEWAY: ("protocolConfiguration.mcp.instructions",),
    HARNESS: ("systemPrompts",),
    PROMPT: ("variants[].templateConfiguration",),
}
"""Type token to the paths of what a model is told; FLOW's code runs beside it, and is as readable."""

_VARIABLES: Final[Mapping[str, tuple[str, ...]]] = {
    AGENT_RUNTIME: ("environmentVariables",),
    HARNESS: ("environmentVariables", "tools[].config.remoteMcp.headers"),
}


@resource_rule(
    id="LZ-AG-009",
    title="No secret stands in what a model is told",
    severity=Severity.HIGH,
    types=tuple(_TOLD),
    control="AG-09",
    why="A model repeats its instructions to whoever asks cleverly; they stand in its log and in the state as well.",
    fix="Keep it in Secrets Manager, and let the tool that needs it fetch it with its own role.",
    good=AGENTS,
    bad=changed(AGENTS, "support", instruction="Ask the orders API with password=correct-horse for every order."),
    offending="support.instruction",
)
def no_secret_in_what_a_model_is_told(view: View) -> Iterator[Outcome]:
    for path in _TOLD[view.type]:
        for value in view.select(path):
            yield from (text.outcome(~reveals(text), "tells a model a secret") for text in leaves(value))


@resource_rule(
    id="LZ-AG-021",
    title="No secret stands in an agent's environment",
    severity=Severity.HIGH,
    types=tuple(_VARIABLES),
    control="AG-21",
    why="Whoever may look at the agent reads it, and so does the code that the agent writes and runs.",
    fix="Keep it in AgentCore Identity or Secrets Manager, and give the agent its ARN.",
    good=AGENT_LOGS,
    bad=changed(AGENT_LOGS, "agent", environmentVariables={"ORDERS_TOKEN": "correct-horse"}),
    offending="agent.environmentVariables.ORDERS_TOKEN",
)
def no_secret_in_an_agents_environment(view: View) -> Iterator[Outcome]:
    for path in _VARIABLES[view.type]:
        for variables in view.select(path):
            if variables.unknown:
                yield variables.outcome(Verdict.UNKNOWN, "may carry a secret as text")
            for name, value in variables.entries():
                yield value.outcome(~carries(name, value), "carries a secret as text")
