"""What the rules about longer retention say of cases beyond their examples."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.registry import all_rules
from policies.rule import Examples
from policies.rules.examples.ai_logs import AGENT_LOGS
from policies.rules.examples.build import changed, linked
from policies.rules.examples.retention import DOCUMENTS, IN_SCOPE
from policies.verdict import Verdict
from tests.policies.rules.judged import verdict

RULES = {rule.id: rule for rule in all_rules()}
PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def said(rule: str, stack: Examples) -> Verdict:
    return verdict(RULES[rule], stack)


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
