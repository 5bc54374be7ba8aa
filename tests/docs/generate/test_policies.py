"""The reference of the policy pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.generate import policies
from policies.registry import all_rules

RULES = {rule.id: rule for rule in all_rules()}


def test_the_page_is_what_the_rules_say() -> None:
    """A rule that changes without its page is caught here."""
    assert 0 == policies.main(["--check"]), f"run: {policies.COMMAND}"


def test_every_rule_is_explained() -> None:
    """Title, reason, fix and a link from its section's table."""
    page = policies.page(tuple(RULES.values()))
    missing = [
        rule.id
        for rule in RULES.values()
        if any(
            part not in page for part in (f"### {rule.id}\n", rule.title, rule.why, rule.fix, f"(#{rule.id.lower()})")
        )
    ]

    assert [] == missing


def test_an_example_shows_what_differs_and_nothing_else() -> None:
    """Forty properties that are the same teach nobody."""
    name, good, bad = policies.difference(RULES["LZ-S3-007"])

    assert "store-versioning" == name
    assert (
        {"versioningConfiguration": {"status": "Enabled"}},
        {"versioningConfiguration": {"status": "Suspended"}},
    ) == (
        good,
        bad,
    )


def test_of_a_deep_object_the_branch_is_shown_that_differs() -> None:
    """A pod is a page by itself; what is missing from one side is shown on the other."""
    where = {"spec": {"template": {"spec": {"containers": [{"image": "example.com/vllm:latest"}]}}}}
    assert where == policies.difference(RULES["LZ-K8S-001"])[2]

    _, good, bad = policies.difference(RULES["LZ-K8S-007"])
    assert {"readinessProbe"} == good["spec"]["template"]["spec"]["containers"][0].keys()
    assert {"spec": {"template": {"spec": {"containers": [{}]}}}} == bad


def test_a_policy_document_is_shown_opened() -> None:
    """A JSON string is unreadable in a page."""
    _, _, bad = policies.difference(RULES["LZ-IAM-001"])

    assert "*" == bad["policy"]["Statement"][0]["Action"]


def test_an_option_is_shown_as_an_option() -> None:
    """What Pulumi is told differs, not a property."""
    _, good, bad = policies.difference(RULES["LZ-CHG-001"])

    assert ({"options.protect": True}, {"options.protect": False}) == (good, bad)


def test_a_page_that_is_behind_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check writes nothing, names the command, and ends with exit code 1; without it the page is written."""
    monkeypatch.setattr(policies, "ROOT", tmp_path)

    assert 1 == policies.main(["--check"])
    assert policies.COMMAND in capsys.readouterr().err
    assert not (tmp_path / policies.PAGE).exists()

    assert 0 == policies.main([])
    assert 0 == policies.main(["--check"])
    assert ["policies.md"] == [path.name for path in (tmp_path / policies.PAGE).parent.iterdir()]
