"""Secrets where everybody reads them: told to a model, in an agent's environment, in what a machine starts by."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Final

from policies.paths import leaves
from policies.rule import Severity, resource_rule
from policies.rules.examples.agentcore import GATEWAY, HARNESS
from policies.rules.examples.agents import AGENT, AGENTS, COLLABORATOR, FLOW
from policies.rules.examples.ai_logs import AGENT_LOGS, AGENT_RUNTIME
from policies.rules.examples.build import changed
from policies.rules.examples.models import PROMPT
from policies.rules.examples.platform import NODES, TEMPLATE
from policies.secret_text import carries, reveals
from policies.value import Outcome, Value
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


_STARTED: Final[Mapping[str, tuple[str, ...]]] = {
    TEMPLATE: ("userData",),
    "aws:ec2/instance:Instance": ("userData", "userDataBase64"),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("userData", "userDataBase64"),
}
"""Type token to the properties that hold what a machine runs when it starts, as text or in base64."""


@resource_rule(
    id="LZ-EC2-009",
    title="No secret stands in what a machine starts by",
    severity=Severity.HIGH,
    types=tuple(_STARTED),
    control="K8S-17",
    why="The metadata of a machine tells user data to every process on it, and the console to whoever looks.",
    fix="Keep it in Secrets Manager, and let the machine fetch it with its own role.",
    good=NODES,
    bad=changed(NODES, "template", userData="export PGPASSWORD=correct-horse"),
    offending="template.userData",
)
def no_secret_in_user_data(machine: View) -> Iterator[Outcome]:
    for path in _STARTED[machine.type]:
        value = machine[path]
        yield value.outcome(~(reveals(value) | reveals(_decoded(value))), "tells every process a secret")


def _decoded(value: Value) -> Value:
    """The text that base64 stands for; the value itself where it stands for none."""
    if not isinstance(value.raw, str):
        return value
    try:
        return value.replaced(base64.b64decode(value.raw, validate=True).decode())
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return value
