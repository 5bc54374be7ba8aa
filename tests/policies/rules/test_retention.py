"""What the rules about longer retention say of cases beyond their examples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.buckets import BUCKET
from policies.example import graph_of
from policies.organisation import organisation
from policies.rule import Example, Examples
from policies.rules.examples.ai_logs import AGENT_LOGS, MASKED, masking
from policies.rules.examples.build import AI_TAGS, aws, changed, linked
from policies.rules.examples.models import CALLS
from policies.rules.examples.retention import DOCUMENTS, IN_SCOPE
from policies.systems import FLOW
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, said, verdict

STORED = RULES["LZ-GOV-007"]
PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def without(stack: Examples, *names: str) -> Examples:
    return tuple(example for example in stack if example.name not in names)


@pytest.mark.parametrize(
    ("retention", "expected"),
    [
        ({"years": 10}, PASS),
        ({"years": 9}, FAIL),
        ({"days": 3650}, PASS),
        ({"days": 3649}, FAIL),
        ({"days": UNKNOWN}, UNSURE),
        ({}, FAIL),
    ],
)
def test_documentation_is_locked_for_ten_years_in_either_unit(retention: dict[str, Any], expected: Verdict) -> None:
    """Days or years, and nothing is nothing."""
    locked = {"defaultRetention": {"mode": "GOVERNANCE", **retention}}

    assert expected is said("LZ-LOG-012", changed(DOCUMENTS, "documents-lock", rule=locked))


def test_documentation_without_a_lock_is_not_kept() -> None:
    """And a bucket of anything else needs none."""
    unlocked = without(DOCUMENTS, "documents-lock")

    assert FAIL is said("LZ-LOG-012", unlocked)
    assert PASS is said("LZ-LOG-012", changed(unlocked, "documents", tags={"lz:data-class": "operations"}))
    assert PASS is said(
        "LZ-LOG-012", changed(unlocked, "documents", tags={"lz:data-class": "operations", "lz:content": "dataset"})
    )


@pytest.mark.parametrize(
    ("days", "scope", "expected"),
    [
        (2557, "sox", PASS),
        (2554, "sox", FAIL),
        (2555, "sox", PASS),
        (0, "sox", PASS),
        (None, "sox", PASS),
        ("forever", "sox", FAIL),
        (400, "hipaa", PASS),
        (400, "soxless", PASS),
        (400, "hipaa sox", FAIL),
        (UNKNOWN, "sox", UNSURE),
        (UNKNOWN, "hipaa", PASS),
        (400, UNKNOWN, UNSURE),
        (2557, UNKNOWN, PASS),
        (400, None, PASS),
    ],
)
def test_a_log_group_is_kept_for_every_audit_it_is_in_scope_of(days: Any, scope: Any, expected: Verdict) -> None:
    """For ever is long enough, and what no audit asks for is left to its class."""
    tags = {"lz:data-class": "operations", **({} if scope is None else {"lz:scope": scope})}

    assert expected is said("LZ-LOG-013", changed(IN_SCOPE, "audit-logs", retentionInDays=days, tags=tags))


@pytest.mark.parametrize(
    ("days", "scope", "expected"),
    [(2300, "hipaa", PASS), (2300, "sox", FAIL), (2300, "hipaa sox", FAIL), (2555, "hipaa sox", PASS)],
)
def test_the_longest_of_several_audits_counts(
    days: int, scope: str, expected: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An organisation may be in scope of more than one."""
    known = organisation().scope_retention
    both = {**known, "hipaa": known["sox"].model_copy(update={"days": 2190})}
    monkeypatch.setattr(
        "policies.rules.retention.organisation",
        lambda: organisation().model_copy(update={"scope_retention": both}),
    )
    tags = {"lz:data-class": "operations", "lz:scope": scope}

    assert expected is said("LZ-LOG-013", changed(IN_SCOPE, "audit-logs", retentionInDays=days, tags=tags))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"expiration": {"days": 400}}, FAIL),
        ({"expiration": {"days": 400}, "status": "Disabled"}, PASS),
        ({"expiration": {"days": 400}, "status": None}, FAIL),
        ({"noncurrentVersionExpiration": {"noncurrentDays": 400}}, FAIL),
        ({"noncurrentVersionExpiration": {"noncurrentDays": 2600}}, PASS),
        ({"expiration": {"days": 0}}, PASS),
        ({}, PASS),
    ],
)
def test_a_bucket_expires_nothing_before_the_audit(rule: dict[str, Any], expected: Verdict) -> None:
    """Neither objects nor what was replaced; a rule that sleeps expires nothing."""
    rules = [{"id": "expire", "status": "Enabled", **rule}]

    assert expected is said("LZ-LOG-013", changed(IN_SCOPE, "audits-lifecycle", rules=rules))


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        (without(AGENT_LOGS, "agent-logs", "agent-logs-delivery"), FAIL),
        (without(AGENT_LOGS, "agent-logs-delivery"), FAIL),
        (changed(AGENT_LOGS, "agent-logs", resourceArn="arn:aws:bedrock-agentcore:eu-west-1:1:runtime/other"), FAIL),
        (changed(AGENT_LOGS, "agent-logs", resourceArn=UNKNOWN), UNSURE),
        (linked(AGENT_LOGS, "agent-logs-delivery", deliverySourceName="agent"), FAIL),
        (changed(AGENT_LOGS, "agent-logs-delivery", deliverySourceName="lz-prod-support-agent"), PASS),
    ],
)
def test_logs_go_from_the_agent_through_a_source_to_a_place(stack: Examples, expected: Verdict) -> None:
    """Each of the two halves is needed, and of this agent."""
    assert expected is said("LZ-LOG-014", stack)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/aws/sagemaker/Endpoints/fraud", FAIL),
        ("/aws/bedrock/invocations", FAIL),
        ("/aws/vendedlogs/bedrock/knowledge-base/1", FAIL),
        ("/aws/bedrock-agentcore/runtimes/a", FAIL),
        ("/lz/prod/bedrocks", PASS),
        ("/lz/prod/trail", PASS),
        (None, PASS),
        (UNKNOWN, UNSURE),
    ],
)
def test_a_group_of_an_ai_service_is_told_by_its_name(name: Any, expected: Verdict) -> None:
    """AWS names the groups that models and agents write to, and nobody can tag them first."""
    group = changed(without(MASKED, "prompts-masking"), "prompts", name=name, tags={"lz:data-class": "operations"})

    assert expected is said("LZ-LOG-017", group)


_ANY: Examples = changed(
    without(MASKED, "prompts-masking"), "prompts", name="/lz/prod/calls", tags={"lz:data-class": "operations"}
)


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        (aws(CALLS, "calls", loggingConfig={"cloudwatchConfig": {"logGroupName": "/lz/prod/calls"}}), FAIL),
        (aws(CALLS, "calls", loggingConfig={"cloudwatchConfig": {"logGroupName": "/lz/prod/others"}}), PASS),
        (aws(CALLS, "calls", loggingConfig={"cloudwatchConfig": {"logGroupName": UNKNOWN}}), UNSURE),
        (aws(CALLS, "calls", loggingConfig={"s3Config": {"bucketName": "b"}}), PASS),
        (aws(CALLS, "calls", {"loggingConfig": "prompts"}), FAIL),
    ],
)
def test_a_group_that_model_calls_are_logged_to_is_told_by_the_setting(calls: Example, expected: Verdict) -> None:
    """Whatever it is called, prompts and answers are in it."""
    assert expected is said("LZ-LOG-017", (*_ANY, calls))


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (masking(), PASS),
        (masking("Audit"), FAIL),
        (masking("Deidentify", {}), FAIL),
        ("no JSON", FAIL),
        ({"Statement": [{"DataIdentifier": [], "Operation": {"Deidentify": {"MaskConfig": {}}}}]}, FAIL),
        ({"Statement": [{"DataIdentifier": ["a"], "Operation": {"Deidentify": {"MaskConfig": "yes"}}}]}, FAIL),
        ({"Statement": [{"DataIdentifier": ["a"], "Operation": UNKNOWN}]}, UNSURE),
    ],
)
def test_a_policy_must_mask_something(policy: Any, expected: Verdict) -> None:
    """Finding alone hides nothing, and masking no kind of data neither."""
    assert expected is said("LZ-LOG-017", changed(MASKED, "prompts-masking", policyDocument=policy))


def test_the_mask_is_of_this_group() -> None:
    """By an edge or by its name."""
    named = changed(MASKED, "prompts-masking", logGroupName="/lz/prod/systems/support-assistant")

    assert PASS is said("LZ-LOG-017", named)
    assert FAIL is said("LZ-LOG-017", changed(MASKED, "prompts-masking", logGroupName="/lz/prod/other"))
    assert UNSURE is said("LZ-LOG-017", changed(MASKED, "prompts-masking", logGroupName=UNKNOWN))
    assert FAIL is said("LZ-LOG-017", without(MASKED, "prompts-masking"))


HIGH = {**AI_TAGS, "lz:risk-tier": "high"}
PAPERS = {"lz:content": "technical-documentation"}


def owed(tags: dict[str, Any] = HIGH, bucket: dict[str, Any] | None = None) -> Verdict:
    """What is said of a flow with these tags, and a bucket with those."""
    flow = aws(FLOW, "flow", name="answers", tags={**HIGH, **tags})
    return verdict(STORED, (flow, *(() if bucket is None else (aws(BUCKET, "papers", tags=bucket),))))


def test_a_high_risk_system_owes_a_store_for_its_documentation() -> None:
    """Another tier owes none, and a bucket of anything else is none."""
    assert (FAIL, PASS) == (owed(), owed(bucket=PAPERS))
    assert FAIL is owed(bucket={"lz:content": "dataset"})
    assert PASS is owed({"lz:risk-tier": "limited"})


def test_what_is_not_known_yet_is_neither_owed_nor_paid() -> None:
    """The tier, or what the bucket is for."""
    assert UNSURE is owed({"lz:risk-tier": UNKNOWN})
    assert UNSURE is owed(bucket={"lz:content": UNKNOWN})


def test_the_recovery_side_and_a_single_layer_find_the_store_elsewhere() -> None:
    """The primary makes it for both Regions, in the layer data."""
    assert PASS is owed({"lz:role": "recovery"})
    whole = graph_of((aws(FLOW, "flow", name="answers", tags=HIGH),))
    assert () == outcomes(STORED, replace(whole, stack="prod.systems"))
