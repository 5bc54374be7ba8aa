"""What the rules about the roles of agents say of cases beyond their examples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.documents import ATTACHMENTS
from policies.rule import Example, Examples
from policies.rules.examples.agentcore import BROWSER, GATEWAY, HARNESS, INTERPRETER, TARGET
from policies.rules.examples.agents import ACTIONS, AGENT, AGENTS, FLOW, TOOLS, TWO_AGENTS, agent, reads
from policies.rules.examples.ai_logs import AGENT_RUNTIME
from policies.rules.examples.build import ACCOUNT, REGION, aws, changed, document, linked
from policies.rules.examples.custody import ROLE_POLICY, function_role
from policies.rules.examples.decisions import PERMISSION
from policies.rules.examples.objectives import FUNCTION
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/lz-prod-agent"
FUNCTION_ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{TOOLS}"

PROPERTIES = {
    AGENT: "agentResourceRoleArn",
    AGENT_RUNTIME: "roleArn",
    HARNESS: "executionRoleArn",
    BROWSER: "executionRoleArn",
    FLOW: "executionRoleArn",
    GATEWAY: "roleArn",
    INTERPRETER: "executionRoleArn",
}


def one(type_: str, name: str, role: Any) -> Example:
    return aws(type_, name, **{PROPERTIES[type_]: role})


@pytest.mark.parametrize("type_", [AGENT, AGENT_RUNTIME, HARNESS])
@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ((ROLE_ARN, ROLE_ARN), FAIL),
        ((ROLE_ARN, f"{ROLE_ARN}-2"), PASS),
        ((ROLE_ARN, UNKNOWN), UNSAID),
        ((UNKNOWN, UNKNOWN), UNSAID),
        ((ROLE_ARN, None), PASS),
    ],
)
def test_agents_of_every_kind_share_no_role(type_: str, roles: Any, expected: Verdict) -> None:
    """A runtime and an agent on Bedrock are two agents too."""
    assert expected is said("LZ-AG-002", (one(AGENT_RUNTIME, "first", roles[0]), one(type_, "second", roles[1])))


def test_a_shared_role_is_found_by_its_edge() -> None:
    """Before it has an ARN; of two roles one is not the other, whatever they are called."""
    unnamed = changed(changed(TWO_AGENTS, "agent", name=None), "orders-agent", name=None)

    assert FAIL is said("LZ-AG-002", linked(unnamed, "orders", agentResourceRoleArn="agent"))
    assert PASS is said("LZ-AG-002", unnamed)
    assert PASS is said("LZ-AG-002", (agent("support", role="agent"), *function_role("agent")))


def test_a_browser_may_have_the_role_of_an_agent() -> None:
    """It is a hand of the agent and not another one."""
    assert PASS is said("LZ-AG-002", (one(AGENT, "agent", ROLE_ARN), one(BROWSER, "browser", ROLE_ARN)))


def policy(*actions: str) -> Example:
    return aws(ROLE_POLICY, "policy", {"role": "agent"}, policy=reads(*actions))


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (("s3:GetObject", "s3:PutObject"), PASS),
        (("s3:GetObject", "s3:Get*"), FAIL),
        (("s3:GetObjec?",), FAIL),
        (("*",), FAIL),
    ],
)
@pytest.mark.parametrize("type_", PROPERTIES)
def test_whatever_an_agent_acts_through_names_its_actions(type_: str, actions: Any, expected: Verdict) -> None:
    """By the ARN of its role, and by its edge."""
    role = function_role("agent")
    edge = aws(type_, "acting", {PROPERTIES[type_]: "agent"})

    assert expected is said("LZ-AG-003", (*role, policy(*actions), one(type_, "acting", ROLE_ARN)))
    assert expected is said("LZ-AG-003", (*role, policy(*actions), edge))
    assert PASS is said("LZ-AG-003", (*role, policy(*actions), one(type_, "acting", f"{ROLE_ARN}-2")))


def test_a_policy_of_a_role_that_nobody_knows_yet_may_be_an_agents() -> None:
    """And of no agent where there is none."""
    wide = aws(ROLE_POLICY, "policy", role=UNKNOWN, policy=reads("s3:*"))

    assert UNSAID is said("LZ-AG-003", (wide, one(AGENT, "agent", ROLE_ARN)))
    assert PASS is said("LZ-AG-003", (wide,))


def test_a_denial_and_what_is_left_out() -> None:
    """To deny all of a service is no grant; to allow all but something is a wide one."""
    deny = document({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})
    spare = document({"Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "*"})

    assert PASS is said("LZ-AG-003", changed(AGENTS, "agent-policy", policy=deny))
    assert FAIL is said("LZ-AG-003", changed(AGENTS, "agent-policy", policy=spare))
    assert UNSAID is said("LZ-AG-003", changed(AGENTS, "agent-policy", policy=UNKNOWN))


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        ("arn:aws:iam::aws:policy/AmazonBedrockFullAccess", FAIL),
        ("arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole", PASS),
        (f"arn:aws:iam::{ACCOUNT}:policy/somewhere-else", UNSAID),
    ],
)
def test_policies_of_aws_for_people_are_none_for_agents(arn: str, expected: Verdict) -> None:
    """Those for services are for services; what another stack makes nobody has read here."""
    assert ATTACHMENT in ATTACHMENTS
    attached = aws(ATTACHMENT, "attached", {"role": "agent"}, policyArn=arn)

    assert expected is said("LZ-AG-003", (*AGENTS, attached))


def tool(called: Any, name: Any = TOOLS, actions: str = "s3:*") -> Examples:
    """A function with a wide role, and an action group that names something."""
    return (
        *function_role("tool"),
        aws(ROLE_POLICY, "tool-policy", {"role": "tool"}, policy=reads(actions)),
        aws(FUNCTION, "tools", {"role": "tool"}, name=name),
        aws(ACTIONS, "orders", actionGroupExecutor={"lambda": called}),
    )


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (tool(FUNCTION_ARN), FAIL),
        (tool(f"{FUNCTION_ARN}:live"), FAIL),
        (tool(f"{FUNCTION_ARN}-2"), PASS),
        (tool(FUNCTION_ARN, actions="s3:GetObject"), PASS),
        (tool(UNKNOWN), UNSAID),
        (tool(FUNCTION_ARN, name=UNKNOWN), UNSAID),
        (tool(None), PASS),
        (linked(tool(FUNCTION_ARN, name=UNKNOWN), "orders", actionGroupExecutor="tools"), FAIL),
        (
            (*tool(None)[:3], aws(TARGET, "t", targetConfiguration={"mcp": {"lambda": {"lambdaArn": FUNCTION_ARN}}})),
            FAIL,
        ),
    ],
)
def test_a_function_that_an_agent_calls_is_one_of_its_hands(stack: Examples, expected: Verdict) -> None:
    """By an action group or by a target of a gateway; other functions are another rule's matter."""
    agents = (*stack, aws(FLOW, "flow"))

    assert expected is said("LZ-AG-003", agents)


def calling(source: Any, *, function: Any = TOOLS, principal: Any = "bedrock.amazonaws.com") -> Examples:
    """The agents' stack with another permission."""
    others = tuple(example for example in AGENTS if example.type != PERMISSION)
    return (*others, aws(PERMISSION, "permission", function=function, principal=principal, sourceArn=source))


AGENT_ARN = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:agent/ABCDEFGHIJ"
NAMED = tuple(
    changed((example,), example.name, agentId="ABCDEFGHIJ")[0] if example.type == ACTIONS else example
    for example in calling(AGENT_ARN)
)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (NAMED, PASS),
        (changed(NAMED, "permission", function=FUNCTION_ARN), PASS),
        (changed(NAMED, "permission", sourceArn=AGENT_ARN.replace("ABCDEFGHIJ", "KLMNOPQRST")), FAIL),
        (changed(NAMED, "permission", sourceArn=AGENT_ARN.replace("ABC", "?BC")), FAIL),
        (changed(NAMED, "permission", sourceArn=AGENT_ARN.replace("agent/", "flow/")), FAIL),
        (changed(NAMED, "permission", sourceArn=None), FAIL),
        (changed(NAMED, "permission", sourceArn=UNKNOWN), UNSAID),
        (calling(AGENT_ARN), UNSAID),
        (calling(AGENT_ARN, function="lz-prod-other"), PASS),
        (calling(AGENT_ARN, function=UNKNOWN), UNSAID),
        (calling(f"{AGENT_ARN[:-10]}*", principal="lexv2.amazonaws.com"), PASS),
        (calling(f"{AGENT_ARN[:-10]}*", principal=UNKNOWN), UNSAID),
        (calling(f"{AGENT_ARN[:-10]}*", function="lz-prod-other"), FAIL),
        (calling(UNKNOWN, function="lz-prod-other"), UNSAID),
    ],
)
def test_a_function_answers_the_agent_whose_tool_it_is(stack: Examples, expected: Verdict) -> None:
    """Where the stack has its action group; where it has none, one agent at least."""
    assert expected is said("LZ-AG-004", stack)


def test_an_edge_to_an_agent_makes_no_pattern_narrow() -> None:
    """All agents are more than the one whose account and Region were read."""
    permission = linked(calling(None), "permission", sourceArn="support")[-1]
    pattern = replace(permission, properties={**permission.properties, "sourceArn": f"{AGENT_ARN[:-10]}*"})

    assert PASS is said("LZ-AG-004", (*calling(None)[:-1], permission))
    assert FAIL is said("LZ-AG-004", (*calling(None)[:-1], pattern))


def test_two_agents_may_have_one_tool() -> None:
    """Each has its permission."""
    other = aws(ACTIONS, "other", agentId="KLMNOPQRST", actionGroupExecutor={"lambda": FUNCTION_ARN})
    both = (*NAMED, other)
    others = AGENT_ARN.replace("ABCDEFGHIJ", "KLMNOPQRST")

    assert PASS is said("LZ-AG-004", both)
    assert PASS is said("LZ-AG-004", changed(both, "permission", sourceArn=others))
