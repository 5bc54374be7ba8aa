"""What the rules about AgentCore say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.rule import Examples
from policies.rules.agentcore import IDLE_SECONDS, LIFETIME_SECONDS
from policies.rules.examples.agentcore import AGENT_REGISTRY, EVALUATOR, GATEWAYS, HARNESS, MEMORY, TOOLS
from policies.rules.examples.agents import AGENTS
from policies.rules.examples.ai_logs import AGENT_LOGS, AGENT_RUNTIME, EVALUATION, asked_about
from policies.rules.examples.build import aws, changed, linked
from policies.rules.examples.logs import LOG_GROUP
from policies.rules.examples.storage import STORE
from policies.verdict import Verdict
from tests.policies.rules.judged import said

PASS, FAIL, UNSAID = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
KEY = "arn:aws:kms:eu-west-1:111122223333:alias/lz-prod-operations"


def harness(runs: Any = None, **properties: Any) -> Examples:
    environments = None if runs is None else [{"agentcoreRuntimeEnvironments": [runs]}]
    return (aws(HARNESS, "harness", environments=environments, **properties),)


def test_the_bounds_are_those_of_the_house() -> None:
    """An hour of silence and a working day."""
    assert (3600, 28_800) == (IDLE_SECONDS, LIFETIME_SECONDS)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        ((aws(MEMORY, "memory", eventExpiryDuration=30),), PASS),
        ((aws(MEMORY, "memory", eventExpiryDuration=31),), FAIL),
        ((aws(MEMORY, "memory", eventExpiryDuration="a month"),), FAIL),
        (changed(AGENTS, "support", memoryConfigurations=[{"storageDays": 30}]), PASS),
        (changed(AGENTS, "support", memoryConfigurations=[{"storageDays": 31}]), FAIL),
        (changed(AGENTS, "support", memoryConfigurations=[{"storageDays": UNKNOWN}]), UNSAID),
        (changed(AGENTS, "support", memoryConfigurations=None), PASS),
        (harness(memory={"managedMemoryConfiguration": {"eventExpiryDuration": 30}}), PASS),
        (harness(memory={"managedMemoryConfiguration": {"eventExpiryDuration": 90}}), FAIL),
        (harness(), FAIL),
        (harness(memory={"disabled": {}}), PASS),
        (harness(memory={"disabled": UNKNOWN}), UNSAID),
        (harness(memory={"agentcoreMemoryConfiguration": {"arn": "arn"}}), PASS),
    ],
)
def test_every_memory_ends(stack: Examples, expected: Verdict) -> None:
    """A harness that says nothing has one; an agent on Bedrock has none."""
    assert expected is said("LZ-AG-007", stack)


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (GATEWAYS, PASS),
        (changed(GATEWAYS, "gateway", kmsKeyArn=None), FAIL),
        (changed(GATEWAYS, "engine", encryptionKeyArn=None), FAIL),
        (changed(TOOLS, "vault", kmsConfiguration={"keyType": "ServiceManagedKey"}), FAIL),
        (changed(TOOLS, "vault", kmsConfiguration={"keyType": "ServiceManagedKey", "kmsKeyArn": KEY}), FAIL),
        (changed(TOOLS, "vault", kmsConfiguration={"keyType": "CustomerManagedKey"}), FAIL),
        ((aws(EVALUATOR, "evaluator"),), FAIL),
        ((aws(EVALUATOR, "evaluator", kmsKeyArn=KEY),), PASS),
        ((aws(AGENT_REGISTRY, "registry"),), FAIL),
        ((aws(AGENT_REGISTRY, "registry", encryptionConfiguration={"kmsKeyArn": KEY}),), PASS),
        (harness(), FAIL),
        (harness(memory={"disabled": {}}), PASS),
        (harness(memory={"managedMemoryConfiguration": {"encryptionKeyArn": KEY}}), PASS),
    ],
)
def test_whatever_keeps_something_has_a_customer_key(stack: Examples, expected: Verdict) -> None:
    """Each type in its own property."""
    assert expected is said("LZ-AG-014", stack)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ({"networkConfigurations": [{"networkMode": "VPC"}]}, PASS),
        ({"networkConfigurations": [{"networkMode": "PUBLIC"}]}, FAIL),
        ({"networkConfigurations": [{"networkMode": UNKNOWN}]}, UNSAID),
        ({}, FAIL),
        (None, FAIL),
    ],
)
def test_a_harness_runs_in_the_vpc(runs: Any, expected: Verdict) -> None:
    """One that says nothing does not."""
    assert expected is said("LZ-AG-011", harness(runs))


@pytest.mark.parametrize("mode", ["VPC", "SANDBOX"])
def test_an_interpreter_is_shut_in(mode: str) -> None:
    """In the VPC or in a box without a network; a browser without a network is none."""
    network = {"networkMode": mode}

    assert PASS is said("LZ-AG-018", changed(TOOLS, "interpreter", networkConfiguration=network))
    assert (mode == "VPC") is (PASS is said("LZ-AG-017", changed(TOOLS, "browser", networkConfiguration=network)))


@pytest.mark.parametrize(
    ("recording", "expected"),
    [
        ({"enabled": True}, FAIL),
        ({"enabled": True, "s3Location": {"bucket": ""}}, FAIL),
        ({"s3Location": {"bucket": "lz-prod-operations"}}, FAIL),
        ({"enabled": True, "s3Location": {"bucket": UNKNOWN}}, UNSAID),
    ],
)
def test_a_recording_has_a_place(recording: Any, expected: Verdict) -> None:
    """It is off unless it is switched on."""
    assert expected is said("LZ-AG-028", changed(TOOLS, "browser", recording=recording))


def test_a_recording_may_go_into_a_bucket_of_the_stack() -> None:
    """At the first preview nobody knows its name."""
    browser = next(one for one in TOOLS if one.name == "browser")
    recording = {"enabled": True, "s3Location": {"bucket": UNKNOWN}}
    linked_browser = aws(browser.type, "browser", {"recording": "store"}, recording=recording)

    assert PASS is said("LZ-AG-028", (*STORE, linked_browser))


@pytest.mark.parametrize(
    ("lifecycle", "expected"),
    [
        ({}, PASS),
        ({"maxLifetime": LIFETIME_SECONDS, "idleRuntimeSessionTimeout": IDLE_SECONDS}, PASS),
        ({"maxLifetime": LIFETIME_SECONDS + 1}, FAIL),
        ({"idleRuntimeSessionTimeout": IDLE_SECONDS + 1}, FAIL),
        ({"maxLifetime": UNKNOWN}, UNSAID),
    ],
)
def test_sessions_end_in_runtimes_and_harnesses(lifecycle: Any, expected: Verdict) -> None:
    """What AWS gives one that says nothing is short enough."""
    assert expected is said("LZ-AG-019", changed(AGENT_LOGS, "agent", lifecycleConfigurations=[lifecycle]))
    assert expected is said("LZ-AG-019", harness({"lifecycleConfigurations": [lifecycle]}))
    assert PASS is said("LZ-AG-019", harness())


@pytest.mark.parametrize(
    ("rules", "expected"),
    [(["APPROVE_ALL"], FAIL), ([], PASS), (None, PASS), (UNKNOWN, UNSAID)],
)
def test_a_registry_approves_nothing_by_itself(rules: Any, expected: Verdict) -> None:
    """Neither of the two kinds that AWS has."""
    registry = aws(AGENT_REGISTRY, "registry", approvalConfiguration={"autoApprovalRules": rules})

    assert expected is said("LZ-AG-022", (registry,))
    assert PASS is said("LZ-AG-022", changed(TOOLS, "registry", approvalConfigurations=None))


def evaluated(percentage: float = 10, groups: Any = (), services: Any = (), **properties: Any) -> Examples:
    """The runtime, and an evaluation that names what it reads."""
    read = {"cloudwatchLogs": {"logGroupNames": groups, "serviceNames": services}}
    own = {"enableOnCreate": True, "dataSourceConfig": read, "rule": asked_about(percentage), **properties}
    return (
        aws(AGENT_RUNTIME, "agent", agentRuntimeName="lz_prod_support"),
        aws(EVALUATION, "evaluation", **{key: value for key, value in own.items() if value is not None}),
    )


GROUPS = ["/aws/bedrock-agentcore/runtimes/lz_prod_support-AbCdEfGhIj-DEFAULT"]


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (evaluated(groups=GROUPS), PASS),
        (evaluated(groups=["/aws/bedrock-agentcore/runtimes/lz_prod_other-AbCdEfGhIj-DEFAULT"]), FAIL),
        (evaluated(services=["lz_prod_support.DEFAULT"]), PASS),
        (evaluated(services=["lz_prod_supporters.DEFAULT"]), FAIL),
        (evaluated(groups=[UNKNOWN]), UNSAID),
        (evaluated(groups=GROUPS, enableOnCreate=False), FAIL),
        (evaluated(groups=GROUPS, enableOnCreate=False, executionStatus="ENABLED"), PASS),
        (evaluated(groups=GROUPS, executionStatus="DISABLED"), FAIL),
        (evaluated(0.01, groups=GROUPS), PASS),
        (evaluated(0, groups=GROUPS), FAIL),
        (evaluated(groups=GROUPS, dataSourceConfig=None), FAIL),
        (changed(evaluated(groups=GROUPS), "agent", agentRuntimeName=UNKNOWN), UNSAID),
        (AGENT_LOGS[:1], FAIL),
    ],
)
def test_an_evaluation_is_on_and_of_the_agent(stack: Examples, expected: Verdict) -> None:
    """By the name of the log group or of the service, and with more than nought of a hundred."""
    assert expected is said("LZ-AG-023", stack)


def test_an_evaluation_may_take_the_name_of_a_log_group_of_the_stack() -> None:
    """That says nothing of the agent, its name does."""
    known = dict(evaluated(groups=GROUPS)[1].properties)
    runtime, group = evaluated()[0], aws(LOG_GROUP, "group", name=GROUPS[0])

    assert PASS is said("LZ-AG-023", (runtime, group, aws(EVALUATION, "e", {"dataSourceConfig": "group"}, **known)))


def test_an_evaluation_of_another_agent_is_none() -> None:
    """What its source comes from says which."""
    other = aws(AGENT_RUNTIME, "other", agentRuntimeName="lz_prod_other")
    both = (other, *(one for one in AGENT_LOGS if one.name in {"agent", "agent-evaluation"}))

    assert PASS is said("LZ-AG-023", both[1:])
    assert FAIL is said("LZ-AG-023", both)
    assert FAIL is said("LZ-AG-023", linked(both, "agent-evaluation", dataSourceConfig="other"))
