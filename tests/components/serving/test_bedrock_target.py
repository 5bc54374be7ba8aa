"""A foundation model as one system may ask it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from components.serving.bedrock_target import BedrockTarget, BedrockTargetArgs, invoke_policy, model_source, models
from config.vocabulary import GEOGRAPHIES, geography_of
from tests.synth import synth

EU = "eu.anthropic.claude-haiku-4-5-20251001-v1:0"
LOCAL = "amazon.titan-text-express-v1"
ARGS = BedrockTargetArgs(
    target="lz-prod-support-bedrock",
    model=EU,
    system="support",
    account="111122223333",
    region="eu-west-1",
    tags={"lz:system": "support"},
)
PROFILES = "arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/*"
GUARDRAILS = "arn:aws:bedrock:eu-west-1:111122223333:guardrail/*"


def statements(args: BedrockTargetArgs = ARGS) -> dict[str, dict[str, Any]]:
    return {s["Sid"]: s for s in json.loads(invoke_policy(args))["Statement"]}


def test_a_geographys_profile_is_copied_and_a_model_of_the_region_is_itself() -> None:
    """A profile belongs to the account and Region that call it; a foundation model belongs to nobody."""
    assert f"arn:aws:bedrock:eu-west-1:111122223333:inference-profile/{EU}" == model_source(
        EU, ARGS.account, "eu-west-1"
    )
    assert f"arn:aws:bedrock:eu-west-1::foundation-model/{LOCAL}" == model_source(LOCAL, ARGS.account, "eu-west-1")


def test_a_geography_computes_in_its_regions_only() -> None:
    """One model ARN a Region of the geography, without the geography's own prefix."""
    found = models(EU, "eu-west-1")

    assert [f"arn:aws:bedrock:{r}::foundation-model/{EU.removeprefix('eu.')}" for r in GEOGRAPHIES["eu"]] == found
    assert [f"arn:aws:bedrock:eu-west-1::foundation-model/{LOCAL}"] == models(LOCAL, "eu-west-1")


def test_a_vendor_is_no_geography() -> None:
    """Ids of models begin with a vendor, ids of profiles with a geography."""
    assert ("eu", "global", None, None) == tuple(
        geography_of(model) for model in (EU, "global.anthropic.claude", LOCAL, "cohere.embed-v4:0")
    )


def test_a_geography_nobody_knows_is_no_grant() -> None:
    """A card with such a model is refused at load; a policy is never guessed."""
    with pytest.raises(KeyError):
        models("global.anthropic.claude-haiku-4-5", "eu-west-1")


def test_every_grant_to_ask_demands_a_numbered_guardrail() -> None:
    """A guardrail's ARN without a version is its draft, which changes under its name."""
    asking = [s for s in statements().values() if s["Effect"] == "Allow" and "bedrock:InvokeModel" in s["Action"]]

    assert 2 == len(asking)
    assert {f"{GUARDRAILS}:*"} == {s["Condition"]["StringLike"]["bedrock:GuardrailIdentifier"] for s in asking}


def test_nothing_else_may_lift_the_guardrail() -> None:
    """A deny outlasts whatever another policy of the role allows; without the key StringNotLike matches too."""
    found = statements()

    assert ("Deny", ["*"]) == (found["NeverWithoutVersion"]["Effect"], found["NeverWithoutVersion"]["Resource"])
    assert {"StringNotLike": {"bedrock:GuardrailIdentifier": f"{GUARDRAILS}:*"}} == found["NeverWithoutVersion"][
        "Condition"
    ]
    assert {"StringLike": {"bedrock:GuardrailIdentifier": f"{GUARDRAILS}:DRAFT"}} == found["NeverDraft"]["Condition"]


def test_only_the_systems_own_profile_and_guardrail_are_open() -> None:
    """Another system's budget and another system's guardrail are out of reach."""
    found = statements()
    own = {"aws:ResourceTag/lz:system": "support"}

    assert [PROFILES] == found["AskThroughProfile"]["Resource"]
    assert own == found["AskThroughProfile"]["Condition"]["StringEquals"]
    assert ([GUARDRAILS], {"StringEquals": own}) == (
        found["ApplyGuardrail"]["Resource"],
        found["ApplyGuardrail"]["Condition"],
    )


def test_the_model_is_reached_through_a_profile_only() -> None:
    """A call past the profile would cost money that no system is charged for."""
    assert {"bedrock:InferenceProfileArn": PROFILES} == statements()["AskModel"]["Condition"]["ArnLike"]


def test_the_grants_of_others_are_carried_along() -> None:
    """The key of the guardrail is granted by whoever owns the key."""
    grant = {"Sid": "Key", "Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": ["*"]}

    assert grant == statements(replace(ARGS, grants=(grant,)))["Key"]


def test_profile_and_policy_are_known_at_a_first_preview() -> None:
    """Rules judge the policy before AWS has given anything an id."""
    found = synth(lambda: BedrockTarget("support-bedrock", ARGS), unknown=True)
    profile = found.only("aws:bedrock/inferenceProfile:InferenceProfile")

    assert invoke_policy(ARGS) == found.only("aws:iam/policy:Policy")["policy"]
    assert {"copyFrom": model_source(EU, ARGS.account, "eu-west-1")} == profile["modelSource"]
    assert {"lz:system": "support"} == profile["tags"]
