"""What AI systems write down: that it is delivered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.controls import supports
from policies.rule import Severity, resource_rule
from policies.rules.examples.ai_logs import AGENT_LOGS, AGENT_RUNTIME, DELIVERY, SOURCE
from policies.rules.examples.build import changed
from policies.value import Outcome
from policies.vectors import KNOWLEDGE_BASE
from policies.verdict import Verdict, some
from policies.view import View

_ARNS: Final = ("agentRuntimeArn", "arn")


@resource_rule(
    id="LZ-LOG-014",
    title="An agent and a knowledge base deliver their logs",
    severity=Severity.MEDIUM,
    types=(AGENT_RUNTIME, KNOWLEDGE_BASE),
    control="LOG-20",
    why="Neither writes a line by itself: without a delivery nobody can say what an agent did or what was ingested.",
    fix="Make an aws.cloudwatch.LogDeliverySource of its ARN, and an aws.cloudwatch.LogDelivery of that source.",
    frameworks=supports("LOG-20"),
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
