"""`lz policy admission`: the rules for the API server of a cluster."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.admission import told
from ops.cli import main
from ops.exits import Exit
from policies.admission.policy import about_objects, admissions
from policies.exemptions import Exemption
from policies.levels import Level, Settings
from policies.organisation import organisation
from policies.registry import all_rules

DAY = date(2026, 11, 27)
EXEMPTIONS = (
    ("LZ-K8S-001", "prod", date(2026, 12, 31)),
    ("LZ-K8S-001", "dev", date(2026, 12, 31)),
    ("LZ-K8S-002", "prod", date(2026, 11, 26)),
    ("LZ-K8S-010", "prod", date(2026, 12, 31)),
)
"""Rule, environment, and the last day: of these an API server refuses the first."""


def _exemption(rule: str, environment: str, expires: date) -> Exemption:
    return Exemption(
        rule=rule,
        urn=f"urn:pulumi:{environment}::ai-landing-zone::kubernetes:apps/v1:Deployment::vllm",
        reason="the vendor gives no digest",
        owner="models@example.com",
        ticket="OPS-7",
        granted=date(2026, 11, 1),
        expires=expires,
    )


def _objects(text: str) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(text))


def test_policies_go_to_stdout_and_what_is_not_held_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    """So that the one can be piped into kubectl, and the other is read: each rule without a policy, with its reason."""
    assert Exit.OK == main(["policy", "admission", "prod"])

    said = capsys.readouterr()
    made = _objects(said.out)
    written = {one["metadata"]["annotations"]["lz/rule"] for one in made}
    left = {rule.id: rule.beyond for rule in about_objects(all_rules()) if not rule.cel}
    assert {"ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"} == {one["kind"] for one in made}
    assert written.isdisjoint(left)
    assert all(f"  {id_} not held: {why}\n" in said.err for id_, why in left.items())
    assert f"prod: {len(written)} of {len(written) + len(left)} rules about Kubernetes objects" in said.err


def test_a_file_is_written_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing else is left in the folder, and no part of an object is an alias of another's."""
    target = tmp_path / "made" / "admission.yaml"

    assert Exit.OK == main(["policy", "admission", "dev", "-o", str(target)])
    assert "" == capsys.readouterr().out
    assert [target] == list(target.parent.iterdir())
    assert "&id" not in target.read_text("utf-8")


def test_an_environment_decides_what_a_rule_does(capsys: pytest.CaptureFixture[str]) -> None:
    """In dev a probe that is missing warns, whereas prod has its own levels."""
    actions = dict[str, dict[str, list[str]]]()
    for environment in ("dev", "prod"):
        main(["policy", "admission", environment])
        made = _objects(capsys.readouterr().out)
        actions[environment] = {
            one["metadata"]["name"]: one["spec"]["validationActions"] for one in made if "Binding" in one["kind"]
        }

    assert ["Warn", "Audit"] == actions["dev"]["lz-k8s-004"]
    assert ["Deny", "Audit"] == actions["prod"]["lz-k8s-004"]


def test_an_environment_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """With the nearest that is one."""
    assert Exit.CONFIGURATION == main(["policy", "admission", "prd"])
    assert "did you mean prod?" in capsys.readouterr().err


def test_what_the_api_server_does_not_know_is_said() -> None:
    """An exemption is about a resource of the program; one of another environment, or an old one, is left out."""
    rules = about_objects(all_rules())
    settings = replace(Settings.load("prod"), exemptions=tuple(_exemption(*one) for one in EXEMPTIONS))
    held = admissions(rules, settings, organisation().cluster_operators, {})

    said = [line for line in told(rules, held, settings, DAY) if " is exempt " in line]

    urn = "urn:pulumi:prod::ai-landing-zone::kubernetes:apps/v1:Deployment::vllm"
    assert [f"  LZ-K8S-001 is exempt for {urn} until 2026-12-31; the API server refuses it all the same"] == said


def test_what_is_off_is_said() -> None:
    """A rule without a policy is either beyond an API server, or nobody asks it here."""
    rules = about_objects(all_rules())
    settings = replace(Settings.load("prod"), rules={rule.id: Level.OFF for rule in rules}, tiers={})

    said = list(told(rules, admissions(rules, settings, organisation().cluster_operators, {}), settings, DAY))

    assert f"prod: 0 of {len(rules)} rules about Kubernetes objects (none)" == said[0]
    assert "  LZ-K8S-001 off in prod" in said
    assert len(rules) + 1 == len(said)
