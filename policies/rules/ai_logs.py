"""What AI systems write down: that it is delivered, and whom it shows personal data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policies.classification import of_system
from policies.rule import Severity, resource_rule
from policies.rules.examples.ai_logs import (
    AGENT_LOGS,
    AGENT_RUNTIME,
    DELIVERY,
    MASKED,
    MASKING,
    SOURCE,
    masking,
)
from policies.rules.examples.build import changed
from policies.rules.examples.logs import LOG_GROUP
from policies.rules.examples.models import CALLS
from policies.value import Outcome, Value, non_empty, opened
from policies.vectors import KNOWLEDGE_BASE
from policies.verdict import Verdict, some
from policies.view import View

_OF_AI: Final = re.compile(r"(^|/)(bedrock|bedrock-agentcore|sagemaker)(/|$)", re.IGNORECASE)
"""Elements of the names that AWS and others give to what models and agents write."""

_ARNS: Final = ("agentRuntimeArn", "arn")


@resource_rule(
    id="LZ-LOG-014",
    title="An agent and a knowledge base deliver their logs",
    severity=Severity.MEDIUM,
    types=(AGENT_RUNTIME, KNOWLEDGE_BASE),
    control="LOG-20",
    why="Neither writes a line by itself: without a delivery nobody can say what an agent did or what was ingested.",
    fix="Make an aws.cloudwatch.LogDeliverySource of its ARN, and an aws.cloudwatch.LogDelivery of that source.",
    good=AGENT_LOGS,
    bad=changed(AGENT_LOGS, "agent-logs-delivery", deliverySourceName="another-source"),
    offending="agent-logs-delivery.deliverySourceName",
    decides=("agent-logs.name",),
)
def agent_delivers_its_logs(view: View) -> Iterator[Outcome]:
    sources, perhaps = view.stack.attached(view, "resourceArn", SOURCE, identities=_ARNS)
    delivered = [
        some(delivery.refers_to("deliverySourceName", source, "name") for delivery in view.stack.of_type(DELIVERY))
        for source in sources
    ]
    yield view.outcome(some([*delivered, *([Verdict.UNKNOWN] if perhaps else [])]), "its logs are delivered nowhere")


@resource_rule(
    id="LZ-LOG-017",
    title="A log group of an AI system masks personal data",
    severity=Severity.HIGH,
    types=(LOG_GROUP,),
    control="LOG-18",
    why="People type names and card numbers into a prompt; whoever debugs the system would read all of them.",
    fix="Make an aws.cloudwatch.LogDataProtectionPolicy that de-identifies; LogGroupArgs.masked does.",
    good=MASKED,
    bad=changed(MASKED, "prompts-masking", policyDocument=masking("Audit", {"FindingsDestination": {}})),
    offending="prompts-masking.policyDocument",
    decides=("prompts.tags",),
)
def ai_log_group_masks(group: View) -> Iterator[Outcome]:
    policies, perhaps = group.stack.attached(group, "logGroupName", MASKING, identities=("name",))
    masked = some(_masks(policy) for policy in policies) | (Verdict.UNKNOWN if perhaps else Verdict.FAIL)
    yield group.outcome(~_of_ai(group) | masked, "personal data in it is masked for nobody")


def _of_ai(group: View) -> Verdict:
    """Whether an AI system writes into it: by its tag, by AWS's own names, or because model calls are logged there."""
    named = group["name"].holds(lambda raw: bool(_OF_AI.search(str(raw))))
    calls = some(
        Verdict.of(any(source.urn == group.urn for source in calls.sources("loggingConfig")))
        | _same(calls["loggingConfig.cloudwatchConfig.logGroupName"], group["name"])
        for calls in group.stack.naming(group, "loggingConfig", CALLS)
    )
    return of_system(group) | named | calls


def _same(one: Value, other: Value) -> Verdict:
    return other.holds(lambda raw: one.known and raw == one.raw) | (Verdict.UNKNOWN if one.unknown else Verdict.FAIL)


def _masks(policy: View) -> Verdict:
    statements = opened(policy["policyDocument"]).at("Statement").each()
    return some(
        statement.at("Operation.Deidentify.MaskConfig").holds(lambda raw: isinstance(raw, dict))
        & statement.at("DataIdentifier").holds(non_empty)
        for statement in statements
    )
