"""The ways a call of a foundation model can be granted, routed, paid for and logged: the rules hold for all of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from graph.model import UNKNOWN
from policies.documents import POLICY
from policies.example import graph_of
from policies.geography import allowed
from policies.rules.examples.build import ACCOUNT, REGION, aws, changed
from policies.rules.examples.models import MODELS, ask, logging
from policies.verdict import Verdict
from tests.policies.rules.judged import RULES, outcomes, verdict

ANY_MODEL = {"Effect": "Allow", "Action": "bedrock:*", "Resource": "*"}


def deny(condition: Any, action: Any = "bedrock:InvokeModel*", resource: str = "*") -> dict[str, Any]:
    return {"Effect": "Deny", "Action": action, "Resource": resource, "Condition": condition}


ELSEWHERE = {"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([ANY_MODEL], Verdict.FAIL),
        ([ANY_MODEL, deny({"Null": {"bedrock:GuardrailIdentifier": "true"}})], Verdict.PASS),
        ([ANY_MODEL, deny({"StringNotLike": {"bedrock:GuardrailIdentifier": "arn:aws:bedrock:*:1:*"}})], Verdict.PASS),
        ([ANY_MODEL, deny({"Null": {"bedrock:GuardrailIdentifier": "false"}})], Verdict.FAIL),
        ([ANY_MODEL, deny({"Null": {"bedrock:GuardrailIdentifier": "true"}}, "bedrock:InvokeModel")], Verdict.FAIL),
        (
            [ANY_MODEL, deny({"Null": {"bedrock:GuardrailIdentifier": "true"}}, resource="arn:aws:bedrock:::x")],
            Verdict.FAIL,
        ),
        ([ANY_MODEL, deny({"Null": {"bedrock:GuardrailIdentifier": "true"}, **ELSEWHERE})], Verdict.FAIL),
        ([ANY_MODEL, deny({})], Verdict.PASS),
        ([{"Effect": "Allow", "Action": ["bedrock:Get*"], "Resource": "*"}], Verdict.PASS),
    ],
)
def test_a_deny_makes_a_wide_grant_narrow_only_where_it_covers_every_call(
    statements: list[dict[str, Any]], expected: Verdict
) -> None:
    """A stream is a call too; a deny for one model leaves the others, and one for a Region those elsewhere."""
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})

    assert expected is verdict(RULES["LZ-BR-010"], (aws(POLICY, "policy", policy=policy),))


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("eu.guardrail.v1:0", True),
        ("us.guardrail.v1:0", False),
        ("arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0", True),
        ("arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.anthropic.claude-v1:0", False),
        ("arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-v1:0", True),
        ("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v1:0", False),
        ("anthropic.claude-v1:0", False),
    ],
)
def test_a_geography_is_read_from_ids_and_arns(identifier: str, expected: bool) -> None:  # noqa: FBT001  a parametrized value
    """What names no geography at all is not taken for an allowed one."""
    assert expected is allowed(identifier)


def test_a_divided_environment_is_not_asked_for_another_layers_setting() -> None:
    """The layer systems has guardrails, the layer platform the logging: neither stack alone can be wrong about both."""
    without = tuple(example for example in MODELS if example.name != "calls")

    assert Verdict.FAIL is verdict(RULES["LZ-BR-013"], without)
    assert () == outcomes(RULES["LZ-BR-013"], graph_of(without, stack="prod.systems"))


def test_a_deny_whose_conditions_are_not_known_yet_may_cover_every_call() -> None:
    """Nobody can say before the deploy."""
    policy = {"Statement": [ANY_MODEL, deny(UNKNOWN)]}

    assert Verdict.UNKNOWN is verdict(RULES["LZ-BR-010"], (aws(POLICY, "policy", policy=policy),))


def test_a_region_that_is_not_known_yet_is_no_pass() -> None:
    """The logging may stand somewhere else."""
    stack = changed(MODELS, "profile", region=UNKNOWN)

    assert Verdict.UNKNOWN is verdict(RULES["LZ-BR-013"], tuple(replace(e) for e in stack))


def asks(**changes: Any) -> dict[str, Any]:
    behind = {"StringLike": {"bedrock:GuardrailIdentifier": "arn:aws:bedrock:eu-west-1:1:guardrail/g:*"}}
    model = "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-v1:0"
    return {"Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": model, "Condition": behind, **changes}


def judged(rule: str, *statements: dict[str, Any]) -> Verdict:
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return verdict(RULES[rule], (aws(POLICY, "policy", policy=policy),))


OF_SYSTEM = {"StringEquals": {"aws:ResourceTag/lz:system": "support-assistant"}}
PROFILES = "arn:aws:bedrock:eu-west-1:1:application-inference-profile/*"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.PASS),
        ({"Resource": "*"}, Verdict.FAIL),
        ({"Resource": "arn:aws:bedrock:*::foundation-model/*"}, Verdict.FAIL),
        ({"Resource": "arn:aws:bedrock:*:*:*"}, Verdict.FAIL),
        ({"Resource": "arn:aws:bedrock:eu-west-1::foundation-model/?*"}, Verdict.FAIL),
        ({"Resource": "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.*"}, Verdict.PASS),
        ({"Resource": ["arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-v1:0", PROFILES]}, Verdict.FAIL),
        ({"Resource": PROFILES, "Condition": OF_SYSTEM}, Verdict.PASS),
        ({"Resource": PROFILES, "Condition": {"StringLike": {"aws:ResourceTag/lz:system": "*"}}}, Verdict.FAIL),
        ({"Resource": PROFILES, "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}, Verdict.FAIL),
        ({"Resource": "*", "Effect": "Deny"}, Verdict.PASS),
        ({"Resource": "*", "Action": "bedrock:*"}, Verdict.FAIL),
        ({"Resource": "*", "Action": "bedrock:InvokeModelWithResponseStream"}, Verdict.FAIL),
        ({"Resource": "*", "Action": "bedrock:GetGuardrail"}, Verdict.PASS),
        ({"Resource": "*", "Action": "*"}, Verdict.PASS),
    ],
)
def test_models_are_named_or_told_by_a_tag(changes: dict[str, Any], expected: Verdict) -> None:
    """A profile has no id before it is made; its tag is there from the first day."""
    assert expected is judged("LZ-IAM-011", asks(**changes))


GUARDRAIL_OF = "arn:aws:bedrock:*:1:guardrail/"
DRAFT = {"StringEquals": {"bedrock:GuardrailIdentifier": f"{GUARDRAIL_OF}g"}}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([asks()], Verdict.PASS),
        ([asks(Condition={"StringEquals": {"bedrock:GuardrailIdentifier": f"{GUARDRAIL_OF}g:3"}})], Verdict.PASS),
        ([asks(Condition=DRAFT)], Verdict.FAIL),
        ([asks(Condition={"StringEquals": {"bedrock:GuardrailIdentifier": f"{GUARDRAIL_OF}g:DRAFT"}})], Verdict.FAIL),
        ([asks(Condition={"StringLike": {"bedrock:GuardrailIdentifier": f"{GUARDRAIL_OF}*"}})], Verdict.FAIL),
        ([asks(Action="bedrock:GetGuardrail", Condition=DRAFT)], Verdict.PASS),
        ([asks(Effect="Deny", Condition=DRAFT)], Verdict.PASS),
        ([ANY_MODEL], Verdict.PASS),
        ([ANY_MODEL, deny({"Null": {"bedrock:GuardrailIdentifier": "true"}})], Verdict.FAIL),
        ([ANY_MODEL, deny({"StringNotLike": {"bedrock:GuardrailIdentifier": f"{GUARDRAIL_OF}*:*"}})], Verdict.PASS),
        ([ANY_MODEL, deny({"StringNotLike": {"bedrock:GuardrailIdentifier": f"{GUARDRAIL_OF}*"}})], Verdict.FAIL),
    ],
)
def test_a_draft_of_a_guardrail_is_no_guardrail(statements: list[dict[str, Any]], expected: Verdict) -> None:
    """Who demands none at all is LZ-BR-010's; who demands one demands a number, or refuses what has none."""
    assert expected is judged("LZ-IAM-012", *statements)


@pytest.mark.parametrize(
    ("rule", "resource"), [("LZ-IAM-011", "*"), ("LZ-BR-012", "arn:aws:bedrock:*::foundation-model/*")]
)
def test_only_an_emergency_may_ask_any_model(rule: str, resource: str) -> None:
    """The role that emergencies open is as wide as its boundary, by its name in the organisation's facts."""
    role = aws("aws:iam/role:Role", "role", name="lz-prod-break-glass")
    policy = json.dumps({"Statement": asks(Resource=resource)})
    inline = aws("aws:iam/rolePolicy:RolePolicy", "inline", {"role": "role"}, policy=policy)

    assert Verdict.PASS is verdict(RULES[rule], (role, inline))
    assert Verdict.FAIL is verdict(RULES[rule], (*changed((role,), "role", name="lz-prod-x"), inline))


_FOUNDATION = f"arn:aws:bedrock:{REGION}::foundation-model/anthropic.claude"
_SHARED = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:inference-profile/eu.anthropic.claude"
_OWN = f"arn:aws:bedrock:{REGION}:{ACCOUNT}:application-inference-profile/*"


@pytest.mark.parametrize(
    ("resource", "profile", "expected"),
    [
        (_FOUNDATION, None, Verdict.FAIL),
        (_SHARED, None, Verdict.FAIL),
        (_FOUNDATION, _OWN, Verdict.PASS),
        (_FOUNDATION, _SHARED, Verdict.FAIL),
        (f"arn:aws:bedrock:{REGION}:{ACCOUNT}:imported-model/abc", None, Verdict.PASS),
        (_OWN, None, Verdict.PASS),
    ],
)
def test_a_foundation_model_is_on_a_systems_account(resource: str, profile: str | None, expected: Verdict) -> None:
    """What is asked through an application inference profile is, whichever Region the profile then chooses."""
    condition = {"StringLike": {"bedrock:GuardrailIdentifier": f"arn:aws:bedrock:{REGION}:{ACCOUNT}:guardrail/g:*"}}
    through = {"ArnLike": {"bedrock:InferenceProfileArn": profile}} if profile else {}
    policy = ask(guardrail="", Resource=resource, Condition={**condition, **through})

    assert expected is verdict(RULES["LZ-BR-012"], changed(MODELS, "ask", policy=policy))


def test_who_may_not_ask_a_model_is_not_told_how() -> None:
    """Nor is a denial."""
    for statement in ({"Effect": "Deny"}, {"Action": "bedrock:GetFoundationModel"}):
        policy = ask(guardrail="", Resource=_FOUNDATION, **statement)

        assert Verdict.PASS is verdict(RULES["LZ-BR-012"], changed(MODELS, "ask", policy=policy))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.PASS),
        ({"textDataDeliveryEnabled": None}, Verdict.PASS),
        ({"textDataDeliveryEnabled": False}, Verdict.FAIL),
        ({"textDataDeliveryEnabled": UNKNOWN}, Verdict.UNKNOWN),
        ({"s3Config": None}, Verdict.FAIL),
        ({"s3Config": {"bucketName": ""}}, Verdict.FAIL),
        ({"s3Config": UNKNOWN}, Verdict.UNKNOWN),
    ],
)
def test_calls_are_kept_with_their_text_in_a_bucket(changes: dict[str, Any], expected: Verdict) -> None:
    """Bedrock keeps the text where nobody says otherwise; a bucket somebody must name."""
    stack = changed(MODELS, "calls", loggingConfig=logging(**changes))

    assert expected is verdict(RULES["LZ-BR-014"], stack)
