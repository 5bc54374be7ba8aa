"""What the inventory of AI systems says."""

from __future__ import annotations

import json

import pytest

from components.serving.inventory_entry import LONGEST, InventoryEntry, InventoryEntryArgs
from config.load import load_all
from tests.previews import previewed
from tests.synth import synth

PARAMETER = "aws:ssm/parameter:Parameter"
ENDPOINT, GUARDRAIL = "aws:sagemaker/endpoint:Endpoint", "aws:bedrock/guardrail:Guardrail"
ARGS = InventoryEntryArgs(
    environment="prod",
    system="fraud-scoring",
    region="eu-west-1",
    facts={"owner": "risk@example.com", "risk-tier": "high"},
    resources={ENDPOINT: ["b", "a"], GUARDRAIL: []},
    tags={"lz:system": "fraud-scoring"},
)


@pytest.mark.parametrize("unknown", [False, True])
def test_an_entry_is_known_before_anything_is_made(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """Whoever reviews a change reads what the list will say."""
    entry = synth(lambda: InventoryEntry("entry", ARGS), unknown=unknown).only(PARAMETER)

    assert ("/lz/prod/inventory/fraud-scoring", "String") == (entry["name"], entry["type"])
    assert {
        "owner": "risk@example.com",
        "risk-tier": "high",
        "system": "fraud-scoring",
        "resources": {ENDPOINT: ["a", "b"]},
    } == json.loads(entry["insecureValue"])


def test_every_system_of_every_environment_has_an_entry_that_costs_nothing() -> None:
    """A parameter of more than four kilobytes is of another tier, and is paid."""
    for name, zone in load_all().items():
        entries = {e.properties["name"]: e.properties["insecureValue"] for e in previewed(name).of_type(PARAMETER)}

        assert {f"/lz/{name}/inventory/{system.name}" for system in zone.cards} == set(entries)
        assert [] == [key for key, said in entries.items() if len(said) > LONGEST]
