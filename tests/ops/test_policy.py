"""`lz policy`: every rule can be found and explained."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from config.load import environments
from ops.cli import main
from ops.console import show
from ops.exemptions import Standing
from ops.exits import Exit
from ops.lookup import find
from ops.policy import explained
from policies.exemptions import Exemption
from policies.guards import GUARDS, Guard
from policies.registry import all_rules
from policies.rule import Rule, Severity


def test_list_shows_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    """Id, severity and title on one line each."""
    assert Exit.OK == main(["policy", "list"])

    lines = capsys.readouterr().out.splitlines()
    for rule, line in zip(all_rules(), lines, strict=True):
        assert [rule.id, str(rule.severity), rule.title] == re.split(r"\s{2,}", line)


def test_list_can_be_narrowed_to_a_severity(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON here, for a script."""
    main(["policy", "list", "--severity", "critical", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert [rule.id for rule in all_rules() if rule.severity is Severity.CRITICAL] == [rule["id"] for rule in found]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_every_rule_explains_itself(rule: Rule, capsys: pytest.CaptureFixture[str]) -> None:
    """Why, what to change, which types, and where the example that breaks it is wrong."""
    show(explained(rule, {"dev": "advisory"}, {"high": "mandatory", "limited": "off"}, []))

    said = capsys.readouterr().out
    for part in (rule.id, rule.title, rule.why, rule.fix, rule.offending, *rule.types, "dev advisory; high-risk"):
        assert part in said, part


def test_explain_says_what_a_rule_does_in_every_environment(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON here, for a script."""
    assert Exit.OK == main(["policy", "explain", all_rules()[0].id, "--json"])

    said = json.loads(capsys.readouterr().out)
    assert environments() == sorted(said["levels"])
    assert {"mandatory", "advisory", "off"} >= {*said["levels"].values(), *said["tiers"].values()}
    assert ["high"] == list(said["tiers"])


def test_explain_says_how_far_a_rule_carries_each_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    """With what the requirement asks; as JSON for a script."""
    assert Exit.OK == main(["policy", "explain", "LZ-S3-001"])
    assert "CIS AWS Foundations v5 2.1.4 full: S3 blocks public access" in capsys.readouterr().out

    assert Exit.OK == main(["policy", "explain", "LZ-S3-001", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert {"2.1.4": "full"} == said["coverage"]["CIS v5"]
    assert [] == said["exemptions"]


def test_explain_names_what_asks_the_same_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    """AWS Config of what is there, and the API server of what is sent to it; as JSON for a script."""
    main(["policy", "explain", "LZ-S3-007"])
    assert "AWS Config  S3_BUCKET_VERSIONING_ENABLED (same)" in capsys.readouterr().out
    main(["policy", "explain", "LZ-K8S-001"])
    assert "admission   ValidatingAdmissionPolicy lz-k8s-001" in capsys.readouterr().out
    main(["policy", "explain", "LZ-K8S-010"])
    assert "admission   not held by an API server. The budget is another object" in capsys.readouterr().out
    main(["policy", "explain", "LZ-FN-005"])
    assert "lz verify   function: stands in" in capsys.readouterr().out

    main(["policy", "explain", "LZ-FN-005", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert [{"identifier": "LAMBDA_INSIDE_VPC", "extent": "wider", "note": "every function"}] == said["aws_config"]
    assert [] == said["admission"]
    assert ["function: stands in"] == said["verify"]


def test_explain_says_who_is_exempt(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the rule alone, with the days left."""
    rule = find("LZ-S3-001", all_rules())
    one = Exemption(
        rule=rule.id,
        urn="urn:pulumi:dev::ai-landing-zone::aws:s3/bucket:Bucket::site",
        reason="the bucket serves a public website",
        owner="web@example.com",
        ticket="OPS-123",
        granted=date(2026, 11, 1),
        expires=date(2026, 11, 30),
    )

    show(explained(rule, {}, {}, [Standing(one, rule, 4, "holds")]))

    said = capsys.readouterr().out
    assert [] == [part for part in ("site", "web@example.com", "OPS-123", " 4 ", "holds") if part not in said]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.id)
def test_what_the_engine_holds_is_explained_too(guard: Guard, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding may carry its id."""
    assert Exit.OK == main(["policy", "explain", guard.id.lower()])
    said = capsys.readouterr().out
    assert [] == [
        part for part in (guard.id, guard.title, guard.why, guard.fix, "every environment") if part not in said
    ]

    assert Exit.OK == main(["policy", "explain", guard.id, "--json"])
    assert set(guard.frameworks) == set(json.loads(capsys.readouterr().out)["coverage"])


def test_a_rule_is_found_in_any_case() -> None:
    """People type lz-s3-001."""
    first = all_rules()[0]

    assert first is find(first.id.lower(), all_rules())


def test_a_rule_that_is_not_there_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2."""
    assert Exit.CONFIGURATION == main(["policy", "explain", "LZ-S3-01"])

    assert "did you mean LZ-S3-0" in capsys.readouterr().err
