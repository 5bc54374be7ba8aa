"""The schemas that editors use, held against what the loader takes."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from config.contracts import CONTRACTS
from config.library import KINDS
from config.load import ROOT
from config.schemas import Schema, contract_schema, environment_schema, file_schema, node_at, resolve
from config.vocabulary import Layer

FILES = sorted((ROOT / "environments").glob("*.yaml"))


def _errors(data: Any) -> list[str]:
    validator = Draft202012Validator(environment_schema())
    return [error.json_path for error in validator.iter_errors(data)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_names_its_schema_first_and_matches_it(path: Any) -> None:
    """So that an editor completes and marks what it reads."""
    text = path.read_text()

    assert "# yaml-language-server: $schema=../schema/environment.json" == text.partition("\n")[0]
    assert [] == _errors(yaml.safe_load(text))


def test_the_schemas_are_themselves_valid() -> None:
    """Against the meta-schema of their dialect."""
    Draft202012Validator.check_schema(environment_schema())
    for layer in Layer:
        Draft202012Validator.check_schema(contract_schema(layer))


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"network": {"natt": "single"}}, "$.network"),
        ({"account": 111122223333}, "$.account"),
        ({"region": "eu-west-9"}, "$.region"),
        ({"recovery": {"objectives": {"serving": {}}}}, "$.recovery.objectives"),
        ({"budget": {"monthly": "100"}}, "$.budget.monthly"),
        ({"network": {"zones": ["eu-west-1a", "euw1-az2"]}}, "$.network.zones[0]"),
    ],
)
def test_an_editor_marks_what_the_loader_refuses(data: Any, where: str) -> None:
    """The same model behind both."""
    assert [where] == _errors(data)


def test_a_file_need_not_say_everything_but_a_contract_must() -> None:
    """A parent may say it; nobody says a contract's fields a second time."""
    assert [] == _errors({"extends": "base", "retention": {"decisions": {"days": 400}}})
    assert {"required"} <= set(contract_schema(Layer.DATA))
    assert set(Layer) == set(CONTRACTS)


@pytest.mark.parametrize(
    "schema",
    [environment_schema(), *(file_schema(model, title) for model, title in KINDS.values())],
    ids=lambda schema: schema["title"],
)
def test_every_key_has_a_meaning_and_every_example_is_right(schema: Schema) -> None:
    """A reference without meanings, or a message that proposes a wrong value, would be worse than none."""
    seen = 0

    def walk(node: dict[str, Any], where: str) -> None:
        nonlocal seen
        found = resolve(schema, node)
        for example in found.get("examples", []):
            seen += 1
            Draft202012Validator({**found, "$defs": schema["$defs"]}).validate(example)
        for key, inner in found.get("properties", {}).items():
            assert resolve(schema, inner).get("description"), f"{where}.{key} has no meaning"
            walk(inner, f"{where}.{key}")
        for inner in (found.get("items"), found.get("additionalProperties")):
            if isinstance(inner, dict):
                walk(inner, f"{where}[]")

    walk({k: v for k, v in schema.items() if k != "$defs"}, "")

    assert seen > 1, "the walk must have reached the examples"


def test_a_place_in_the_schema_is_found_by_path() -> None:
    """Through lists, vocabularies and optional values; nothing is found where nothing is."""
    assert ["euw1-az1"] == (node_at(("network", "zones", 1), environment_schema()) or {})["examples"]
    assert ["15m"] == (node_at(("recovery", "objectives", "models", "rpo"), environment_schema()) or {})["examples"]
    assert "date" == (node_at(("retention", "lock", "confirmed"), environment_schema()) or {})["format"]
    assert node_at(("network", "colour"), environment_schema()) is None
