from __future__ import annotations

import json
from typing import Any

import pytest

from components.identity import names
from components.identity.boundary import ceiling
from components.identity.break_glass import BreakGlass, BreakGlassArgs, trust
from graph.model import UNKNOWN
from tests.synth import Declared, synth

USER = "arn:aws:iam::111122223333:user/on-call"
ROLE = "arn:aws:iam::111122223333:role/incident-commander"
BOUNDARY = "arn:aws:iam::111122223333:policy/lz-prod-boundary"


def broken_glass(*, unknown: bool = False) -> Declared:
    args = BreakGlassArgs(environment="prod", account="111122223333", principals=(ROLE, USER), boundary=BOUNDARY)
    return synth(lambda: BreakGlass("break-glass", args), unknown=unknown)


def statements(*principals: str) -> dict[str, dict[str, Any]]:
    return {s["Sid"]: s for s in json.loads(trust(principals))["Statement"]}


def test_a_user_proves_a_second_factor_within_the_hour() -> None:
    """A password or a key alone opens nothing, nor does yesterday's proof."""
    found = statements(USER, ROLE)["UsersWithSecondFactor"]

    assert {"AWS": [USER]} == found["Principal"]
    assert {
        "Bool": {"aws:MultiFactorAuthPresent": "true"},
        "NumericLessThanEquals": {"aws:MultiFactorAuthAge": "3600"},
    } == found["Condition"]


def test_a_named_role_is_not_locked_out_by_a_key_its_session_never_has() -> None:
    """A federated session carries no proof of a second factor: the identity provider asks for it before."""
    found = statements(USER, ROLE)["SessionsOfNamedRoles"]

    assert {"AWS": [ROLE]} == found["Principal"]
    assert {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}} == found["Condition"]


@pytest.mark.parametrize(("principal", "sid"), [(USER, "UsersWithSecondFactor"), (ROLE, "SessionsOfNamedRoles")])
def test_no_statement_is_left_without_a_principal(principal: str, sid: str) -> None:
    """IAM refuses a statement that trusts nobody."""
    assert [sid] == list(statements(principal))


@pytest.mark.parametrize("unknown", [False, True])
def test_the_role_is_short_and_under_the_ceiling(unknown: bool) -> None:  # noqa: FBT001  pytest passes it by name
    """An hour, and not beyond what any role of the environment can do."""
    declared = broken_glass(unknown=unknown)
    role = declared.only("aws:iam/role:Role")
    granted = json.loads(declared.only("aws:iam/rolePolicy:RolePolicy")["policy"])["Statement"]

    assert 3600 == role["maxSessionDuration"]
    assert BOUNDARY == role["permissionsBoundary"]
    assert [*ceiling("111122223333")] == [s for s in granted if s["Effect"] == "Allow"]
    assert [] == [s for s in granted if "*" in s["Action"]]


def test_the_output_is_the_arn_that_the_boundary_excepts() -> None:
    """The name in the boundary's exception is this role's."""
    assert {"arn": names.break_glass_arn("prod", "111122223333")} == broken_glass().outputs_of("lz:identity:BreakGlass")
    assert {"arn": UNKNOWN} == broken_glass(unknown=True).outputs_of("lz:identity:BreakGlass")


def test_no_emergency_asks_a_model_past_its_guardrail() -> None:
    """Nor behind a draft of it: what an attacker with this role reads is not what models can be made to say."""
    granted = json.loads(broken_glass().only("aws:iam/rolePolicy:RolePolicy")["policy"])["Statement"]
    [denied] = [s for s in granted if s["Effect"] == "Deny"]

    assert ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"] == denied["Action"]
    assert {"StringNotLike": {"bedrock:GuardrailIdentifier": "arn:aws:bedrock:*:111122223333:guardrail/*:*"}} == denied[
        "Condition"
    ]
