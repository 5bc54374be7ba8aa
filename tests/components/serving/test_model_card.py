"""A model of ours has a card that says who approved what."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from components.serving.model_card import Approved, CardedModel, ModelCard, ModelCardArgs, Use, content
from config.vocabulary import RiskTier
from graph.model import UNKNOWN
from tests.synth import synth

CARD = "aws:sagemaker/modelCard:ModelCard"
EVALUATED = "s3://models/fraud/evaluations/1"
ARGS = ModelCardArgs(
    card="lz-prod-fraud",
    model=CardedModel(
        name="fraud-xgboost",
        kind="scorer",
        source="trained in house",
        licence="proprietary",
        artefact=f"s3://lz-prod-models/fraud/sha256/{'2' * 64}/model.tar.gz",
        image=f"141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost@sha256:{'1' * 64}",
    ),
    approved=Approved(
        by="model-risk@example.com",
        on=date(2026, 10, 2),
        evaluation=EVALUATED,
        bias=f"{EVALUATED}/bias",
        explanations=f"{EVALUATED}/explanations",
    ),
    use=Use(
        purpose="Scores card payments.",
        decides="a payment is held",
        owner="risk@example.com",
        accountable="head@example.com",
        tier=RiskTier.HIGH,
    ),
    key_arn="arn:aws:kms:eu-west-1:111122223333:alias/lz-prod-operations",
    tags={"lz:system": "fraud"},
)


def said(args: ModelCardArgs = ARGS) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content(args))
    return found


def test_a_card_is_approved_encrypted_and_known_at_preview() -> None:
    """A rule that reads it needs no deploy to have been."""
    card = synth(lambda: ModelCard("fraud", ARGS), unknown=True).only(CARD)

    assert ("lz-prod-fraud", "Approved", ARGS.key_arn) == (
        card["modelCardName"],
        card["modelCardStatus"],
        card["securityConfig"]["kmsKeyId"],
    )
    assert UNKNOWN not in card.inputs.values()
    assert content(ARGS) == card["content"]


def test_a_card_is_of_the_bytes_that_serve() -> None:
    """By the address that the model loads, and the image that runs it."""
    overview = said()["model_overview"]

    assert ([ARGS.model.artefact], [ARGS.model.image]) == (
        overview["model_artifact"],
        overview["inference_environment"]["container_image"],
    )


def test_a_card_names_every_examination_there_was() -> None:
    """What was not examined is not named."""
    names = [one["name"] for one in said()["evaluation_details"]]
    bare = replace(ARGS, approved=replace(ARGS.approved, bias=None, explanations=None))

    assert ["Evaluation", "Bias", "Explainability"] == names
    assert ["Evaluation"] == [one["name"] for one in said(bare)["evaluation_details"]]
    assert f"kept at {EVALUATED}/bias" == said()["evaluation_details"][1]["evaluation_observation"]


@pytest.mark.parametrize(
    ("tier", "rating"), [(RiskTier.MINIMAL, "Low"), (RiskTier.LIMITED, "Medium"), (RiskTier.HIGH, "High")]
)
def test_a_tier_is_told_in_sagemakers_words(tier: RiskTier, rating: str) -> None:
    """It takes no other."""
    assert rating == said(replace(ARGS, use=replace(ARGS.use, tier=tier)))["intended_uses"]["risk_rating"]
