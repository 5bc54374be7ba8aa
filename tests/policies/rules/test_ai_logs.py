"""What agents and knowledge bases write down, of resources that stand already and have their ARNs."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rules.examples.ai_logs import AGENT_LOGS, AGENT_RUNTIME, delivered
from policies.rules.examples.build import aws, changed
from policies.vectors import KNOWLEDGE_BASE
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


@pytest.mark.parametrize(("type_", "prop"), [(AGENT_RUNTIME, "agentRuntimeArn"), (KNOWLEDGE_BASE, "arn")])
@pytest.mark.parametrize(
    ("source", "expected"), [("arn:aws:bedrock:1", PASS), ("arn:aws:bedrock:2", FAIL), (UNKNOWN, UNSAID)]
)
def test_a_source_names_what_it_delivers_by_its_arn(type_: str, prop: str, source: Any, expected: Verdict) -> None:
    """Which an agent calls otherwise than a knowledge base."""
    stack = (aws(type_, "one", **{prop: "arn:aws:bedrock:1"}), *delivered("one"))

    assert expected is said("LZ-LOG-014", changed(stack, "one-logs", resourceArn=source))


def test_one_of_several_sources_is_delivered() -> None:
    """Traces may be kept where application logs are; a source without a delivery changes nothing."""
    second = changed(delivered("agent")[:1], "agent-logs", name="lz-prod-support-agent-traces", logType="TRACES")
    traces = tuple(aws(source.type, "traces", source.refs, **source.properties) for source in second)

    assert PASS is said("LZ-LOG-014", (*AGENT_LOGS, *traces))
