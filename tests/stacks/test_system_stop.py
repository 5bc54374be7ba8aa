"""What a stop of a system rests on: its functions read it, and none of them can take it back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from config.load import environments, load
from graph.model import Resource
from policies.iam import matches, read
from policies.value import wrap
from policies.verdict import Verdict
from tests.previews import previewed

FUNCTION, POLICY = "aws:lambda/function:Function", "aws:iam/rolePolicy:RolePolicy"
WRITES = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")


def deciding(environment: str) -> list[Resource]:
    """The functions that ask models first."""
    return [r for r in previewed(environment).of_type(FUNCTION) if r.name.endswith("-decision-function")]


@pytest.mark.parametrize("environment", environments())
def test_every_decision_function_is_told_where_its_stop_is(environment: str) -> None:
    """On both sides of a pair by the one name of the family, so that one word reaches both."""
    family = load(environment).family
    tables = {str(r.properties["environment"]["variables"]["LZ_STOP_TABLE"]) for r in deciding(environment)}

    assert {f"lz-{family}-decision-breakers"} == tables


def _statements() -> list[tuple[str, dict[str, Any]]]:
    """Every statement of every system's functions, with the name of its policy."""
    policies = previewed("prod").of_type(POLICY)
    return [
        (one.name, statement)
        for one in policies
        if one.name.endswith("-permissions")
        for statement in json.loads(str(one.properties["policy"]))["Statement"]
    ]


def test_no_function_can_take_back_a_stop() -> None:
    """Whichever may write into the table is denied the items of stops, by every action that writes."""
    table = "table/lz-prod-decision-breakers"
    writers = {
        name
        for name, statement in _statements()
        if statement["Effect"] == "Allow"
        and any(arn.endswith(table) for arn in statement["Resource"])
        and any(matches(action, write) for action in statement["Action"] for write in WRITES)
    }
    kept = {
        name
        for name, statement in _statements()
        if statement.get("Sid") == "NeverStop"
        and {"ForAnyValue:StringLike": {"dynamodb:LeadingKeys": ["stop#*"]}} == statement["Condition"]
        and set(WRITES) <= set(statement["Action"])
        and any(arn.endswith(table) for arn in statement["Resource"])
    }

    assert {
        "fraud-scoring-decision-permissions",
        "support-assistant-decision-permissions",
        "support-assistant-shadow-permissions",
    } == writers
    assert writers == kept


def test_the_denial_is_one_and_leaves_reading_alone() -> None:
    """A function that could not read its stop would never decide."""
    policy = next(
        p for p in previewed("prod").of_type(POLICY) if p.name == "fraud-scoring-decision-permissions"
    ).properties["policy"]
    denied = [s for s in read(wrap("", "policy", policy)).statements if s.allows is Verdict.FAIL]

    assert 1 == len(denied)
    assert Verdict.FAIL is denied[0].covers("dynamodb:GetItem")
