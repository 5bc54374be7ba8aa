"""What makes an inventory of AI systems true."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.example import graph_of
from policies.inventory import PARAMETER, TABLE
from policies.rule import Example
from policies.rules.examples.build import AI_TAGS, ai, aws
from policies.rules.examples.inventory import entry
from policies.systems import AGENT, ENDPOINT
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, verdict

PASS, FAIL, UNSURE = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
NAME = "/any/path/inventory/support-assistant"
AN_ENDPOINT = ai(ENDPOINT, "endpoint", name="answers")
BOTH = {ENDPOINT: ["answers"], TABLE: ["memory"]}


def registered(value: Any = None, name: Any = NAME, prop: str = "insecureValue") -> Example:
    said = entry({ENDPOINT: ["answers"]}) if value is None else value
    return aws(PARAMETER, "entry", **{"name": name, "type": "String", prop: said})


def said(rule: str, *stack: Example) -> Verdict:
    return verdict(RULES[rule], stack)


@pytest.mark.parametrize(
    ("entry_", "expected"),
    [
        (registered(), PASS),
        (registered(prop="value"), PASS),
        (registered(name="/lz/prod/inventory/another"), FAIL),
        (registered(name="/lz/prod/inventory/support-assistant/owner"), FAIL),
        (registered(name=UNKNOWN), UNSURE),
        (registered(UNKNOWN), UNSURE),
        (registered("support@example.com"), FAIL),
        (registered(json.dumps({"system": "support-assistant", "owner": "a@b.c", "purpose": "x"})), FAIL),
    ],
)
def test_a_system_is_registered_by_its_own_entry(entry_: Example, expected: Verdict) -> None:
    """Whose value says what it is, whether the program calls it a secret or not."""
    assert expected is said("LZ-GOV-006", AN_ENDPOINT, entry_)


def test_a_system_in_no_list_and_one_that_nobody_named_fail() -> None:
    """An inventory is no inventory if it is enough not to say whose a thing is."""
    assert FAIL is said("LZ-GOV-006", AN_ENDPOINT)
    assert FAIL is said("LZ-GOV-006", aws(ENDPOINT, "endpoint", name="answers"), registered())


@pytest.mark.parametrize(
    ("stack", "expected"),
    [
        ((AN_ENDPOINT, registered()), PASS),
        ((registered(),), FAIL),
        ((AN_ENDPOINT, registered(entry({}))), FAIL),
        ((AN_ENDPOINT, registered(entry({ENDPOINT: ["answers", "former"]}))), FAIL),
        ((AN_ENDPOINT, registered(entry({ENDPOINT: ["answers"], AGENT: ["answers"]}))), FAIL),
        ((AN_ENDPOINT, registered(entry({ENDPOINT: ["answers"], "aws:x/y:Y": ["z"]}))), FAIL),
        ((AN_ENDPOINT, registered(json.dumps({"system": "support-assistant"}))), FAIL),
        ((AN_ENDPOINT, ai(TABLE, "memory", name="memory"), registered()), FAIL),
        ((AN_ENDPOINT, ai(TABLE, "memory", name="memory"), registered(entry(BOTH))), PASS),
        ((AN_ENDPOINT, aws(TABLE, "memory", name="memory"), registered()), PASS),
        ((AN_ENDPOINT, ai(TABLE, "memory", name="memory", tags={"lz:system": "other"}), registered()), PASS),
        ((AN_ENDPOINT, ai(TABLE, "memory", name="memory", tags={"lz:system": UNKNOWN}), registered()), UNSURE),
        ((ai(ENDPOINT, "endpoint", name=UNKNOWN), registered()), UNSURE),
        ((AN_ENDPOINT, registered(UNKNOWN)), UNSURE),
        ((registered(UNKNOWN),), UNSURE),
    ],
)
def test_an_entry_names_what_stands_and_nothing_else(stack: tuple[Example, ...], expected: Verdict) -> None:
    """Whichever way they drift apart."""
    assert expected is said("LZ-CHG-009", *stack)


def test_what_does_not_stand_is_named_by_its_type_and_never_by_what_somebody_wrote() -> None:
    """A message goes where the value may not."""
    stack = (AN_ENDPOINT, registered(entry({ENDPOINT: ["answers"], AGENT: ["secret"], "secret:type": ["secret"]})))
    found = [o.message for o in outcomes(RULES["LZ-CHG-009"], graph_of(stack)) if o.verdict is FAIL]

    assert [AGENT in message for message in found] == [True, False]
    assert "none of a system's" in found[1]
    assert "secret" not in "".join(found)


def test_a_parameter_that_is_no_entry_is_not_judged() -> None:
    """Most parameters are something else, also where their names are not known yet."""
    others = (
        aws(PARAMETER, "region", name="/lz/prod/region", type="String", value="eu-west-1"),
        aws(PARAMETER, "host", name=UNKNOWN, type="String", value="db.example.com"),
    )

    assert () == outcomes(RULES["LZ-CHG-009"], graph_of(others))


def test_an_entry_that_may_be_anothers_is_not_called_wrong() -> None:
    """Its name is not known yet."""
    assert UNSURE is said("LZ-CHG-009", AN_ENDPOINT, registered(entry({ENDPOINT: ["former"]}), name=UNKNOWN))


def test_the_examples_are_of_one_system() -> None:
    """The helper of the examples and their tags say the same."""
    assert AI_TAGS["lz:system"] == json.loads(entry({}))["system"]
