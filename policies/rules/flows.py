"""Flows on Bedrock: models that are asked one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from policies.rule import Severity, resource_rule
from policies.rules.examples.agents import FLOW, FLOWS, answers
from policies.rules.examples.build import changed
from policies.rules.examples.models import GUARDRAIL, GUARDRAIL_VERSION
from policies.value import Outcome, Value, non_empty
from policies.verdict import Verdict
from policies.view import View


@resource_rule(
    id="LZ-BR-016",
    title="A model in a flow answers behind a guardrail",
    severity=Severity.HIGH,
    types=(FLOW,),
    control="GR-11",
    why="What one node has found goes into the prompt of the next: text of strangers, unread by anybody.",
    fix="Set guardrail_configuration of each prompt, and of each knowledge base that names a model.",
    good=FLOWS,
    bad=changed(FLOWS, "flow", definition=answers(guardrailConfiguration=None)),
    offending="flow.definition.nodes[1].configuration.prompt.guardrailConfiguration",
)
def models_of_a_flow_have_a_guardrail(flow: View) -> Iterator[Outcome]:
    for node in flow.select("definition.nodes[]"):
        prompt, lookup = node.at("configuration.prompt"), node.at("configuration.knowledgeBase")
        for answering, asked in ((prompt, prompt), (lookup, lookup.at("modelId"))):
            guardrail = answering.at("guardrailConfiguration.guardrailIdentifier")
            idle = Verdict.of(asked.missing)
            yield guardrail.outcome(idle | _is_named(flow, guardrail), "lets a model answer without a guardrail")


def _is_named(flow: View, guardrail: Value) -> Verdict:
    if guardrail.unknown and flow.comes_from("definition", GUARDRAIL, GUARDRAIL_VERSION):
        return Verdict.PASS
    return guardrail.holds(non_empty)
