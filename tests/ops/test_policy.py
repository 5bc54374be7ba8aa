"""`lz policy`: every rule can be found and explained."""

from __future__ import annotations

import json
import re

import pytest

from config.load import environments
from ops.cli import main
from ops.console import show
from ops.exits import Exit
from ops.policy import explained, find
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
    show(explained(rule, {"dev": "advisory"}))

    said = capsys.readouterr().out
    for part in (rule.id, rule.title, rule.why, rule.fix, rule.offending, *rule.types, "dev advisory"):
        assert part in said, part


def test_explain_says_what_a_rule_does_in_every_environment(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON here, for a script."""
    assert Exit.OK == main(["policy", "explain", all_rules()[0].id, "--json"])

    levels = json.loads(capsys.readouterr().out)["levels"]
    assert environments() == sorted(levels)
    assert {"mandatory", "advisory", "off"} >= set(levels.values())


def test_a_rule_is_found_in_any_case() -> None:
    """People type lz-s3-001."""
    first = all_rules()[0]

    assert first is find(first.id.lower(), all_rules())


def test_a_rule_that_is_not_there_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2."""
    assert Exit.CONFIGURATION == main(["policy", "explain", "LZ-S3-01"])

    assert "did you mean LZ-S3-0" in capsys.readouterr().err
