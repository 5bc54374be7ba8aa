"""`lz policy admission`: the rules for the API server of a cluster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.cli import main
from ops.exits import Exit
from policies.admission.policy import about_objects
from policies.registry import all_rules


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
