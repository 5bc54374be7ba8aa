"""Agents on Bedrock: how far one may go, and whom it asks first.

Sources: https://docs.aws.amazon.com/bedrock/latest/userguide/agents-api-schema.html (confirmation),
.../agent-computer-use-create-action-group.html (tools that come with Bedrock); noted 2026-11-26.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies import openapi
from policies.checks import Demand, demands, encrypted, given
from policies.organisation import organisation
from policies.rule import Severity, resource_rule
from policies.rules.examples.agents import ACTIONS, AGENT, AGENTS, FLOW, GUARDED, api, overridden
from policies.rules.examples.build import changed
from policies.rules.examples.models import GUARDRAIL, GUARDRAIL_VERSION, PROMPT
from policies.value import Outcome, at_most, non_empty, one_of
from policies.verdict import Verdict
from policies.view import View

IDLE_SECONDS: Final = 3600
"""House rule: who was away for an hour begins anew. An agent that says nothing has half an hour or less."""

agent_is_encrypted = resource_rule(
    id="LZ-AG-001",
    title="An agent, a prompt and a flow are encrypted with a customer key",
    severity=Severity.MEDIUM,
    types=(AGENT, FLOW, PROMPT),
    control="AG-01",
    why="Sessions hold what people told the agent; instructions and flows hold how it can be led astray.",
    fix="Set customer_encryption_key_arn to the key of the class operations.",
    good=AGENTS,
    bad=changed(AGENTS, "support", customerEncryptionKeyArn=None),
    offending="support.customerEncryptionKeyArn",
)(encrypted("customerEncryptionKeyArn"))


@resource_rule(
    id="LZ-AG-005",
    title="An agent asks before it changes something",
    severity=Severity.HIGH,
    types=(ACTIONS,),
    control="AG-05",
    why="A sentence in an e-mail can make an agent delete an order; the person it works for has to say yes first.",
    fix="Write x-requireConfirmation: ENABLED at each POST, PUT, PATCH, DELETE, or set custom_control RETURN_CONTROL.",
    good=AGENTS,
    bad=changed(AGENTS, "orders", apiSchema={"payload": api(confirmation="DISABLED")}),
    offending="orders.apiSchema.payload",
    decides=("orders.actionGroupExecutor",),
)
def agent_asks_first(actions: View) -> Iterator[Outcome]:
    payload = actions["apiSchema.payload"]
    if not payload.missing:
        yield payload.outcome(
            _returns_control(actions) | payload.holds(_asks_first), "changes something without asking, or is no OpenAPI"
        )


def _asks_first(payload: object) -> bool:
    read = openapi.read(payload)
    return read is not None and all(one.confirmed or not one.changes for one in read.operations)


def _returns_control(actions: View) -> Verdict:
    """Whether our own program carries out what the agent has chosen, and so can ask whomever it likes."""
    return actions["actionGroupExecutor.customControl"].holds(one_of("RETURN_CONTROL"))


@resource_rule(
    id="LZ-AG-025",
    title="What an agent may do stands in the program",
    severity=Severity.HIGH,
    types=(ACTIONS,),
    control="AG-05",
    why="A schema in a bucket changes without a review, and functions of an action group cannot ask to be confirmed.",
    fix="Write the OpenAPI document into api_schema.payload, or set custom_control RETURN_CONTROL.",
    good=AGENTS,
    bad=changed(AGENTS, "orders", apiSchema={"s3": {"s3BucketName": "schemas", "s3ObjectKey": "orders.json"}}),
    offending="orders.apiSchema.payload",
    decides=("orders.actionGroupExecutor", "orders.apiSchema"),
)
def actions_stand_in_the_program(actions: View) -> Iterator[Outcome]:
    payload = actions["apiSchema.payload"]
    shown = payload.holds(non_empty) | actions["parentActionGroupSignature"].holds(non_empty)
    yield payload.outcome(_returns_control(actions) | shown, "does not show what it may do")


agent_forgets_a_session = resource_rule(
    id="LZ-AG-006",
    title="An agent's session ends after an hour of silence",
    severity=Severity.LOW,
    types=(AGENT,),
    control="AG-06",
    why="Whoever sits down at an open session goes on in the name of the one before, with what he was told.",
    fix="Set idle_session_ttl_in_seconds to 3600 or less.",
    good=AGENTS,
    bad=changed(AGENTS, "support", idleSessionTtlInSeconds=5400),
    offending="support.idleSessionTtlInSeconds",
)(demands(Demand("idleSessionTtlInSeconds", at_most(IDLE_SECONDS), "lasts too long", IDLE_SECONDS)))


@resource_rule(
    id="LZ-AG-008",
    title="An agent has only those built-in tools that the organisation allows",
    severity=Severity.HIGH,
    types=(ACTIONS,),
    control="AG-08",
    why="A shell, a desktop or an interpreter of code does whatever a text talks the agent into.",
    fix="Take the action group out, or list its signature under allowed-built-ins in policies/organisation.yaml.",
    good=AGENTS,
    bad=changed(AGENTS, "asking", parentActionGroupSignature="AMAZON.CodeInterpreter"),
    offending="asking.parentActionGroupSignature",
)
def built_in_tools_are_allowed(actions: View) -> Iterator[Outcome]:
    signature = actions["parentActionGroupSignature"]
    if not signature.missing:
        off = actions["actionGroupState"].holds(one_of("DISABLED"))
        allowed = signature.holds(lambda raw: str(raw) in organisation().allowed_built_ins)
        yield signature.outcome(off | allowed, "is a built-in tool that the organisation does not allow")


@resource_rule(
    id="LZ-AG-010",
    title="An agent looks at what it is asked before it works on it",
    severity=Severity.MEDIUM,
    types=(AGENT,),
    control="AG-10",
    why="The first prompt sorts out attempts to misuse the agent; without it they reach the one that has the tools.",
    fix="Leave prompt_state of PRE_PROCESSING at ENABLED.",
    good=AGENTS,
    bad=changed(AGENTS, "support", promptOverrideConfigurations=overridden(promptState="DISABLED")),
    offending="support.promptOverrideConfigurations[0].promptConfigurations[0].promptState",
    decides=("support.promptOverrideConfigurations[0].promptConfigurations[0].promptType",),
)
def questions_are_looked_at_first(agent: View) -> Iterator[Outcome]:
    for prompt in agent.select("promptOverrideConfigurations[].promptConfigurations[]"):
        first = prompt.at("promptType").holds(one_of("PRE_PROCESSING"))
        state = prompt.at("promptState")
        yield state.outcome(~(first & state.holds(one_of("DISABLED"))), "does not look at what it is asked")


agent_has_a_guardrail = resource_rule(
    id="LZ-BR-015",
    title="An agent answers behind a guardrail",
    severity=Severity.HIGH,
    types=(AGENT,),
    control="GR-10",
    why="An agent reads whatever its tools bring back, and nothing but the guardrail reads it before the model does.",
    fix="Set guardrail_configurations with a guardrail of the system and a number of its versions.",
    good=AGENTS,
    bad=changed(AGENTS, "support", guardrailConfigurations=[{**GUARDED, "guardrailIdentifier": ""}]),
    offending="support.guardrailConfigurations[0].guardrailIdentifier",
)(
    given(
        "guardrailConfigurations.guardrailIdentifier",
        by=(GUARDRAIL, GUARDRAIL_VERSION),
        message="answers without a guardrail",
    )
)
