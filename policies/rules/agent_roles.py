"""Whose hands an agent has: its role, the roles of its tools, and who else may work them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from policies.documents import ROLE
from policies.grants import grants
from policies.iam import Statement, any_term
from policies.identities import Identity
from policies.naming import Named, at_the_end, named, of_function
from policies.rule import Severity, graph_rule, resource_rule
from policies.rules.examples.agentcore import BROWSER, GATEWAY, HARNESS, INTERPRETER, TARGET
from policies.rules.examples.agents import ACTIONS, AGENT, AGENTS, FLOW, TWO_AGENTS, reads
from policies.rules.examples.ai_logs import AGENT_RUNTIME
from policies.rules.examples.build import ACCOUNT, REGION, changed
from policies.rules.examples.decisions import PERMISSION
from policies.rules.examples.objectives import FUNCTION
from policies.value import Outcome, one_of
from policies.verdict import Verdict, some
from policies.view import StackView, View

_AGENTS: Final[Mapping[str, str]] = {
    AGENT: "agentResourceRoleArn",
    AGENT_RUNTIME: "roleArn",
    HARNESS: "executionRoleArn",
}
"""Type token of an agent to the property that names its role."""

_ROLES: Final[Mapping[str, str]] = {
    **_AGENTS,
    BROWSER: "executionRoleArn",
    FLOW: "executionRoleArn",
    GATEWAY: "roleArn",
    INTERPRETER: "executionRoleArn",
}
"""The same, of what an agent acts through as well."""

_TOOLS: Final[Mapping[str, str]] = {
    ACTIONS: "actionGroupExecutor.lambda",
    TARGET: "targetConfiguration.mcp.lambda.lambdaArn",
}
"""Type token to the path of the function that does what an agent has chosen."""


def _role(view: View, prop: str) -> Named:
    return named(view, view[prop], ROLE, at_the_end)


def _function(view: View, path: str) -> Named:
    return named(view, view[path], FUNCTION, of_function)


@graph_rule(
    id="LZ-AG-002",
    title="No two agents have one role",
    severity=Severity.HIGH,
    types=tuple(_AGENTS),
    control="AG-02",
    why="What the one was talked into is done with the rights of the other, and no log can tell them apart.",
    fix="Make a role for each agent.",
    good=TWO_AGENTS,
    bad=changed(TWO_AGENTS, "orders", agentResourceRoleArn=f"arn:aws:iam::{ACCOUNT}:role/lz-prod-agent"),
    offending="orders.agentResourceRoleArn",
    decides=("agent.name",),
)
def agents_share_no_role(stack: StackView) -> Iterator[Outcome]:
    agents = [(view, _role(view, _AGENTS[view.type])) for view in stack.of_type(*_AGENTS)]
    for view, own in agents:
        shared = some(own.same(role) for other, role in agents if other.urn != view.urn)
        yield view[_AGENTS[view.type]].outcome(~shared, "has the role of another agent")


@graph_rule(
    id="LZ-AG-003",
    title="An agent and its tools may do what their roles name, and nothing else",
    severity=Severity.CRITICAL,
    types=tuple(_ROLES),
    control="AG-03",
    why="An agent does what a text tells it to: every action behind a star is one that somebody can talk it into.",
    fix="Write each action in full in the policies of its role, and attach none of AWS's policies for people.",
    good=AGENTS,
    bad=changed(AGENTS, "agent-policy", policy=reads("s3:*")),
    offending="agent-policy.policy",
)
def agents_may_do_what_is_named(stack: StackView) -> Iterator[Outcome]:
    acting = [(_role(view, _ROLES[view.type]), Verdict.PASS) for view in stack.of_type(*_ROLES)]
    acting += [(_role(function, "role"), tool) for function, tool in _tools(stack) if tool is not Verdict.FAIL]
    for who, held in grants(stack).holders.items():
        acts = some(surely & _identity(who).same(role) for role, surely in acting)
        if acts is not Verdict.FAIL:
            for outcome in chain.from_iterable(one.judge(_is_named, "may do more than it names") for one in held):
                yield Outcome(~acts | outcome.verdict, outcome.urn, outcome.path, outcome.message)


def _tools(stack: StackView) -> Iterator[tuple[View, Verdict]]:
    """The functions, and whether agents act through them."""
    called = [_function(view, _TOOLS[view.type]) for view in stack.of_type(*_TOOLS)]
    for function in stack.of_type(FUNCTION):
        name = function["name"]
        own = Named(frozenset({function.urn}), frozenset({str(name.raw)} if name.known else ()))
        yield function, some(own.same(one) for one in called)


def _identity(who: Identity) -> Named:
    urns = frozenset[str]() if who.role is None else frozenset({who.role.urn})
    return Named(urns, frozenset({at_the_end(who.arn)} if who.arn else ()), unsaid=not who.arn)


def _is_named(statement: Statement) -> Verdict:
    """The statement names every action it allows in full."""
    wide = any_term(statement.actions, lambda action: "*" in action or "?" in action)
    return ~(statement.allows & (wide | Verdict.of(bool(statement.not_actions))))


@resource_rule(
    id="LZ-AG-004",
    title="A tool of an agent is worked by that agent only",
    severity=Severity.HIGH,
    types=(PERMISSION,),
    control="AG-04",
    why="Bedrock calls for every agent there is: without the ARN of its own, another agent refunds our orders.",
    fix="Set source_arn to the ARN of the agent whose action group names the function.",
    good=AGENTS,
    bad=changed(AGENTS, "orders-permission", sourceArn=f"arn:aws:bedrock:{REGION}:{ACCOUNT}:agent/*"),
    offending="orders-permission.sourceArn",
    decides=("orders-permission.principal",),
)
def tool_is_worked_by_its_agent(permission: View) -> Iterator[Outcome]:
    source = permission["sourceArn"]
    caller, function = named(permission, source, AGENT, at_the_end), _function(permission, "function")
    linked = Verdict.of(source.unknown and permission.comes_from("sourceArn", AGENT))
    one = linked | source.holds(lambda raw: "agent/" in str(raw) and not set("*?").intersection(str(raw)))
    groups = [
        (_function(group, _TOOLS[ACTIONS]), named(group, group["agentId"], AGENT, at_the_end))
        for group in permission.stack.of_type(ACTIONS)
    ]
    used = some(function.same(tool) for tool, _ in groups)
    its_own = some(function.same(tool) & caller.same(agent) for tool, agent in groups)
    by_bedrock = permission["principal"].holds(one_of("bedrock.amazonaws.com"))
    yield source.outcome(~by_bedrock | one & (~used | its_own), "may be worked by other agents")
