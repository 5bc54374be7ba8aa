"""The program of the management account, as its first preview would show it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from engine.offline import ROOT, preview_offline
from graph.model import Graph
from policies.engine import evaluate
from policies.levels import Settings
from policies.org_policies import org_policies
from policies.organisation import organisation
from policies.registry import all_rules

ID, TARGETS = "o-abcd123456", ["ou-ab12-abcd1234", "123456789012"]
POLICY, ATTACHMENT = "aws:organizations/policy:Policy", "aws:organizations/policyAttachment:PolicyAttachment"


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> Graph:
    given = {
        "account": "999988887777",
        "id": ID,
        "owner": "security@example.org",
        "region": "eu-west-1",
        "targets": json.dumps(TARGETS),
    }
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps({f"ai-landing-zone:{key}": said for key, said in given.items()}))
    return preview_offline("organisation", ROOT / "organisation")


def test_every_document_is_attached_to_every_target(graph: Graph) -> None:
    """What the simulator proved is what AWS gets, to the character."""
    documents = org_policies(organisation(), ID)

    declared = {one.name: one.properties["content"] for one in graph if one.type == POLICY}
    assert {one.name: one.text for one in documents} == declared
    held = {(one.name, one.properties["targetId"]) for one in graph if one.type == ATTACHMENT}
    assert {(f"{one.name}-{target}", target) for one in documents for target in TARGETS} == held


def test_the_rules_find_nothing(graph: Graph) -> None:
    """An organisation opts out of AI services that learn (LZ-MON-006), and the program works in one account."""
    report = evaluate(graph, all_rules(), Settings.load("prod"), today=date(2026, 11, 27))

    assert [] == [(one.rule_id, one.message) for one in report.findings]
