"""What the rules about agents say of cases beyond their examples."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.model import UNKNOWN, Secret
from policies.rule import Examples
from policies.rules.examples.agentcore import GATEWAY, HARNESS
from policies.rules.examples.agents import (
    ACTIONS,
    AGENTS,
    COLLABORATOR,
    FLOW,
    FLOWS,
    GUARDED,
    answers,
    api,
    overridden,
)
from policies.rules.examples.ai_logs import AGENT_LOGS
from policies.rules.examples.build import aws, changed, linked, placed
from policies.rules.examples.decisions import WORK
from policies.rules.examples.kubernetes import CONTAINER, SERVED
from policies.rules.examples.models import MODELS, PROMPT, PROMPTS, SPOKEN
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def actions(**properties: Any) -> Examples:
    return (aws(ACTIONS, "orders", **properties),)


BY_FUNCTION = {"lambda": "arn:aws:lambda:eu-west-1:111122223333:function:tools"}
BY_US = {"customControl": "RETURN_CONTROL"}


@pytest.mark.parametrize(
    ("schema", "executor", "expected"),
    [
        ({"payload": api()}, BY_FUNCTION, PASS),
        ({"payload": api("DISABLED")}, BY_FUNCTION, FAIL),
        ({"payload": api("DISABLED")}, BY_US, PASS),
        ({"payload": api("DISABLED")}, {"customControl": UNKNOWN}, UNSAID),
        ({"payload": api("DISABLED", method="delete")}, BY_FUNCTION, FAIL),
        ({"payload": api("DISABLED", method="head")}, BY_FUNCTION, PASS),
        ({"payload": "refund: yes"}, BY_FUNCTION, FAIL),
        ({"payload": "refund: yes"}, BY_US, PASS),
        ({"payload": json.loads(api())}, BY_FUNCTION, FAIL),
        ({"payload": UNKNOWN}, BY_FUNCTION, UNSAID),
        ({"payload": UNKNOWN}, BY_US, PASS),
        ({"s3": {}}, BY_FUNCTION, PASS),
    ],
)
def test_every_change_is_confirmed_or_carried_out_by_us(schema: Any, executor: Any, expected: Verdict) -> None:
    """A document that cannot be read confirms nothing; where it lies elsewhere another rule speaks."""
    assert expected is said("LZ-AG-005", actions(apiSchema=schema, actionGroupExecutor=executor))


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"apiSchema": {"payload": api()}}, PASS),
        ({"apiSchema": {"payload": ""}}, FAIL),
        ({"apiSchema": {"s3": {"s3BucketName": "schemas"}}}, FAIL),
        ({"apiSchema": {"s3": {}}, "actionGroupExecutor": BY_US}, PASS),
        ({"functionSchema": {"memberFunctions": {"functions": [{"name": "refund"}]}}}, FAIL),
        ({"functionSchema": {"memberFunctions": {}}, "actionGroupExecutor": BY_US}, PASS),
        ({"parentActionGroupSignature": "AMAZON.UserInput"}, PASS),
        ({"parentActionGroupSignature": UNKNOWN}, UNSAID),
        ({}, FAIL),
    ],
)
def test_what_an_agent_may_do_can_be_read(properties: Any, expected: Verdict) -> None:
    """In the program, or because our own program does it."""
    assert expected is said("LZ-AG-025", actions(**properties))


@pytest.mark.parametrize(
    ("signature", "state", "expected"),
    [
        ("AMAZON.UserInput", "ENABLED", PASS),
        ("ANTHROPIC.Computer", "ENABLED", FAIL),
        ("ANTHROPIC.Computer", None, FAIL),
        ("ANTHROPIC.Computer", "DISABLED", PASS),
        ("ANTHROPIC.Computer", UNKNOWN, UNSAID),
        (["AMAZON.UserInput"], "ENABLED", FAIL),
        (None, "ENABLED", PASS),
    ],
)
def test_a_built_in_tool_is_a_decision(signature: Any, state: Any, expected: Verdict) -> None:
    """One that is switched off cannot be used."""
    assert expected is said("LZ-AG-008", actions(parentActionGroupSignature=signature, actionGroupState=state))


@pytest.mark.parametrize(("seconds", "expected"), [(3600, PASS), (3601, FAIL), (None, PASS)])
def test_an_hour_of_silence_is_the_most(seconds: Any, expected: Verdict) -> None:
    """Bedrock's own choice is below it."""
    assert expected is said("LZ-AG-006", changed(AGENTS, "support", idleSessionTtlInSeconds=seconds))


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ({"promptState": "DISABLED"}, FAIL),
        ({"promptState": "DISABLED", "promptType": "POST_PROCESSING"}, PASS),
        ({"promptState": None}, PASS),
        ({"promptState": UNKNOWN}, UNSAID),
    ],
)
def test_only_the_first_prompt_is_held_on(prompt: Any, expected: Verdict) -> None:
    """The others may be left out: they cost time, and see what has been looked at."""
    stack = changed(AGENTS, "support", promptOverrideConfigurations=overridden(**prompt))

    assert expected is said("LZ-AG-010", stack)
    assert PASS is said("LZ-AG-010", changed(AGENTS, "support", promptOverrideConfigurations=None)), "Bedrock's own"


@pytest.mark.parametrize(("stack", "name"), [(AGENTS, "support"), (FLOWS, "flow"), (PROMPTS, "prompt")])
def test_agents_prompts_and_flows_have_a_customer_key(stack: Examples, name: str) -> None:
    """Each of them holds what people or the house have written."""
    assert PASS is said("LZ-AG-001", stack)
    assert FAIL is said("LZ-AG-001", changed(stack, name, customerEncryptionKeyArn=None))


def test_an_agent_may_take_its_guardrail_from_the_stack() -> None:
    """At the first preview nobody knows its id, and it is a guardrail all the same."""
    both = (*AGENTS, *(one for one in MODELS if one.name == "guardrail"))

    assert PASS is said("LZ-BR-015", linked(both, "support", guardrailConfigurations="guardrail"))
    assert UNSAID is said("LZ-BR-015", changed(AGENTS, "support", guardrailConfigurations=UNKNOWN))
    assert FAIL is said("LZ-BR-015", changed(AGENTS, "support", guardrailConfigurations=None))


def _node(kind: str, **said_of_it: Any) -> Examples:
    return changed(FLOWS, "flow", definition={"nodes": [{"configuration": {kind: said_of_it}}]})


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (FLOWS, PASS),
        (_node("prompt", sourceConfiguration={}), FAIL),
        (_node("prompt", guardrailConfiguration=GUARDED), PASS),
        (_node("prompt", guardrailConfiguration={"guardrailIdentifier": UNKNOWN}), UNSAID),
        (_node("knowledgeBase", knowledgeBaseId="ABCDEFGHIJ", modelId="eu.amazon.nova-lite-v1:0"), FAIL),
        (_node("knowledgeBase", knowledgeBaseId="ABCDEFGHIJ"), PASS),
        (_node("knowledgeBase", modelId=UNKNOWN), FAIL),
        (_node("lambdaFunction", lambdaArn="arn"), PASS),
        (changed(FLOWS, "flow", definition=None), PASS),
        (changed(FLOWS, "flow", definition=UNKNOWN), UNSAID),
    ],
)
def test_a_guardrail_is_asked_where_a_model_answers(stack: Examples, expected: Verdict) -> None:
    """A node that only looks something up puts nothing into words."""
    assert expected is said("LZ-BR-016", stack)


def test_a_flow_may_take_its_guardrail_from_the_stack() -> None:
    """At the first preview nobody knows its id."""
    unknown = answers(guardrailConfiguration={"guardrailIdentifier": UNKNOWN})

    for name in ("guardrail", "version"):
        assert PASS is said("LZ-BR-016", (*MODELS, aws(FLOW, "flow", {"definition": name}, definition=unknown)))


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("contentPolicyConfig", "tierConfigs"), None, FAIL),
        (("topicPolicyConfig", "tierConfigs"), None, FAIL),
        (("topicPolicyConfig",), None, PASS),
        (("tags", "lz:languages"), UNKNOWN, PASS),
    ],
)
def test_the_standard_tier_is_asked_for_other_languages(path: Any, value: Any, expected: Verdict) -> None:
    """Of filters and of topics, where there are some."""
    assert expected is said("LZ-BR-017", placed(SPOKEN, "guardrail", path, value))


@pytest.mark.parametrize(
    ("languages", "expected"), [("en fr es", PASS), ("EN", PASS), ("en de", FAIL), ("german", FAIL), (7, FAIL)]
)
def test_the_classic_tier_is_enough_for_three_languages(languages: Any, expected: Verdict) -> None:
    """Those that its filters were made for."""
    assert expected is said("LZ-BR-017", placed(MODELS, "guardrail", ("tags", "lz:languages"), languages))


def test_who_declares_no_language_is_not_asked() -> None:
    """The tag is the declaration."""
    assert PASS is said("LZ-BR-017", MODELS)
    assert UNSAID is said("LZ-BR-017", placed(MODELS, "guardrail", ("tags", "lz:languages"), UNKNOWN))


TOLD = "Log in with password=correct-horse."


@pytest.mark.parametrize(
    "stack",
    [
        changed(AGENTS, "support", instruction=TOLD),
        changed(AGENTS, "support", instruction=Secret("Be kind.")),
        changed(AGENTS, "support", promptOverrideConfigurations=overridden(basePromptTemplate=TOLD)),
        (aws(COLLABORATOR, "other", collaborationInstruction=TOLD),),
        (aws(GATEWAY, "gateway", protocolConfiguration={"mcp": {"instructions": TOLD}}),),
        (aws(HARNESS, "harness", systemPrompts=[{"text": "Be kind."}, {"text": TOLD}]),),
        (aws(PROMPT, "prompt", variants=[{"templateConfiguration": {"text": {"text": TOLD}}}]),),
        (aws(PROMPT, "prompt", variants=[{"templateConfiguration": {"chat": {"systems": [{"text": TOLD}]}}}]),),
        _node("inlineCode", code=TOLD),
        _node("prompt", sourceConfiguration={"inline": {"templateConfiguration": {"text": {"text": TOLD}}}}),
    ],
)
def test_a_model_is_told_no_secret_anywhere(stack: Examples) -> None:
    """In whichever property the text of its instructions stands."""
    assert FAIL is said("LZ-AG-009", stack)


def test_what_a_model_will_be_told_is_not_known() -> None:
    """Unlike identifiers, which are no text."""
    assert UNSAID is said("LZ-AG-009", changed(AGENTS, "support", instruction=UNKNOWN))
    assert PASS is said("LZ-AG-009", _node("agent", agentAliasArn=UNKNOWN))
    assert PASS is said("LZ-AG-009", PROMPTS)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (changed(AGENT_LOGS, "agent", environmentVariables=None), PASS),
        (changed(AGENT_LOGS, "agent", environmentVariables=UNKNOWN), UNSAID),
        (changed(AGENT_LOGS, "agent", environmentVariables={"ORDERS": UNKNOWN, "API_TOKEN": "correct-horse"}), FAIL),
        (changed(AGENT_LOGS, "agent", environmentVariables={"ORDERS": Secret("lz-prod-orders")}), FAIL),
        ((aws(HARNESS, "harness", environmentVariables={"API_TOKEN": "correct-horse"}),), FAIL),
        ((aws(HARNESS, "h", tools=[{"config": {"remoteMcp": {"headers": {"Authorization": "Bearer me"}}}}]),), FAIL),
        ((aws(HARNESS, "h", tools=[{"config": {"remoteMcp": {"headers": {"Accept": "text/plain"}}}}]),), PASS),
    ],
)
def test_an_agents_environment_is_read_by_many(stack: Examples, expected: Verdict) -> None:
    """The same forms and names as in a function's, and the headers an agent sends."""
    assert expected is said("LZ-AG-021", stack)


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ({"name": "HF_TOKEN", "value": "hf"}, FAIL),
        ({"name": "HF_TOKEN", "value": "/run/secrets/hf"}, PASS),
        ({"name": "HF_TOKEN", "value": None}, PASS),
        ({"name": "HF_TOKEN", "value": UNKNOWN}, UNSAID),
        ({"name": "PLAIN", "value": "postgres://app:hunter2@db.internal/app"}, FAIL),
        ({"name": UNKNOWN, "value": "postgres://app:hunter2@db.internal/app"}, FAIL),
        ({"name": UNKNOWN, "value": "1"}, UNSAID),
        ({"name": UNKNOWN, "value": None}, PASS),
    ],
)
def test_a_pods_variables_are_told_by_the_same_signs(variable: Any, expected: Verdict) -> None:
    """A name that is not known yet may be a secret's, and hides no form."""
    assert expected is said("LZ-K8S-009", placed(SERVED, "vllm", (*CONTAINER, "env", 0), variable))


def test_a_permission_names_its_source_by_an_edge() -> None:
    """The ARN of what calls is not known before that is made."""
    assert PASS is said("LZ-FN-009", linked(WORK, "admission", sourceArn="spool"))
    assert UNSAID is said("LZ-FN-009", changed(WORK, "admission", sourceArn=UNKNOWN))
