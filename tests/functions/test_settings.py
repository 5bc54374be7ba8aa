"""What a function refuses to start with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.settings import deployment, system
from functions.settings.deployment import Variable
from functions.settings.errors import SettingsError
from tests.functions.systems import ASSISTANT, FRAUD, SHADOW, targets
from tests.functions.systems import system as changed


def _with_target(number: int, **more: Any) -> dict[str, Any]:
    card = changed(FRAUD)
    card["targets"][number].update(more)
    return card


def _with_rule(**then: str) -> dict[str, Any]:
    card = changed(FRAUD)
    card["rules"]["rules"][0]["then"] = then
    return card


def _with_shadow(**more: Any) -> dict[str, Any]:
    return changed(ASSISTANT, shadow={**SHADOW, **more})


@pytest.mark.parametrize("card", [ASSISTANT, FRAUD], ids=["assistant", "fraud"])
def test_a_good_card_is_read(card: dict[str, Any]) -> None:
    """Both examples start."""
    assert card["system"] == system.parse(card).name


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (changed(FRAUD, bands__review=0.95), "bands.review is above bands.act"),
        (changed(FRAUD, record__on_store_failure="spool"), "must be fail for the risk tier high"),
        (changed(FRAUD, targets=[FRAUD["targets"][0], FRAUD["targets"][0]]), "stands twice"),
        (changed(FRAUD, targets=[FRAUD["targets"][1], FRAUD["targets"][0]]), "follows the human one"),
        (changed(FRAUD, deadline_ms=500), "deadline_ms allows 0.500 s"),
        ({key: value for key, value in FRAUD.items() if key != "scoring"}, "say what it means: scoring"),
        (_with_rule(outcome="maybe"), "maybe is none of the outcomes"),
        (changed(FRAUD, scoring__positive="maybe"), "maybe is none of the outcomes"),
        (_with_target(0, kind="oracle"), "targets.0.kind must be one of vllm, sagemaker, bedrock, human"),
        (changed(FRAUD, outcomes=["approve", "pending"]), "outcomes.1"),
        (_with_shadow(target={"name": "human", "kind": "human"}), "shadow.target is a person"),
        (_with_shadow(deadline_ms=900), "longer than shadow.deadline_ms"),
        (_with_shadow(share=0), "shadow.share"),
        (changed(FRAUD, shadow={"share": 1, "deadline_ms": 900}), "shadow.target is missing"),
        (changed(FRAUD, surprise=1), "has a property that is not known"),
        (changed(FRAUD, bands={"act": 1}), "bands.review is missing"),
        (changed(FRAUD, deadline_ms="soon"), "deadline_ms must be integer"),
        (changed(FRAUD, bands__act=1.5), "bands.act breaks maximum 1"),
    ],
)
def test_a_card_that_cannot_be_kept_is_refused(card: dict[str, Any], reason: str) -> None:
    """The cold start ends and says which key, and why."""
    with pytest.raises(SettingsError) as refused:
        system.parse(card)

    assert reason in str(refused.value)


def test_a_missing_or_broken_file_is_named(tmp_path: Path) -> None:
    """Not a stack trace about a path."""
    with pytest.raises(SettingsError, match=r"there is no system\.json"):
        system.read(tmp_path)
    (tmp_path / "system.json").write_text("{")
    with pytest.raises(SettingsError, match="is not JSON"):
        system.read(tmp_path)


def test_every_missing_variable_is_named_at_once() -> None:
    """One cold start shows them all."""
    with pytest.raises(SettingsError, match="LZ_STREAM, LZ_TARGETS are not set"):
        deployment.read({"AWS_REGION": "eu-west-1"}, (Variable.REGION, Variable.STREAM, Variable.TARGETS))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is not JSON"),
        ("[]", "must be object"),
        ("{}", "primary, a target of the kind vllm, has no url"),
        ('{"primary": {"url": "ftp://x"}}', "primary.url"),
        ('{"bedrock": {"guardrail": {"id": "g", "version": "DRAFT"}}}', "bedrock.guardrail.version"),
    ],
)
def test_targets_have_a_place(text: str, reason: str) -> None:
    """A target nobody can find is an error at the start, not at the first request; a draft of a guardrail is none."""
    with pytest.raises(SettingsError) as refused:
        deployment.places(text, system.parse(ASSISTANT))

    assert reason in str(refused.value)


def test_places_are_read() -> None:
    """A slash at the end of an address makes no double one."""
    found = deployment.places(targets("http://models/"), system.parse(ASSISTANT))

    assert "http://models//v1" == found["primary"].url
    assert "3" == (found["bedrock"].guardrail and found["bedrock"].guardrail.version)


def _properties(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        for name, held in schema.get("properties", {}).items():
            yield f"{path}.{name}", held
            yield from _properties(held, f"{path}.{name}")
        for name, held in schema.get("definitions", {}).items():
            yield from _properties(held, f"{path}.{name}")
        yield from _properties(schema.get("items"), f"{path}[]")


def test_every_key_is_documented() -> None:
    """The schema is the documentation of system.json; a key without a description is a key nobody knows."""
    assert [] == [path for path, held in _properties(system.schema()) if not held.get("description")]


def test_the_schema_is_one_that_others_can_read() -> None:
    """A validator of another house accepts the schema and the examples."""
    from jsonschema import Draft7Validator  # noqa: PLC0415  a test's own judge

    Draft7Validator.check_schema(system.schema())
    for card in (ASSISTANT, FRAUD):
        Draft7Validator(system.schema()).validate(json.loads(json.dumps(card)))
